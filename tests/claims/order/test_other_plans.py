"""Lines of people with other plans: which of these count on the day, and what becomes of several."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.order.other_plans import OtherPlans, with_order_of_benefits
from corridor.records.coverage import COVERAGE
from corridor.records.other_coverage import OTHER_COVERAGE, WORKFORCE

DAY = date(2026, 3, 1)
ADDED = ("is_secondary", "order_rule", "estimated_paid_cents")


def own(member: str, relationship: str, start: date, end: date | None = None, **facts: Any) -> dict[str, Any]:
    return {
        "member_id": member, "subscriber_id": "E", "relationship": relationship, "product": "medical",
        "plan_code": "PPO", "coverage_level": "FAM", "coverage_start": start, "coverage_end_exclusive": end, **facts,
    }  # fmt: skip


COVERED = COVERAGE.from_rows(
    [
        own("E", "self", date(2020, 1, 1), date(2026, 1, 1), birth_date=date(1960, 9, 5), sex="M"),
        own("E", "self", date(2026, 1, 1), birth_date=date(1960, 9, 5), sex="M"),
        own("S", "spouse", date(2022, 1, 1)),
        own("C", "child", date(2026, 1, 1)),
    ]
)


def other(member: str, payer: str = "Gate Mutual", **facts: Any) -> dict[str, Any]:
    given = {"kind": "group", "covered_through": "self", "coverage_start": date(2024, 1, 1)}
    return {"member_id": member, "payer": payer, **given, **facts}


def medicare(member: str, basis: str = "age", since: date = date(2025, 9, 1), **facts: Any) -> dict[str, Any]:
    entitled = {"kind": "medicare", "medicare_entitlement": basis, "medicare_from": since}
    return other(member, "Medicare", **{**entitled, **facts})


def answer(
    others: list[dict[str, Any]], member: str = "E", *, employees: int | None = None, estimated_bp: int = 0, **line: Any
) -> tuple[Any, ...]:
    """ADDED of one line of $100.01."""
    given = {
        "claim_number": 1, "line_number": 1, "member": member, "family_id": "E", "product": "medical",
        "kind": "professional", "bill_type": None, "service_from": DAY, "version_row": 0, "allowed_cents": 100_01,
    }  # fmt: skip
    types = {"version_row": pl.Int32, "bill_type": pl.String, "allowed_cents": pl.Int64}
    lines = pl.DataFrame([{**given, **line}], schema_overrides=types)
    versions = pl.DataFrame({"coordinates": [True], "medicare_estimated_bp": pl.Series([estimated_bp], dtype=pl.Int32)})
    sizes = [] if employees is None else [{"effective_from": date(2026, 1, 1), "employees": employees}]
    known = OtherPlans(OTHER_COVERAGE.from_rows(others), WORKFORCE.from_rows(sizes))
    return with_order_of_benefits(lines, known, COVERED, versions).select(ADDED).row(0)


@pytest.mark.parametrize(
    "facts",
    [
        {"coverage_start": date(2026, 3, 2)},
        {"coverage_end_exclusive": DAY},
        {"product": "dental"},
    ],
    ids=["not begun", "ended", "for something else"],
)
def test_a_plan_that_does_not_cover_the_service_on_its_day_plays_no_part(facts: dict[str, Any]) -> None:
    assert answer([other("S", **facts)], "S") == (None, None, None)
    assert answer([other("S")], "S") == (True, "non_dependent", None)


def test_nothing_is_known_of_people_without_other_plans() -> None:
    assert answer([other("S")], "E") == (None, None, None)


def test_coverage_without_a_gap_counts_from_its_first_day() -> None:
    """Ours began in 2020 and went on under another plan year: longer than one from 2024."""
    assert answer([other("E")]) == (False, "longer_coverage", None)
    assert answer([other("E", covered_since=date(2019, 1, 1))]) == (True, "longer_coverage", None)


def test_two_plans_of_one_day_share_equally_half_a_cent_in_the_other_s_favour() -> None:
    assert answer([other("E", coverage_start=date(2020, 1, 1))]) == (True, "equal_shares", 50_01)


def test_our_employee_s_birthday_is_that_of_coverage() -> None:
    of_mother = {"covered_through": "parent", "birthday": "09-06"}
    assert answer([other("C", **of_mother)], "C") == (False, "birthday", None)
    assert answer([other("C", **{**of_mother, "birthday": "09-04"})], "C") == (True, "birthday", None)
    assert answer([other("C", covered_through="parent")], "C") == (None, "unclear:birthday:birthday", None)


def test_one_of_several_plans_before_us_makes_us_second_and_one_unclear_makes_it_unclear() -> None:
    behind = other("S", "A Trust", kind="medicaid")
    assert answer([behind, other("S")], "S") == (True, "non_dependent", None)
    assert answer([behind], "S") == (False, "last_by_law", None)
    # Medicare between the two would reverse their order: it depends on our size.
    assert answer([other("S"), medicare("S")], "S")[:2] == (None, "unclear:medicare_exception:employees")


def test_medicare_is_estimated_where_the_plan_says_so_and_only_alone() -> None:
    retired = medicare("E", own_status="retired")
    assert answer([retired]) == (True, "medicare_without_work", None)
    assert answer([retired], estimated_bp=8000) == (True, "medicare_without_work", 80_01)
    another = other("E", "Gate Mutual", coverage_start=date(2010, 1, 1))
    assert answer([retired, another], estimated_bp=8000)[2] is None


def test_medicare_leaves_drugs_teeth_and_glasses_to_others() -> None:
    retired = medicare("E", own_status="retired")
    assert answer([retired], kind="pharmacy") == (None, None, None)
    assert answer([retired], kind="dental", product="dental") == (None, None, None)
    part_d = medicare("E", own_status="retired", product="pharmacy")
    assert answer([part_d], kind="pharmacy")[0] is True


def test_without_part_b_medicare_comes_first_in_hospital_only() -> None:
    without = medicare("E", own_status="retired", has_part_b=False)
    assert answer([without]) == (False, "medicare_without_part_b", None)
    assert answer([without], kind="institutional", bill_type="11")[0] is True
    assert answer([without], kind="institutional", bill_type="13")[0] is False
    assert answer([without], estimated_bp=8000) == (True, "medicare_without_work", 80_01)


def test_two_entitlements_to_medicare_are_one_plan() -> None:
    """Kidney failure in its thirty months puts us first whatever our size; by age alone a small employer is second."""
    by_age = medicare("E")
    assert answer([by_age], employees=5) == (True, "medicare_working_aged", None)
    kidney = medicare("E", "esrd", date(2025, 8, 1))
    assert answer([by_age, kidney], employees=5) == (False, "medicare_esrd_months", None)
    assert answer([by_age, medicare("E", "esrd", date(2025, 10, 1))], employees=5)[0] is True


def test_the_employer_s_size_is_that_of_the_day() -> None:
    assert answer([medicare("E")], employees=20) == (False, "medicare_working_aged", None)
    assert answer([medicare("E")], employees=20, service_from=date(2025, 12, 31))[:2] == (
        None,
        "unclear:medicare_working_aged:employees",
    )
