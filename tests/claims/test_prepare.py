from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.known import Known
from corridor.claims.prepare import DECISION_COLUMNS, prepare
from corridor.codes.reasons import REASON_BY_NAME
from corridor.plan.compiled import CompiledPlans
from corridor.records.history import HISTORY
from corridor.records.providers import PROVIDERS
from corridor.records.ready import READY
from tests.oracle import claims as oracle

Build = Callable[..., pl.DataFrame]

BORN, TWINS = date(1980, 5, 5), date(2015, 3, 3)
PEOPLE: list[dict[str, Any]] = [
    {"birth_date": BORN, "sex": "F", "first_name": "Ada", "coverage_level": "FAM"},
    {"birth_date": BORN, "sex": "F", "first_name": "Ada", "product": "dental", "plan_code": "DEN"},
    {
        "member_id": "E1-2",
        "relationship": "child",
        "birth_date": TWINS,
        "first_name": "Zoé",
        "coverage_level": "FAM",
        "coverage_end_exclusive": date(2024, 2, 15),
    },
    {
        "member_id": "E1-3",
        "relationship": "child",
        "birth_date": TWINS,
        "first_name": "İpek",
        "coverage_level": "FAM",
        "coverage_start": date(2024, 2, 15),
    },
    {"member_id": "E2", "subscriber_id": "E2", "birth_date": BORN, "sex": "M", "plan_code": "OLD"},
    {
        "member_id": "E2",
        "subscriber_id": "E2",
        "product": "pharmacy",
        "plan_code": "RX",
        "birth_date": BORN,
        "sex": "M",
    },
]
PROVIDER_ROWS: list[dict[str, Any]] = [
    {
        "npi": "1",
        "network": "in",
        "allowed_bp": 6_543,
        "effective_from": date(2024, 1, 1),
        "effective_to_exclusive": date(2024, 2, 20),
    },
    {"npi": "1", "network": "out", "effective_from": date(2024, 2, 20)},
    {"npi": "2", "network": "in", "effective_from": date(2024, 1, 1)},
]
DAYS = st.sampled_from([date(2023, 12, 20) + timedelta(days=8 * n) for n in range(12)])


def mostly(usual: object, *others: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([usual] * 5 + list(others))


PATIENTS = st.fixed_dictionaries(
    {
        "member_id": mostly("E1", None, None, None, None, " e1-2", "E2", "E9"),
        "subscriber_id": mostly("E1", "E2", "e1", "E9", None),
        "patient_relationship": mostly(None, "self", "child"),
        "patient_birth_date": mostly(None, TWINS, TWINS, BORN, date(1999, 9, 9)),
        "patient_sex": mostly(None, "F", "M", "U"),
        "patient_first_name": mostly(None, "zoe", "IPEK", "Ada"),
    }
)
CLAIM_FACTS = st.fixed_dictionaries(
    {
        "kind": mostly("professional", "institutional", "dental", "pharmacy"),
        "frequency": mostly("1", "7", "8"),
        "received_date": st.sampled_from([date(2024, 3, 10), date(2024, 4, 1), date(2024, 4, 20)]),
        "claim_charge_cents": mostly(None, 10_000, 20_000),
        "other_payer_paid_cents": mostly(None, 0, 1),
        "billing_npi": mostly("1", "2", "3", None),
        "billing_tax_id": mostly(None, "7"),
        "related_cause": mostly(None, "employment", "auto", "other_accident"),
        "authorization": mostly(None, "A1", " "),
        "admission_date": mostly(None, date(2024, 2, 1)),
    }
)
LINE_FACTS = st.fixed_dictionaries(
    {
        "procedure_code": mostly("99213", "99214", "D0120", "J1745", "ZZZZZ", "99999000101", None),
        "modifiers": mostly(None, "25"),
        "tooth": mostly(None, "8"),
        "units": mostly(1000, 2000, 0, -1000, 500),
        "charge_cents": mostly(10_000, 3, 99_999, -10_000, 0),
        "repriced_cents": mostly(None, 4_321, 0, 12_000),
        "network": mostly(None, "in", "out"),
    }
)


@st.composite
def batches(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lines of a few claims, some of them sent again, numbered in the order of decision."""
    claims: list[list[dict[str, Any]]] = []
    for _ in range(draw(st.integers(1, 6))):
        if claims and draw(st.integers(0, 2)) == 0:
            claims.append(draw(st.sampled_from(claims)))
            continue
        claim, day = draw(PATIENTS) | draw(CLAIM_FACTS), draw(DAYS)
        days = {"service_from": day, "service_to": day + timedelta(days=draw(mostly(0, 3)))}
        claims.append([claim | days | draw(LINE_FACTS) for _ in range(draw(st.integers(1, 3)))])
    return [
        line | {"claim_number": number, "line_number": position}
        for number, claim in enumerate(claims, 1)
        for position, line in enumerate(claim, 1)
    ]


def benefit_of(compiled: CompiledPlans) -> oracle.BenefitOf:
    """What the plans of these tests say about a code, looked up by hand."""
    codes = {
        "MED": {"99213": "care", "99214": "care", "99999000101": "care", "J1745": "infusion"},
        "DEN": {"D0120": "care", "J1745": "infusion"},
        "RX": {"99999000101": "care", "J1745": "infusion"},
    }
    plan_of = dict(compiled.versions.select("row", "plan_code").iter_rows())
    rows = {(b["version_row"], b["name"]): b for b in compiled.benefits.iter_rows(named=True)}

    def answer(version_row: int, line: oracle.Row) -> tuple[int | None, str | None, bool]:
        name = codes[plan_of[version_row]].get(line["procedure_code"] or "")
        if name is None:
            return None, None, False
        return rows[version_row, name]["row"], name, rows[version_row, name]["is_by_hand"]

    return answer


def history_of(claims: pl.DataFrame, ready: pl.DataFrame) -> pl.DataFrame:
    """What the lines so far leave behind for later ones: HISTORY."""
    denied = [name for name, reason in REASON_BY_NAME.items() if reason.status == "denied"]
    kept = ready.filter(pl.col("member_id").is_not_null(), ~pl.col("reason").is_in(denied).fill_null(False))
    decided = kept.select("claim_number", "line_number", "member_id", "plan_code", "benefit", "allowed_cents")
    lines = claims.drop("member_id").join(decided, on=("claim_number", "line_number"))
    return HISTORY.conform(lines.with_columns(pl.lit(0).alias("copay_cents")))


@settings(max_examples=150, deadline=None)
@given(rows=batches())
def test_the_slow_twin_agrees(
    rows: list[dict[str, Any]], lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    claims, people, providers = lines(*rows), coverage(*PEOPLE), PROVIDERS.from_rows(PROVIDER_ROWS)
    found = prepare(claims, people, compiled, known=Known(providers=providers))
    expected = oracle.prepare(
        claims.to_dicts(),
        people.to_dicts(),
        compiled.versions.to_dicts(),
        benefit_of(compiled),
        providers.to_dicts(),
        [],
    )
    assert found.to_dicts() == [{name: row[name] for name in found.columns} for row in expected]


@settings(max_examples=60, deadline=None)
@given(rows=batches(), cut=st.integers(1, 5))
def test_two_halves_with_history_are_the_whole(
    rows: list[dict[str, Any]], cut: int, lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    # A version may not be cut from what it refers to, and days of receipt follow the numbers, as in files they do.
    in_order = [
        row | {"frequency": "1", "received_date": max(one["received_date"] for one in rows[: place + 1])}
        for place, row in enumerate(rows)
    ]
    claims, people = lines(*in_order), coverage(*PEOPLE)
    first, second = claims.filter(pl.col("claim_number") <= cut), claims.filter(pl.col("claim_number") > cut)
    before = prepare(first, people, compiled)
    after = prepare(second, people, compiled, history=history_of(first, before))
    assert pl.concat([before, after]).equals(prepare(claims, people, compiled))


@settings(max_examples=40, deadline=None)
@given(rows=batches(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(
    rows: list[dict[str, Any]], order: Any, lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    shuffled, people = list(rows), list(PEOPLE)
    order.shuffle(shuffled)
    order.shuffle(people)
    straight = prepare(lines(*rows), coverage(*PEOPLE), compiled)
    assert prepare(lines(*shuffled), coverage(*people), compiled).equals(straight)


def test_deciding_anew_with_oneself_in_history_changes_nothing(
    lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    claims, people = lines({}, {"claim_number": 2}, {"claim_number": 3, "charge_cents": 5}), coverage({})
    ready = prepare(claims, people, compiled)
    assert prepare(claims, people, compiled, history=history_of(claims, ready)).equals(ready)


def test_the_columns_are_those_of_ready_and_of_a_decision(
    lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    ready = prepare(lines({}), coverage({}), compiled)
    assert ready.columns == [*READY.schema, *DECISION_COLUMNS]
    assert READY.conform(ready).schema == READY.schema


def test_no_claim_is_no_line_and_nobody_covered_is_unknown(
    lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    assert prepare(lines({}).clear(), coverage({}), compiled).is_empty()
    assert prepare(lines({}), coverage(), compiled)["reason"].to_list() == ["unknown_member"]
