"""The generated family-years make the rules meet: every pair of rule families, on one line."""

import pytest

from tests.oracle.coverage import Coverage, covered, report
from tests.oracle.families import FAMILIES, IMPOSSIBLE, PAIRS, SELDOM

FAMILY_YEARS, LEAST = 2_000, 2


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return covered(FAMILY_YEARS)


def test_every_pair_of_rule_families_meets_on_a_line(coverage: Coverage) -> None:
    assert coverage.seldom(LEAST) == []


def test_what_is_impossible_does_not_happen(coverage: Coverage) -> None:
    assert coverage.unexpected() == []


def test_what_is_counted_alone_happens(coverage: Coverage) -> None:
    assert [name for name in SELDOM if coverage.singles[name] < 20] == []


def test_every_reason_of_the_kernel_is_given(coverage: Coverage) -> None:
    reasons = {"paid", "not_covered", "benefit_maximum", "frequency_reached", "duplicate"}
    assert set(coverage.reasons) == reasons
    assert coverage.reasons["paid"] > coverage.lines / 2


def test_impossible_pairs_are_of_families_and_say_why() -> None:
    assert {name for pair in IMPOSSIBLE for name in pair} <= set(FAMILIES)
    assert len(PAIRS) + len(IMPOSSIBLE) == len(FAMILIES) * (len(FAMILIES) - 1) // 2


def test_the_report_names_pairs_that_are_too_seldom(coverage: Coverage) -> None:
    text = report(coverage, least=10**9)
    assert f"{len(PAIRS):,} on fewer" in text
    assert "deductible + family deductible met" in text
