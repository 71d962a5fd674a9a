"""One claim decided while its sender waits: as a file decides it, once for each key."""

import json
from datetime import date
from typing import Any

import pytest

from corridor.app.services.live import Answer, KeyUsed, decide_live
from corridor.app.services.live_body import BodyError, read_body
from corridor.app.services.verify import verify
from tests.app.conftest import SHOP, Shop, claim_row, claims_csv, new_shop
from tests.app.services.live_claims import body

DAY = date(2026, 1, 25)


def live(shop: Shop, key: str, claim: dict[str, Any] | None = None) -> Answer:
    return decide_live(shop.code, read_body(json.dumps(claim or body()).encode()), key, DAY)


def test_a_live_claim_is_decided_as_in_a_file(shop: Shop) -> None:
    answer = live(shop, "k1")
    assert not answer.is_replayed
    assert answer.data["claim_number"] == 1
    assert answer.data["lines"][0]["plan_paid_cents"] == 160_00
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}
    other = new_shop()
    other.load("members.csv", (SHOP / "members.csv").read_bytes(), DAY)
    other.load("a.csv", claims_csv(claim_row("A1", "80053", "300")), DAY)
    assert other.accumulators() == shop.accumulators()
    assert other.balances() == shop.balances()
    assert verify(shop.code).agrees


def test_the_same_key_and_body_is_answered_again_and_decided_once(shop: Shop) -> None:
    first, again = live(shop, "k1"), live(shop, "k1")
    assert again.is_replayed
    assert again.data == first.data
    assert shop.rows("select count(*) from claim") == [(1,)]


def test_the_same_key_with_another_body_is_refused(shop: Shop) -> None:
    live(shop, "k1")
    with pytest.raises(KeyUsed, match="expected a new key"):
        live(shop, "k1", body(charge_cents=1))
    assert shop.rows("select count(*) from claim") == [(1,)]


def test_the_same_body_under_another_key_is_a_duplicate(shop: Shop) -> None:
    live(shop, "k1")
    assert live(shop, "k2").data["lines"][0]["reason"] == "duplicate"
    assert verify(shop.code).agrees


def test_live_and_files_take_turns(shop: Shop) -> None:
    live(shop, "k1")
    shop.load("b.csv", claims_csv(claim_row("B1", "80053", "90", service="2026-01-11")), DAY)
    answer = live(shop, "k2", body("C1", 50_00, service_from="2026-01-12"))
    assert answer.data["claim_number"] == 3
    assert answer.data["lines"][0]["plan_paid_cents"] == 40_00
    assert verify(shop.code).agrees


def test_other_documents_count_for_the_next_claim(shop: Shop) -> None:
    live(shop, "k1")
    shop.load("providers.csv", "npi,effective_from,network\n1000000004,2026-01-01,out\n", DAY)
    claim = body("B1", 100_00, service_from="2026-01-12")
    claim["lines"][0].pop("network")
    assert live(shop, "k2", claim).data["lines"][0]["tier"] == "out"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "poetry"}, "kind"),
        ({"frequency": 1}, "frequency"),
        ({"surprise": 1}, "surprise"),
        ({"charge_cents": "12"}, "lines.0.charge_cents"),
        ({"charge_cents": 12.5}, "lines.0.charge_cents"),
        ({"service_from": "2026-02-30"}, "lines.0.service_from"),
        ({"lines": []}, "lines"),
    ],
)
def test_a_faulty_body_is_refused_by_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BodyError) as refused:
        read_body(json.dumps(body(**change)).encode())
    assert refused.value.place == place


def test_days_out_of_order_are_refused(shop: Shop) -> None:
    claim = body()
    claim["lines"][0]["service_to"] = "2026-01-09"
    with pytest.raises(BodyError, match="service_to"):
        live(shop, "k1", claim)
