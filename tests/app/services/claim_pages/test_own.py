"""A member's own claims: whose they are, how they are told, and where the member stands."""

from datetime import date

import pytest

from corridor.app.services.claim_pages.family import family_of
from corridor.app.services.claim_pages.own import own_claim, own_claims
from corridor.app.services.claim_pages.standing import Used
from corridor.app.services.errors import ServiceError
from tests.app.conftest import Shop, claim_row, claims_csv
from tests.app.services.claim_pages.conftest import DAY, seat

TODAY = date(2026, 11, 23)
CHILDREN = (
    "member_id,subscriber_id,relationship,first_name,birth_date,product,plan_code,coverage_level,coverage_start\n"
    "E1-03,E1,child,Dee,2008-11-24,medical,SHOP,FAM,2026-01-01\n"
    "E1-04,E1,child,Eli,2008-11-23,medical,SHOP,FAM,2026-01-01\n"
    "E1-05,E1,child,Fay,,medical,SHOP,FAM,2026-01-01\n"
    "E1-06,E1,other,Gus,2015-01-01,medical,SHOP,FAM,2026-01-01\n"
)
PEOPLE = ("E1", "E1-02", "E1-03", "E1-04", "E1-05", "E1-06", "E2")


@pytest.fixture
def family(shop: Shop) -> Shop:
    """E1 with a spouse, a child of 17, one who is 18 today, one of unknown age, another dependant; E2 alone.

    Everybody has one claim: E1's is number 1, the spouse's 2, and so on.
    """
    shop.load("children.csv", CHILDREN, DAY)
    rows = [
        claim_row(
            f"C{n}",
            "80053",
            "50",
            member=person,
            subscriber=person[:2],
            relationship="self" if len(person) == 2 else "child",
        )
        for n, person in enumerate(PEOPLE)
    ]
    shop.load("claims.csv", claims_csv(*rows), DAY)
    decided = shop.rows("select claim_number, member_id from decision order by claim_number")
    assert decided == list(enumerate(PEOPLE, 1))
    return shop


SEEN = {"E1": {1, 3}, "E1-02": {2}, "E1-03": {3}, "E1-04": {4}, "E1-05": {5}, "E1-06": {6}, "E2": {7}, "NOBODY": set()}


@pytest.mark.parametrize("member", SEEN)
def test_a_member_sees_the_own_claims_and_the_employee_those_of_children_under_age(family: Shop, member: str) -> None:
    place = seat("member", family.code, member)
    page = own_claims(place, TODAY, 1)
    assert {row.claim_number for row in page.rows} == SEEN[member]
    assert page.found == len(SEEN[member])
    opened = {n for n in range(9) if own_claim(place, n, "en", TODAY) is not None}
    assert opened == SEEN[member]


def test_on_the_eighteenth_birthday_a_child_leaves_the_employees_page(family: Shop) -> None:
    place = seat("member", family.code, "E1")
    assert [row.claim_number for row in own_claims(place, date(2026, 11, 22), 1).rows] == [4, 3, 1]
    assert [row.claim_number for row in own_claims(place, date(2026, 11, 24), 1).rows] == [1]


def test_names_are_those_of_the_people_shown_only(family: Shop) -> None:
    with family.transaction() as tx:
        assert family_of(tx, "E1", TODAY).names == {"E1": "Ada", "E1-03": "Dee"}
        assert family_of(tx, "E1-03", TODAY).names == {"E1-03": "Dee"}
        assert family_of(tx, "NOBODY", TODAY).names == {"NOBODY": None}


def test_a_claim_that_no_longer_is_the_members_is_gone(family: Shop) -> None:
    """A claim counts for whom it stands decided: matched to nobody, it is nobody's."""
    unknown = claim_row("U1", "80053", "50", subscriber="NOBODY", member="NOBODY")
    family.load("unknown.csv", claims_csv(unknown), DAY)
    for member in SEEN:
        assert own_claim(seat("member", family.code, member), 8, "en", TODAY) is None


def test_it_is_told_to_the_member_with_everything_that_was_claimed(family: Shop) -> None:
    found = own_claim(seat("member", family.code, "E1"), 1, "en", TODAY)
    assert found is not None
    view, _ = found
    assert view.postings is None
    assert view.person.label == "E1"
    (line,) = view.lines
    assert line.claimed is not None
    assert line.claimed.procedure == "80053"
    assert line.steps[0].text == "You pay 50.00 toward the deductible, of which 100.00 was left to meet."


def test_readings_are_logged_and_refusals_are_not(family: Shop) -> None:
    place = seat("member", family.code, "E2")
    own_claims(place, TODAY, 1)
    own_claim(place, 7, "en", TODAY)
    own_claim(place, 1, "en", TODAY)
    rows = family.rows("select who, what, why from access_log order by id")
    assert rows == [("member@example.com", "own claims", "page"), ("member@example.com", "claim 7", "own claims")]


def test_a_page_beyond_the_last_is_refused(family: Shop) -> None:
    with pytest.raises(ServiceError, match=r"^page: found 2, expected 1 at most$"):
        own_claims(seat("member", family.code, "E2"), TODAY, 2)


def test_the_member_stands_where_the_decisions_left_the_accumulators(family: Shop) -> None:
    family.load("therapy.csv", claims_csv(claim_row("T1", "97110", "60")), DAY)
    (standing,) = own_claims(seat("member", family.code, "E1"), TODAY, 1).standings
    assert (standing.plan, standing.start, standing.last_day) == ("SHOP", date(2026, 1, 1), date(2026, 12, 31))
    assert standing.limits == (
        Used("person", "deductible", "in", "money", 5_000, 10_000),
        Used("family", "deductible", "in", "money", 20_000, 20_000),
        Used("person", "out_of_pocket", "in", "money", 5_000, 100_000),
        Used("family", "out_of_pocket", "in", "money", 22_000, 200_000),
        Used("person", "deductible", "out", "money", 0, 20_000),
        Used("family", "deductible", "out", "money", 0, 40_000),
        Used("person", "out_of_pocket", "out", "money", 0, 200_000),
        Used("family", "out_of_pocket", "out", "money", 0, 400_000),
        Used("person", "limit", "all", "visits", 1, 2, "therapy_visits"),
    )
    assert [used.percent for used in standing.limits[:2]] == [50, 100]


def test_somebody_covered_alone_has_no_family_limit(family: Shop) -> None:
    (standing,) = own_claims(seat("member", family.code, "E2"), TODAY, 1).standings
    assert {used.owner for used in standing.limits} == {"person"}


def test_without_coverage_today_there_is_no_standing(family: Shop) -> None:
    assert own_claims(seat("member", family.code, "E2"), date(2025, 12, 31), 1).standings == ()
