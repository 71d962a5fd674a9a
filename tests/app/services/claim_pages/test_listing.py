"""The list of claims against a count of the decisions themselves, and what each role sees of people."""

from typing import Any

import pytest

from corridor.app.services.access.roles import roles
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.filters import claim_filter
from corridor.app.services.claim_pages.listing import ROWS, ClaimPage, list_claims
from corridor.app.services.claim_pages.people import person_code
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import Database, Shop, claim_row, claims_csv
from tests.app.services.claim_pages.conftest import DAY, seat

DEMO = "MERIDIAN"
LEADS = ("pended", "paid", "denied")


def _decided() -> dict[int, list[dict[str, Any]]]:
    """Claim -> its lines as they stand, the plain way."""
    with tenant_transaction(DEMO) as tx:
        rows = tx.read("select * from decision order by claim_number, line_number, version").to_dicts()
    latest = {(row["claim_number"], row["line_number"]): row for row in rows}
    found: dict[int, list[dict[str, Any]]] = {}
    for (claim, _), row in latest.items():
        found.setdefault(claim, []).append(row)
    return found


def _all(place: Place, **asked: str) -> list[int]:
    """Numbers on all pages, in order."""
    first = list_claims(place, claim_filter(asked))
    pages = [first, *(list_claims(place, claim_filter(asked | {"page": str(n)})) for n in range(2, first.pages + 1))]
    numbers = [row.claim_number for page in pages for row in page.rows]
    assert len(numbers) == first.found
    return numbers


def test_every_claim_is_on_exactly_one_page_newest_first(demo: Database) -> None:
    numbers = _all(seat("finance", DEMO))
    assert numbers == sorted(_decided(), reverse=True)


@pytest.mark.parametrize("status", LEADS)
def test_a_status_is_that_of_the_claim(demo: Database, status: str) -> None:
    expected = [
        claim
        for claim, lines in _decided().items()
        if min((line["status"] for line in lines), key=LEADS.index) == status
    ]
    assert expected
    numbers = _all(seat("finance", DEMO), status=status)
    assert numbers == sorted(expected, reverse=status != "pended")


@pytest.mark.parametrize(
    "asked", [{"reason": "duplicate"}, {"reason": "after_termination", "status": "denied"}, {"reason": "unknown_code"}]
)
def test_a_reason_is_that_of_a_line(demo: Database, asked: dict[str, str]) -> None:
    expected = {
        claim for claim, lines in _decided().items() if any(line["reason"] == asked["reason"] for line in lines)
    }
    assert expected
    assert set(_all(seat("finance", DEMO), **asked)) == expected


def test_products_and_kinds_part_the_claims(demo: Database) -> None:
    finance = seat("finance", DEMO)
    by_kind = [set(_all(finance, kind=kind)) for kind in ("professional", "institutional", "dental", "pharmacy")]
    assert sum(map(len, by_kind)) <= len(_decided())
    assert set(_all(finance, kind="dental", product="medical")) == set()
    assert set(_all(finance, kind="dental", product="dental")) <= by_kind[2]
    assert set(_all(finance, product="dental", status="paid")) < set(_all(finance, product="dental"))


def test_a_page_beyond_the_last_is_refused(demo: Database) -> None:
    pages = -(-len(_decided()) // ROWS)
    with pytest.raises(ServiceError, match=f"^page: found {pages + 1}, expected {pages} at most$"):
        list_claims(seat("finance", DEMO), claim_filter({"page": str(pages + 1)}))


def test_amounts_of_a_row_are_those_of_its_lines(demo: Database) -> None:
    decided = _decided()
    shares = ("deductible_cents", "coinsurance_cents", "copay_cents", "over_limit_cents", "above_allowed_cents")
    for row in list_claims(seat("finance", DEMO), claim_filter({"status": "paid"})).rows:
        lines = decided[row.claim_number]
        if row.kind == "disability":
            continue
        assert row.charge_cents is not None
        assert row.member_cents is not None
        assert row.lines == len(lines)
        assert row.charge_cents == sum(line["charge_cents"] for line in lines)
        assert row.plan_paid_cents == sum(line["plan_paid_cents"] for line in lines)
        assert row.member_cents >= sum(line[share] for line in lines for share in shares)


def test_the_earnings_of_a_disability_are_shown_to_those_who_may_see_them(demo: Database) -> None:
    pages = {
        role: list_claims(seat(role, DEMO), claim_filter({"kind": "disability"})) for role in ("finance", "examiner")
    }
    assert pages["finance"].found == pages["examiner"].found > 0
    for masked, shown in zip(pages["finance"].rows, pages["examiner"].rows, strict=True):
        assert (masked.charge_cents, masked.member_cents, shown.member_cents) == (None, None, None)
        assert shown.charge_cents is not None
        assert masked.plan_paid_cents == shown.plan_paid_cents


@pytest.fixture
def two_claims(shop: Shop) -> Shop:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150"), claim_row("A2", "80053", "300")), DAY)
    return shop


def _page(shop: Shop, role: str, **asked: str) -> ClaimPage:
    return list_claims(seat(role, shop.code), claim_filter(asked))


def test_our_number_finds_for_everybody_the_senders_only_for_who_may_see_it(two_claims: Shop) -> None:
    for role in ("examiner", "auditor", "finance", "actuary"):
        assert [row.claim_number for row in _page(two_claims, role, q="2").rows] == [2]
        found = [row.claim_number for row in _page(two_claims, role, q="A2").rows]
        assert found == ([2] if role in ("examiner", "auditor") else [])
    assert _page(two_claims, "examiner", q="99999999999999999999").found == 0


def test_people_are_named_by_right_else_by_a_code_that_stays(two_claims: Shop) -> None:
    named = _page(two_claims, "examiner").rows
    assert [(row.person.label, row.person.relationship, row.sender_number) for row in named] == [
        ("E1", "self", "A2"),
        ("E1", "self", "A1"),
    ]
    masked = _page(two_claims, "finance").rows
    codes = {row.person.label for row in masked}
    assert codes == {person_code(two_claims.code, "E1")}
    assert all(
        (row.person.relationship, row.sender_number, row.person.is_named) == (None, None, False) for row in masked
    )


def test_a_code_differs_between_people_and_between_sponsors(store: object) -> None:
    codes = {person_code(sponsor, member) for sponsor in ("A", "B") for member in ("M1", "M2", "M10")}
    assert len(codes) == 6
    assert all("M1" not in code for code in codes)


def test_a_list_with_patients_in_it_is_logged_and_no_other(two_claims: Shop) -> None:
    _page(two_claims, "finance")
    assert two_claims.rows("select count(*) from access_log") == [(0,)]
    _page(two_claims, "examiner")
    assert two_claims.rows("select who, what, why from access_log") == [("examiner@example.com", "claims list", "page")]


def test_a_claim_decided_again_is_listed_once_as_it_stands(two_claims: Shop) -> None:
    terminated = (
        "member_id,subscriber_id,relationship,product,plan_code,coverage_level,coverage_start,coverage_end_exclusive\n"
        "E1,E1,self,medical,SHOP,ESP,2026-01-01,2026-01-05\n"
    )
    two_claims.load("members-2.csv", terminated, DAY)
    rows = _page(two_claims, "finance", status="denied").rows
    assert [(row.claim_number, row.reason, row.is_again) for row in rows] == [
        (2, "after_termination", True),
        (1, "after_termination", True),
    ]
    assert _page(two_claims, "finance", status="paid").found == 0


def test_every_role_that_may_see_claims_gets_a_list(two_claims: Shop) -> None:
    for code, role in roles().items():
        if "see_claims" in role.rights:
            assert _page(two_claims, code).found == 2
