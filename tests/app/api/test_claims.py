"""The API as another system meets it: tokens, keys, answers, errors."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.test.client import AsyncRequestFactory

from corridor.app.api.handler import ADDRESSES, ApiHandler
from corridor.app.services.access.people import add_person
from corridor.app.services.access.tokens import make_token, revoke_token, tokens
from corridor.app.services.errors import ServiceError
from corridor.app.store.accounts.schema import open_for_people
from tests.app.conftest import Database, Shop
from tests.app.services.live_claims import body


@pytest.fixture
def caller(shop: Shop, database: Database) -> Iterator["Caller"]:
    open_for_people(database.home, database=database.name)
    with override_settings(ROOT_URLCONF=ADDRESSES, MIDDLEWARE=[]):
        yield Caller(shop, _token(shop, "examiner"))


def _token(shop: Shop, role: str) -> str:
    email = f"{role}-{shop.code.lower()}@corridor.example"
    add_person(email, role, shop.code, actor="test", password="a-password-of-a-test")
    return make_token(email, shop.code, role, actor="test")


class Caller:
    """Another system with a token."""

    def __init__(self, shop: Shop, token: str):
        self.shop, self.token, self.client = shop, token, Client()

    def post(self, claim: Any, key: str | None = "k1", **headers: str) -> Any:
        extra = {"Authorization": f"Bearer {self.token}", **({"Idempotency-Key": key} if key else {}), **headers}
        return self.client.post(self.at("claims"), claim, content_type="application/json", headers=extra)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(self.at(path), headers={"Authorization": f"Bearer {self.token}", **headers})

    def at(self, path: str) -> str:
        return f"/api/v1/sponsors/{self.shop.code}/{path}"


def test_a_claim_is_decided_and_answered(caller: Caller) -> None:
    answer = caller.post(body())
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["status"], told["plan_paid_cents"], told["is_replayed"]) == ("paid", 160_00, False)
    assert told["lines"][0]["deductible_cents"] == 100_00
    again = caller.post(body())
    assert again.status_code == 200
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == told | {"is_replayed": True}


def test_another_body_under_the_key_is_a_conflict(caller: Caller) -> None:
    caller.post(body())
    refused = caller.post(body(charge_cents=1))
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["where"] == "Idempotency-Key"


def test_reading_is_logged_and_explained_in_two_languages(caller: Caller) -> None:
    number = caller.post(body()).json()["claim_number"]
    assert caller.get(f"claims/{number}").json()["lines"][0]["plan_paid_cents"] == 160_00
    assert caller.get(f"claims/{number}/explanation").json()["lines"][0]["explanation"]
    totals = {(r["owner"], r["kind"], r["tier"]): r["amount"] for r in caller.get("members/E1/accumulators").json()}
    assert totals["person", "deductible", "in"] == 100_00
    who = caller.shop.rows("select who, why from access_log where why = 'api'")
    assert {why for _, why in who} == {"api"}
    assert len(who) == 3


def test_without_a_key_or_with_a_faulty_body_nothing_is_decided(caller: Caller) -> None:
    assert caller.post(body(), key=None).status_code == 422
    fault = caller.post(body(charge_cents="much")).json()["errors"][0]
    assert fault["where"] == "lines.0.charge_cents"
    assert "much" not in json.dumps(fault)
    assert caller.post("{", key="k2").status_code in (400, 422)
    assert caller.shop.rows("select count(*) from claim") == [(0,)]


def test_tokens_open_their_own_sponsor_until_they_are_revoked(caller: Caller, store: object) -> None:
    assert caller.client.get(caller.at("claims/1")).status_code == 401
    assert (
        caller.client.get(
            "/api/v1/sponsors/OTHER/claims/1", headers={"Authorization": f"Bearer {caller.token}"}
        ).status_code
        == 401
    )
    assert caller.get("claims/1").status_code == 404
    revoke_token(caller.shop.code, "examiner", actor="test")
    assert caller.get("claims/1").status_code == 401
    assert [token.is_revoked for token in tokens(caller.shop.code)] == [True]
    with pytest.raises(ServiceError):
        revoke_token(caller.shop.code, "examiner", actor="test")


def test_a_role_without_the_right_is_refused(caller: Caller) -> None:
    caller.token = _token(caller.shop, "finance")
    assert caller.post(body()).status_code == 403
    assert caller.get("members/E1/accumulators").status_code == 403


def test_the_description_loads_nothing_from_elsewhere(caller: Caller) -> None:
    described = caller.client.get("/api/v1/openapi.json").json()
    assert "/api/v1/sponsors/{sponsor}/claims" in described["paths"]
    assert "://" not in json.dumps(described)
    assert caller.client.get("/api/v1/docs").status_code == 404


def test_the_handler_speaks_the_language_that_is_asked_for() -> None:
    request = AsyncRequestFactory().get("/api/v1/sponsors/S/claims/1", headers={"Accept-Language": "tr-TR,tr;q=0.9"})
    handler = ApiHandler()
    response = asyncio.run(handler.get_response_async(request))
    assert response.status_code == 401
    assert "bulun" in response.content.decode()
