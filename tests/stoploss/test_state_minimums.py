"""Contracts held against what their state lets a small employer keep at least."""

from datetime import date

import pytest

from corridor.stoploss.contract import Contract, load_contract
from corridor.stoploss.state_minimums import minimum_of, shortfalls


def contract(situs: str | None, deductible: int, corridor: str, minimum: int, start: str = "2026-01-01") -> Contract:
    state = f"situs: {situs}" if situs else ""
    text = f"""
code: SMALL
name: Small group
carrier: Example Mutual (made up)
currency: USD
{state}
reading: specific_per_person
paid_means: issued
incurred_means: service_from
policies:
  - start: {start}
    end_exclusive: {int(start[:4]) + 1}-01-01
    specific: {{clause: "1", basis: 12/12, products: [medical], reimbursement: 100%, deductible: {deductible}}}
    aggregate:
      clause: "2"
      basis: 12/12
      products: [medical]
      reimbursement: 100%
      loss_limit: specific
      attachment:
        corridor: "{corridor}"
        expected_per_month: {{composite: 400}}
        minimum: {{amount: {minimum}}}
"""
    return load_contract(text.encode(), "small.yaml")


@pytest.mark.parametrize(
    ("terms", "below"),
    [
        (contract("MD", 22_500, "120%", 0), 0),
        (contract("MD", 22_499, "119%", 0), 2),
        (contract("CA", 40_000, "120%", 200_000), 0),
        (contract("CA", 39_999, "120%", 199_999), 2),
        (contract("CA", 10_000, "110%", 0, "2015-01-01"), 0),
        (contract(None, 10_000, "110%", 0), 0),
        (contract("TX", 10_000, "110%", 0), 0),
    ],
)
def test_a_contract_of_forty_people(terms: Contract, below: int) -> None:
    """California asks for 5,000 x members, here 200,000, where that is the greatest (RULES 1.1, 1.4 step 8)."""
    assert [one.kind for one in shortfalls(terms, 40, 40)] == ["below"] * below


def test_larger_employers_have_no_minimum() -> None:
    assert minimum_of("CA", date(2026, 1, 1), 100) is not None
    assert minimum_of("CA", date(2026, 1, 1), 101) is None
    assert not shortfalls(contract("CA", 10_000, "110%", 0), 101, 220)
