"""What an intake left in the store, against the slow twins and against its own sums."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
import yaml

from bench.registry import WrongAnswer
from corridor.app.services import selectors
from corridor.app.services.documents import PLAN, SourceDocument, documents_of, sources_of
from corridor.app.store.tx import Tx
from corridor.book.summary import PARTS
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE
from corridor.plan.compiled import CompiledPlans
from corridor.records.claims import CLAIMS
from corridor.records.decisions import ACCUMULATORS, DECISIONS
from tests.oracle import claims as claims_twin
from tests.oracle.adjudicate import Plan, adjudicate
from tests.oracle.comparison import frame_accumulators, twin_accumulators, twin_outcomes
from tests.oracle.generated_claims import SELF_ONLY_LIMITS, twin_line

SAMPLE_LINES = 20_000
LEAST_SHARE = 0.02
BEFORE_THE_KERNEL = "decided before"
RULES = (
    "deductible",
    "person deductible met",
    "family deductible met",
    "copay per visit",
    "copay taken before",
    "copay per line",
    "copay after deductible",
    "coinsurance",
    "out-of-pocket maximum",
    "limit of visits",
    "benefit maximum",
    "limit of dollars",
    "not covered",
    "out of network",
    "cross-accumulation",
    BEFORE_THE_KERNEL,
)
_AS_PREPARED = ("member_id", "family_id", "plan_code", "plan_year_start", "tier")

Row = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """lines: how many were decided again by the slow twins; shares: of them, by rule that had a say."""

    lines: int
    shares: dict[str, float]


@dataclass(frozen=True)
class _Facts:
    """What the store knows, all of it."""

    claims: dict[str, list[Row]]
    coverage: dict[str, list[Row]]
    providers: list[Row]
    decisions: dict[tuple[int, int], Row]
    accumulators: pl.DataFrame
    compiled: CompiledPlans
    plans: dict[str, Plan]


def check(tx: Tx) -> Checked:
    """Check the sums of all lines, and whole families of at least SAMPLE_LINES lines against the slow twins.

    Classification has a naive twin of its own in the tests of its folder: here its answer is taken as it is.
    Raises WrongAnswer naming the first line, total or account that differs, or a rule that fired too seldom.
    """
    check_sums(tx)
    facts = _facts(tx)
    fired: Counter[str] = Counter(dict.fromkeys(RULES, 0))
    lines = 0
    for family in _sampled(facts.claims):
        for rules in _check_family(facts, family):
            fired.update(rules)
            lines += 1
    shares = {rule: fired[rule] / lines for rule in RULES}
    idle = [rule for rule in RULES if shares[rule] < LEAST_SHARE]
    if idle and lines >= SAMPLE_LINES:
        raise WrongAnswer(f"rules at work on fewer than {LEAST_SHARE:.0%} of lines: {', '.join(idle)}")
    return Checked(lines, shares)


def check_sums(tx: Tx) -> None:
    """Every charge is the sum of its parts, every entry of the journal is zero, and it owes what was decided."""
    decisions = DECISIONS.conform(tx.read(f"select {', '.join(DECISIONS.schema)} from decision"))
    journal = selectors.journal(tx)
    apart = decisions.filter(pl.sum_horizontal(PARTS) != pl.col("charge_cents"))
    unbalanced = journal.group_by("entry_key").agg(pl.col("amount_cents").sum()).filter(pl.col("amount_cents") != 0)
    paid = int(decisions.get_column("plan_paid_cents").sum())
    balance = dict(journal.group_by("account").agg(pl.col("amount_cents").sum()).rows())
    for what, found, expected in (
        ("lines whose parts are not their charge", apart.height, 0),
        ("entries that do not balance", unbalanced.height, 0),
        ("claims expense", balance.get(CLAIMS_EXPENSE, 0), paid),
        ("claims payable", balance.get(CLAIMS_PAYABLE, 0), -paid),
        ("lines without a decision", tx.scalar("select count(*) from claim_line") - decisions.height, 0),
    ):
        if found != expected:
            raise WrongAnswer(f"{what}: found {found}, expected {expected}")


def _facts(tx: Tx) -> _Facts:
    claims = tx.read(
        f"select claim_number, c.batch_id as batch, {_quoted(CLAIMS.schema)} from claim_row"
        " join (select claim_number, batch_id from claim) c using (claim_number) order by 1, line_number"
    )
    decisions = tx.read(f"select {', '.join(DECISIONS.schema)} from decision")
    accumulators = tx.read(f"select {', '.join(ACCUMULATORS.schema)} from accumulator")
    return _Facts(
        claims=_by(claims.to_dicts(), "subscriber_id"),
        coverage=_by(selectors.coverage(tx).to_dicts(), "subscriber_id"),
        providers=selectors.providers(tx).to_dicts(),
        decisions={(row["claim_number"], row["line_number"]): row for row in decisions.iter_rows(named=True)},
        accumulators=ACCUMULATORS.conform(accumulators),
        compiled=documents_of(tx).compiled,
        plans={plan.code: plan for plan in map(_plan, sources_of(tx)) if plan},
    )


def _quoted(columns: Iterable[str]) -> str:
    """Column names for SQL, to which one of them is a word of its own."""
    return ", ".join(f'"{column}"' for column in columns)


def _plan(source: SourceDocument) -> Plan | None:
    return Plan(yaml.safe_load(source.content), SELF_ONLY_LIMITS) if source.kind == PLAN else None


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return dict(groups)


def _sampled(claims: dict[str, list[Row]]) -> list[str]:
    """Every nth family, so that they come to SAMPLE_LINES lines, or all."""
    step = max(sum(map(len, claims.values())) // SAMPLE_LINES, 1)
    families = sorted(claims)
    chosen = families[::step]
    return chosen if sum(len(claims[family]) for family in chosen) >= SAMPLE_LINES else families


def _check_family(facts: _Facts, family: str) -> list[set[str]]:
    """The rules that had a say in each line of a family. Raises WrongAnswer."""
    coverage = facts.coverage.get(family, [])
    ready = claims_twin.prepare(
        facts.claims[family],
        coverage,
        facts.compiled.versions.to_dicts(),
        lambda version, line: _benefit(facts, version, line),
        facts.providers,
        [],
    )
    ready.sort(key=lambda row: (row["place"], row["line_number"]))
    outcomes, books = adjudicate(facts.plans, [twin_line(row) for row in ready])
    for row, outcome in zip(ready, twin_outcomes(outcomes), strict=True):
        _compare(facts.decisions[row["claim_number"], row["line_number"]], row, outcome)
    owners = [family, *(row["member_id"] for row in coverage)]
    stored = facts.accumulators.filter(pl.col("owner_id").is_in(owners), pl.col("amount") != 0)
    if frame_accumulators(stored) != twin_accumulators(books):
        number = ready[0]["claim_number"]
        raise WrongAnswer(f"accumulators of the family of claim {number}: found others than the slow twin's")
    return [outcome["fired"] for outcome in outcomes]


def _benefit(facts: _Facts, version: int, line: Row) -> tuple[int | None, str | None, bool]:
    name = facts.decisions[line["claim_number"], line["line_number"]]["benefit"]
    if name is None:
        return None, None, False
    is_meant = (pl.col("version_row") == version) & (pl.col("name") == name)
    benefit = facts.compiled.benefits.row(by_predicate=is_meant, named=True)
    return benefit["row"], name, benefit["is_by_hand"]


def _compare(found: Row, ready: Row, outcome: Row) -> None:
    expected = {name: ready[name] for name in _AS_PREPARED}
    expected |= outcome
    for name, value in expected.items():
        if found[name] != value:
            is_person = name in ("member_id", "family_id")
            said = "another person than the slow twin" if is_person else f"{found[name]}, expected {value}"
            raise WrongAnswer(f"claim {found['claim_number']}, line {found['line_number']}, {name}: found {said}")
