"""The steps before the kernel and their slow twin, under plans that say something of all that is looked at."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.book.numbering import number_claims
from corridor.claims.prepare import prepare
from corridor.claims.terms import terms_of
from corridor.plan.compiled import CompiledPlans
from corridor.records.history import HISTORY
from tests.oracle import claims as oracle

Build = Callable[..., pl.DataFrame]

PLANS = {"ALLMED": "medical", "ALLDEN": "dental", "ALLRX": "pharmacy"}
SPANS: list[tuple[str, date, date | None]] = [
    ("E1", date(2024, 1, 1), None),
    ("E2", date(2024, 1, 1), date(2024, 4, 1)),
    ("E2", date(2024, 4, 1), None),
    ("E3", date(2024, 1, 1), date(2024, 4, 1)),
    ("E3", date(2024, 4, 2), None),
]
PEOPLE: list[dict[str, Any]] = [
    {
        "member_id": member,
        "subscriber_id": member,
        "coverage_start": start,
        "coverage_end_exclusive": end,
        "plan_code": plan,
        "product": product,
        "birth_date": date(2024, 2, 1) if member == "E3" else None,
    }
    for member, start, end in SPANS
    for plan, product in PLANS.items()
]
CARE = [("97", "therapy"), ("S9", "therapy"), ("27", "surgery"), ("T1", "home_nursing"), ("99", "care"), ("A0", "care")]
TEETH = [("D8", "braces"), ("D5", "prostheses"), ("D6", "prostheses"), ("D434", "scaling"), ("D2", "crowns")]
CODES = {
    "professional": ["97110", "S9001", "27447", "T1000", "99213", "A0425"],
    "institutional": [None, "27447", "99213"],
    "dental": ["D8080", "D5110", "D5985", "D6240", "D4341", "D2740", "D2391"],
    "pharmacy": ["11111000101", "22222000101"],
}


def mostly(usual: object, *others: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([usual] * 5 + list(others))


@st.composite
def lines_of(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    cents = mostly(None, 30_00, 70_00, 150_00, 0, -1, 10**13 + 1)
    return {
        "kind": kind,
        "procedure_code": draw(st.sampled_from(CODES[kind])),
        "revenue_code": draw(st.sampled_from(["0120", "0250"])) if kind == "institutional" else None,
        "charge_cents": draw(mostly(100_00, 5, 2**62)),
        "units": draw(mostly(1000, 0, 4000, 250, -1000, 10**9)),
        "days_supply": draw(mostly(None, 30, 90)),
        "tooth": draw(mostly(None, "3", "08", "14:T", "UL", "60", "AS")),
        "surfaces": draw(mostly(None, "MO", "m:d", "x")),
        "repriced_cents": draw(cents),
        "alternate_cents": draw(cents),
        "generic_cents": draw(cents),
        "daw": draw(st.sampled_from([None, "0", "1", "2", "7"])),
        "authorization": draw(mostly(None, "A1", " ")),
        "tooth_lost_on": draw(mostly(None, date(2023, 5, 5), date(2024, 3, 3))),
        "treatment_months": draw(mostly(None, 0)),
        "other_payer_paid_cents": draw(mostly(None, 0, 60_00)),
        "other_payer_allowed_cents": draw(mostly(None, 80_00, 120_00)),
    }


@st.composite
def batches(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        kind = draw(st.sampled_from(sorted(CODES)))
        day = draw(st.dates(date(2024, 1, 1), date(2024, 12, 31)))
        claim = {
            "claim_number": number,
            "member_id": draw(st.sampled_from(["E1", "E2", "E3"])),
            "received_date": draw(st.sampled_from([date(2024, 12, 31), day])),
            "service_from": day,
            "service_to": draw(st.dates(day, date(2025, 1, 1))),
            "admission_date": draw(mostly(None, date(2024, 6, 1), day)),
            "bill_type": "11" if kind == "institutional" else None,
            "related_cause": draw(mostly(None, "employment", "auto", "other_accident")),
        }
        lines = draw(st.lists(lines_of(kind), min_size=1, max_size=3))
        rows += [claim | line | {"line_number": place} for place, line in enumerate(lines, 1)]
    return rows


def benefit_of(compiled: CompiledPlans) -> oracle.BenefitOf:
    """What the plans of these tests say about a line, looked up by hand."""
    rows = {(b["version_row"], b["name"]): b["row"] for b in compiled.benefits.iter_rows(named=True)}

    def answer(version_row: int, line: oracle.Row) -> tuple[int | None, str | None, bool]:
        code, kind = line["procedure_code"] or "", line["kind"]
        if kind == "pharmacy":
            name = "limited" if code.startswith("11111") else "drugs"
        else:
            known = TEETH if kind == "dental" else CARE
            name = next((name for start, name in known if code.startswith(start)), "")
            if kind == "institutional" and name not in ("surgery", "therapy"):
                name = "stay"
        row = rows.get((version_row, name))
        return row, name if row is not None else None, False

    return answer


def twin_terms(compiled: CompiledPlans) -> dict[int, oracle.Row]:
    """What the plans say beside the match, as the twin takes it."""
    terms = terms_of(compiled)
    rows: dict[int, oracle.Row] = dict(enumerate(terms.benefits.to_dicts()))
    for price in terms.alternates.to_dicts():
        of_row = rows[price["benefit_row"]].setdefault("alternates", {})
        of_row[price["procedure_code"]] = price["alternate_allowed_cents"]
    return rows


@settings(max_examples=250, deadline=None)
@given(rows=batches(), decided_on=st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_the_slow_twin_agrees(
    rows: list[dict[str, Any]], decided_on: date, lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    claims, people = lines(*rows), coverage(*PEOPLE)
    found = prepare(claims, people, all_rules, decided_on=decided_on)
    expected = oracle.prepare(
        claims.to_dicts(),
        people.to_dicts(),
        all_rules.versions.to_dicts(),
        benefit_of(all_rules),
        [],
        [],
        benefits=twin_terms(all_rules),
        decided_on=decided_on,
    )
    assert found.to_dicts() == [{name: row[name] for name in found.columns} for row in expected]


@settings(max_examples=60, deadline=None)
@given(rows=batches(), cut=st.integers(1, 4))
def test_two_halves_with_history_are_the_whole(
    rows: list[dict[str, Any]], cut: int, lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    claims, people = (
        number_claims(lines(*rows).with_columns(claim_index="claim_number").drop("claim_number")),
        coverage(*PEOPLE),
    )
    first, second = claims.filter(pl.col("claim_number") <= cut), claims.filter(pl.col("claim_number") > cut)
    before = prepare(first, people, all_rules)
    refused = ~before["reason"].is_in(sorted(oracle.REFUSED)).fill_null(False)
    decided = before.filter(refused).select("claim_number", "line_number", "member_id", "plan_code", "benefit")
    earlier = first.drop("member_id").join(decided, on=("claim_number", "line_number"))
    amounts = (pl.lit(0, pl.Int64).alias(name) for name in ("allowed_cents", "copay_cents"))
    after = prepare(second, people, all_rules, history=HISTORY.conform(earlier.with_columns(*amounts)))
    assert pl.concat([before, after]).equals(prepare(claims, people, all_rules))
