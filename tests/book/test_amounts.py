"""The charge of every decided line is what is paid and adjusted; anything else is a bug and never stored."""

from datetime import date

import polars as pl
import pytest

from corridor.book.decide import AmountsError, refuse_unbalanced
from corridor.book.summary import PARTS
from corridor.records.decisions import DECISIONS

CENTS = [name for name in DECISIONS.schema if name.endswith("_cents")]


def line(**cents: int) -> pl.DataFrame:
    return DECISIONS.from_rows(
        [
            {
                "claim_number": 7,
                "line_number": 2,
                "version": 0,
                "service_from": date(2026, 1, 2),
                "status": "paid",
                "reason": "paid",
                "decided_on": date(2026, 1, 9),
                **dict.fromkeys(CENTS, 0),
                **cents,
            }
        ]
    )


@pytest.mark.parametrize("part", PARTS)
def test_each_part_belongs_to_the_charge(part: str) -> None:
    refuse_unbalanced(line(charge_cents=500, **{part: 500}))
    with pytest.raises(AmountsError, match=r"claim 7 line 2: found \[.*\] cents, expected parts"):
        refuse_unbalanced(line(charge_cents=500, **{part: 499}))


def test_a_negative_part_is_refused_although_it_adds_up() -> None:
    with pytest.raises(AmountsError):
        refuse_unbalanced(line(charge_cents=500, write_off_cents=-100, plan_paid_cents=600))


def test_a_reversal_that_was_never_priced_is_not_covered_as_a_whole() -> None:
    refuse_unbalanced(line(charge_cents=-500, not_covered_cents=-500))


def test_what_the_account_pays_is_part_of_the_shares() -> None:
    refuse_unbalanced(line(charge_cents=500, deductible_cents=500, account_cents=300))
