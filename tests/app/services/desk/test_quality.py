"""Samples are repeatable, findings are bounded, and the measures follow from both."""

from datetime import date

import pytest

from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.quality import Draw, Find, report, sample_of
from corridor.app.services.desk.ways import ReleaseMany, waiting_numbers
from corridor.app.services.errors import ServiceError
from corridor.app.services.verify import verify
from tests.app.conftest import Shop

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture
def worked(waiting: Shop) -> Shop:
    """A is released by ana, D was paid at once; B and C wait."""
    numbers = waiting_numbers(waiting.code, date(2026, 2, 1))
    do_act(waiting.code, ReleaseMany(numbers, "checked", "ana"), date(2026, 2, 1))
    return waiting


def draw(shop: Shop, method: str, **more: object) -> list[str]:
    sample = do_act(shop.code, Draw(method, 5, 7, FIRST, LAST, "quinn", **more), LAST)  # type: ignore[arg-type]
    ids = {number: claim_id for claim_id, number in shop.rows("select claim_id, claim_number from claim")}
    return [ids[number] for number in sample.get_column("claim_number")]


def test_claims_are_drawn_from_all_from_ranges_and_by_examiner(worked: Shop) -> None:
    assert draw(worked, "random") == ["A", "D"]
    assert draw(worked, "amount", threshold_cents=1_000_00) == ["A", "D"]
    assert draw(worked, "examiner") == ["A"]
    sample, _ = sample_of(worked.code, 2)
    assert sample.get_column("stratum").to_list() == ["threshold", "from 000000"]
    assert sample_of(worked.code, 3)[0].get_column("examiner").to_list() == ["ana"]
    with pytest.raises(ServiceError, match="expected one of random"):
        draw(worked, "whim")
    assert verify(worked.code).agrees


def test_measures_follow_from_decisions_and_findings(worked: Shop) -> None:
    draw(worked, "random")
    numbers = sample_of(worked.code, 1)[0].get_column("claim_number").to_list()
    do_act(worked.code, Find(1, numbers[0], "financial", "wrong fee", "quinn", 100_00), LAST)
    do_act(worked.code, Find(1, numbers[1], "none", "right", "quinn"), LAST)
    paid = sum(sample_of(worked.code, 1)[0].get_column("paid_cents"))
    found = report(worked.code, FIRST, LAST)
    assert (found.all.claims, found.all.finished, found.all.auto_bp, found.all.first_pass_bp) == (4, 2, 2500, 2500)
    assert (found.all.tenths_of_days, found.all.within_14_bp, found.all.within_30_bp) == (60, 10_000, 10_000)
    assert found.all.financial_bp == round((paid - 100_00) / paid * 10_000)
    assert (found.all.reviewed, found.all.payment_bp, found.all.procedural_bp) == (2, 5_000, 10_000)
    assert set(found.by_reason) == {"amount_above_limit", "handled_by_hand", "unknown_code", "paid"}
    assert found.by_reason["paid"].auto_bp == 10_000
    assert verify(worked.code).agrees


def test_a_finding_has_an_amount_where_money_is_wrong_and_is_in_the_sample(worked: Shop) -> None:
    draw(worked, "examiner")
    number = sample_of(worked.code, 1)[0].get_column("claim_number")[0]
    with pytest.raises(ServiceError, match="with an amount where money is wrong"):
        do_act(worked.code, Find(1, number, "financial", "x", "quinn"), LAST)
    with pytest.raises(ServiceError, match="found no claim 99 in it"):
        do_act(worked.code, Find(1, 99, "none", "x", "quinn"), LAST)
