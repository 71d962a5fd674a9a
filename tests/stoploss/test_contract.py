"""Contracts: the examples load, and what does not fit is named with its line."""

from datetime import date
from pathlib import Path

import pytest

from corridor.plan.document import DocumentError
from corridor.stoploss.contract import Contract, load_contract

PLANS = Path(__file__).parents[2] / "plans" / "stoploss"
SOUND = """\
code: TEST
name: a test
carrier: nobody
currency: USD
reading: specific_per_person
paid_means: issued
incurred_means: service_from
policies:
  - start: 2025-01-01
    end_exclusive: 2026-01-01
    specific:
      basis: 12/15
      products: [medical]
      deductible: 100000
      lasers:
        - {member: A, deductible: 250000}
        - {member: B, excluded: true}
    aggregate:
      basis: 12/12
      products: [medical]
      loss_limit: specific
      attachment:
        corridor: 125%
        expected_per_month: {composite: 1000}
  - start: 2026-01-01
    end_exclusive: 2027-01-01
    specific: {basis: paid, products: [medical], deductible: 100000}
"""


def _load(text: str) -> Contract:
    return load_contract(text.encode(), "test.yaml")


def test_a_sound_contract_holds_cents_and_basis_points() -> None:
    policy = _load(SOUND).policies[0]
    assert policy.specific is not None
    assert policy.aggregate is not None
    assert (policy.specific.deductible, policy.specific.lasers[0].deductible) == (10_000_000, 25_000_000)
    assert policy.specific.reimbursement == 10_000
    assert policy.aggregate.attachment.corridor == 12_500


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "deductible: 250000",
            "deductible: 50000",
            "test.yaml line 16, policies.0.specific.lasers.0.deductible: found 50,000.00, "
            "expected at least the specific deductible, 100,000.00",
        ),
        (
            "member: B",
            "member: A",
            "test.yaml line 17, policies.0.specific.lasers.1.member: found a person lasered before, "
            "expected each person once",
        ),
        (
            "excluded: true",
            "excluded: false",
            "test.yaml line 17, policies.0.specific.lasers.1: found a mapping of 2, "
            "expected a deductible, or excluded: true, one of the two",
        ),
        (
            "corridor: 125%",
            "corridor: 99%",
            "test.yaml line 23, policies.0.aggregate.attachment.corridor: found '99%', "
            "expected a percentage of 100% or more such as 125%",
        ),
        (
            "corridor: 125%",
            "corridor: 1.25",
            "test.yaml line 23, policies.0.aggregate.attachment.corridor: found 1.25, "
            "expected a percentage of 100% or more such as 125%",
        ),
        (
            "corridor: 125%\n        ",
            "",
            "test.yaml line 22, policies.0.aggregate.attachment: found a mapping of 1, "
            "expected a corridor with expected_per_month, and only with it",
        ),
        (
            "{composite: 1000}",
            "{composite: 1000, FAM: 2000}",
            "test.yaml line 24, policies.0.aggregate.attachment.expected_per_month: found a mapping of 2, "
            "expected composite alone, or coverage levels (EMP, ESP, ECH, FAM, E1D, IND, DEP, SPO, CHD, TWO)",
        ),
        (
            "end_exclusive: 2026-01-01",
            "end_exclusive: 2025-01-01",
            "test.yaml line 10, policies.0.end_exclusive: found 2025-01-01, expected a day after the start 2025-01-01",
        ),
        (
            "start: 2026-01-01",
            "start: 2025-12-01",
            "test.yaml line 25, policies.1.start: found 2025-12-01, expected 2026-01-01 or a later day",
        ),
        (
            "basis: 12/12",
            "windows: {incurred_from: 2025-01-01, incurred_end_exclusive: 2026-01-01, "
            "paid_from: 2026-01-01, paid_end_exclusive: 2025-12-31}",
            "test.yaml line 19, policies.0.aggregate.windows.paid_end_exclusive: found 2025-12-31, "
            "expected a day after paid_from 2026-01-01",
        ),
        (
            "basis: 12/12",
            "basis: 9/12",
            "test.yaml line 19, policies.0.aggregate.basis: found '9/12', "
            "expected 12 to 60 months incurred and 12 to 60 months paid",
        ),
        (
            "basis: 12/12",
            "basis: one year",
            "test.yaml line 19, policies.0.aggregate.basis: found 'one year', "
            "expected incurred/paid months such as 12/15, paid or gapless",
        ),
        (
            "basis: 12/12\n      ",
            "",
            "test.yaml line 18, policies.0.aggregate: found a mapping of 3, "
            "expected a basis such as 12/15, or windows, one of the two",
        ),
        (
            "products: [medical]\n      loss",
            "products: []\n      loss",
            "test.yaml line 20, policies.0.aggregate.products: found none, expected one or more",
        ),
        (
            "reading: specific_per_person",
            "reading: aggregate_per_employee",
            "test.yaml line 25, policies.1: found no aggregate, expected one, as the reading is aggregate_per_employee",
        ),
        (
            "    end_exclusive: 2027-01-01",
            "    end_exclusive: 2027-01-01\n    covered_since: 2026-02-01",
            "test.yaml line 27, policies.1.covered_since: found 2026-02-01, "
            "expected the start 2026-01-01 or a day before it",
        ),
        (
            "    specific: {basis: paid, products: [medical], deductible: 100000}",
            "    aggregate: {basis: paid, products: [medical], loss_limit: specific, "
            "attachment: {per_employee_per_year: 1}}",
            "test.yaml line 27, policies.1.aggregate.loss_limit: found specific, "
            "expected an amount or none, for there is no specific",
        ),
    ],
)
def test_what_does_not_fit_is_named(old: str, new: str, message: str) -> None:
    assert old in SOUND
    with pytest.raises(DocumentError) as caught:
        _load(SOUND.replace(old, new, 1))
    assert str(caught.value) == message


def test_all_faults_are_named_at_once() -> None:
    broken = SOUND.replace("250000", "1").replace("125%", "1%")
    with pytest.raises(DocumentError) as caught:
        _load(broken)
    assert [fault.line for fault in caught.value.faults] == [16, 23]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_load(path: Path) -> None:
    contract = load_contract(path.read_bytes(), path.name)
    assert contract.policies[-1].start == date(2026, 1, 1)


def test_meridian_has_three_policies_and_one_laser_from_2025() -> None:
    path = PLANS / "meridian.yaml"
    contract = load_contract(path.read_bytes(), path.name)
    lasers = [len(policy.specific.lasers) for policy in contract.policies if policy.specific]
    assert lasers == [0, 1, 1]
    assert {policy.specific.deductible for policy in contract.policies if policy.specific} == {10_000_000}
    assert all(policy.aggregate and policy.aggregate.attachment.corridor == 12_500 for policy in contract.policies)
