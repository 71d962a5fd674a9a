"""Days of appeal, worked out by hand."""

from datetime import date

import pytest

from corridor.reports.explanation_of_benefits.rights import external_review_by, rights_of
from tests.reports.explanation_of_benefits.frames import ADMINISTRATOR


def test_the_days_of_a_medical_notice() -> None:
    rights = rights_of(ADMINISTRATOR, date(2026, 3, 10), "medical")
    assert rights.appeal_by == date(2026, 9, 6)  # 180 days after March 10
    assert rights.decide_by == date(2026, 11, 5)  # 60 days after that
    assert rights.external_by == date(2027, 3, 5)  # four months after that, a Friday


@pytest.mark.parametrize("product", ["dental", "vision"])
def test_a_dental_or_vision_plan_is_not_reviewed_outside(product: str) -> None:
    rights = rights_of(ADMINISTRATOR, date(2026, 3, 10), product)
    assert rights.external_by is None
    assert rights.appeal_by == date(2026, 9, 6)


@pytest.mark.parametrize(
    ("answered", "by"),
    [
        (date(2026, 5, 5), date(2026, 9, 7)),  # September 5 is a Saturday
        (date(2026, 5, 6), date(2026, 9, 7)),  # September 6 is a Sunday
        (date(2026, 10, 30), date(2027, 3, 1)),  # February has no 30th: the first of the fifth month
        (date(2027, 10, 29), date(2028, 2, 29)),  # a leap year has a 29th
        (date(2026, 8, 31), date(2026, 12, 31)),
        (date(2026, 7, 31), date(2026, 12, 1)),  # November has no 31st
    ],
)
def test_four_months_for_the_external_review(answered: date, by: date) -> None:
    assert external_review_by(answered) == by
