"""Where the member stands in the plan year: deductibles, out-of-pocket maxima, limits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.adjudication.explain import LineExplanation
from corridor.plan.arrays import NO_LIMIT, TIERS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ALWAYS

_LIMIT = "limit:"


@dataclass(frozen=True)
class Bar:
    """An amount so far, of a limit. owner: person, family.

    kind: deductible, out_of_pocket, limit, or account_paid and account_bridge of a health reimbursement account. name:
    of a separate deductible or maximum, or of the limit. counted_apart: the tooth or quadrant that a limit counts
    apart. unit: dollars (cents), visits, days, services. period: plan_year, lifetime, or rolling over `months`.
    """

    owner: str
    kind: str
    name: str | None
    tier: str
    unit: str
    used: int
    limit: int
    period: str = "plan_year"
    counted_apart: str | None = None
    months: int = 0

    @property
    def is_reached(self) -> bool:
        return self.used >= self.limit

    @property
    def percent(self) -> int:
        """Of the limit, rounded down, 100 at most."""
        return min(100, max(0, self.used) * 100 // self.limit)


@dataclass(frozen=True)
class Cover:
    """Under what a claim was decided. version_row: of CompiledPlans. level: 0 covered alone, 1 with family.

    benefits: names of the benefits of the claim's lines, whose limits are told.
    """

    plan_code: str
    member_id: str
    family_id: str
    version_row: int
    level: int
    year_start: date
    benefits: frozenset[str]


Used = Mapping[tuple[str, date, str, str, str], int]
"""(plan, plan year, owner, kind, tier) -> amount."""


def year_to_date(accumulators: pl.DataFrame, compiled: CompiledPlans, cover: Cover) -> tuple[Bar, ...]:
    """The bars of a plan year. accumulators: ACCUMULATORS of the person and the family; others are left aside.

    An amount without a limit, or with a limit of nothing, has no bar; a limit that rolls belongs to no plan year.
    """
    owners = pl.struct("owner", "owner_id").is_in(
        [{"owner": "person", "owner_id": cover.member_id}, {"owner": "family", "owner_id": cover.family_id}]
    )
    rows = accumulators.filter(owners)
    used = {
        (row["plan_code"], row["plan_year_start"], row["owner"], row["kind"], row["tier"]): row["amount"]
        for row in rows.to_dicts()
    }
    ours = compiled.benefits.filter(pl.col("version_row") == cover.version_row)
    return (
        *_shared(compiled, cover, ours, used, "deductible", "deductible"),
        *_shared(compiled, cover, ours, used, "out_of_pocket", "maximum"),
        *_account(compiled, cover, used),
        *_limits(compiled, cover, ours, used),
    )


def rolling_limits(explanations: Sequence[LineExplanation]) -> tuple[Bar, ...]:
    """The limits over rolling months that a claim's lines came under, as the last line of each left it."""
    found = {
        (move.name, move.item): Bar(
            "person",
            "limit",
            move.name,
            "all",
            move.unit,
            move.after,
            move.limit,
            move.period,
            move.item or None,
            move.months,
        )
        for line in explanations
        for move in line.accumulators
        if move.kind == "limit" and move.period == "rolling" and move.limit
    }
    return tuple(found.values())


def _shared(
    compiled: CompiledPlans, cover: Cover, ours: pl.DataFrame, used: Used, kind: str, column: str
) -> Iterator[Bar]:
    """Deductibles, or maxima: the version's own, then the separate ones of the claim's benefits."""
    rows = getattr(compiled.arrays, f"{column}_row")
    for plan, full_kind, row in _distinct(ours, cover, rows, kind, column):
        _, _, name = full_kind.partition(":")
        for tier, tier_name in enumerate(TIERS):
            for owner in ("person", "family") if cover.level else ("person",):
                limit = int(getattr(compiled.arrays, f"{owner}_{kind}_cents")[row, cover.level, tier])
                if 0 < limit < NO_LIMIT:
                    amount = used.get((plan, cover.year_start, owner, full_kind, tier_name), 0)
                    yield Bar(owner, kind, name or None, tier_name, "dollars", amount, limit)


def _distinct(ours: pl.DataFrame, cover: Cover, rows: Any, kind: str, column: str) -> Iterable[tuple[str, str, int]]:
    """(plan, accumulator's kind, row) without repetition, the plan's own before separate ones."""
    found: dict[tuple[str, str, int], None] = {}
    for benefit in ours.to_dicts():
        full_kind = benefit[f"{column}_kind"]
        if full_kind == kind or benefit["name"] in cover.benefits:
            found[benefit[f"{column}_plan"], full_kind, int(rows[benefit["row"]])] = None
    return sorted(found, key=lambda key: (key[1] != kind, key[1]))


def _account(compiled: CompiledPlans, cover: Cover, used: Used) -> Iterator[Bar]:
    """What members pay before a health reimbursement account, and what the account pays."""
    for kind, column in (("account_bridge", "account_bridge_cents"), ("account_paid", "account_cents")):
        limit = int(getattr(compiled.arrays, column)[cover.version_row, cover.level])
        if 0 < limit < NO_LIMIT:
            amount = used.get((cover.plan_code, cover.year_start, "family", kind, "all"), 0)
            yield Bar("family", kind, None, "all", "dollars", amount, limit)


def _limits(compiled: CompiledPlans, cover: Cover, ours: pl.DataFrame, used: Used) -> Iterator[Bar]:
    """Limits of the claim's benefits, and what is used of them, apart for each tooth where they count so."""
    theirs = ours.filter(pl.col("name").is_in(list(cover.benefits))).get_column("row")
    limits = compiled.limits.filter(pl.col("benefit_row").is_in(theirs.implode()) & (pl.col("period") != "rolling"))
    for limit in limits.unique("limit_id", keep="first", maintain_order=True).to_dicts():
        amount = int(compiled.arrays.limit_amount[limit["row"]])
        if not 0 < amount < NO_LIMIT:
            continue
        year = ALWAYS if limit["period"] == "lifetime" else cover.year_start
        for apart, so_far in _used_of(limit, used, (cover.plan_code, year)):
            yield Bar(
                "person", "limit", limit["limit_id"], "all", limit["unit"], so_far, amount, limit["period"], apart
            )


def _used_of(limit: Mapping[str, Any], used: Used, of: tuple[str, date]) -> list[tuple[str | None, int]]:
    """(tooth or None, amount) of a limit; one row of nothing used where it counts a person."""
    kind = f"{_LIMIT}{limit['limit_id']}"
    mine = {key[3]: value for key, value in used.items() if key[:2] == of and key[2] == "person"}
    if limit["of"] == "person":
        return [(None, mine.get(kind, 0))]
    return sorted((key.removeprefix(f"{kind}:"), amount) for key, amount in mine.items() if key.startswith(f"{kind}:"))
