"""20,000 family-years of plans that nobody chose: kernel and slow twin agree, and every pair of rules has met."""

import pytest

from tests.oracle.coverage import covered, report

pytestmark = pytest.mark.soak
FAMILY_YEARS, LEAST = 20_000, 100


def test_the_kernel_and_its_twin_agree_on_every_pair_of_rules() -> None:
    coverage = covered(FAMILY_YEARS, with_kernel=True)
    assert coverage.differences == {}
    assert coverage.unexpected() == []
    assert coverage.seldom(LEAST) == [], report(coverage, LEAST)
