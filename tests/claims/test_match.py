from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.match import match_members

Build = Callable[..., pl.DataFrame]

BORN, TWINS = date(1980, 5, 5), date(2015, 3, 3)
FAMILY: list[dict[str, Any]] = [
    {"member_id": "E1", "first_name": "Ada", "birth_date": BORN, "sex": "F"},
    {"member_id": "E1-2", "relationship": "child", "first_name": "Iﬁgénie", "birth_date": TWINS, "sex": "F"},
    {"member_id": "E1-3", "relationship": "child", "first_name": "Ida", "birth_date": TWINS, "sex": "F"},
    {"member_id": "E1-4", "relationship": "child", "first_name": "Max", "birth_date": TWINS, "sex": None},
    {"member_id": "E2", "subscriber_id": "E2", "first_name": "Bob", "birth_date": BORN, "sex": "M"},
]

CASES: dict[str, tuple[dict[str, Any], tuple[str | None, str | None]]] = {
    "by member id": ({"member_id": "E1-3"}, ("E1-3", None)),
    "ids are compared without blanks and case": ({"member_id": " e1-3 "}, ("E1-3", None)),
    "an unknown member id, but a known family": (
        {"member_id": "X", "subscriber_id": "e1", "patient_birth_date": BORN, "patient_sex": "F"},
        ("E1", None),
    ),
    "by birth date and sex": ({"subscriber_id": "E1", "patient_birth_date": BORN, "patient_sex": "F"}, ("E1", None)),
    "a sex that is not stated fits any": ({"subscriber_id": "E1", "patient_birth_date": BORN}, ("E1", None)),
    "another sex does not fit": (
        {"subscriber_id": "E2", "patient_birth_date": BORN, "patient_sex": "F"},
        (None, "unknown_member"),
    ),
    "twins by first name, folded": (
        {
            "subscriber_id": "E1",
            "patient_birth_date": TWINS,
            "patient_sex": "F",
            "patient_first_name": " IFIGENIE",
        },
        ("E1-2", None),
    ),
    "twins without a first name": (
        {"subscriber_id": "E1", "patient_birth_date": TWINS, "patient_sex": "F"},
        (None, "ambiguous_member"),
    ),
    "twins by a name that neither has": (
        {"subscriber_id": "E1", "patient_birth_date": TWINS, "patient_first_name": "Eva"},
        (None, "ambiguous_member"),
    ),
    "the employee, whatever birth date was sent": (
        {"subscriber_id": "E1", "patient_relationship": "self", "patient_birth_date": date(1999, 9, 9)},
        ("E1", None),
    ),
    "the employee, without a birth date": ({"subscriber_id": "E1", "patient_relationship": "self"}, ("E1", None)),
    "a dependant whose birth date fits nobody": (
        {"subscriber_id": "E1", "patient_relationship": "child", "patient_birth_date": date(1999, 9, 9)},
        (None, "unknown_member"),
    ),
    "a family of one, and nothing about the patient": ({"subscriber_id": "E2"}, ("E2", None)),
    "a family of several, and nothing about the patient": ({"subscriber_id": "E1"}, (None, "ambiguous_member")),
    "an unknown family": ({"subscriber_id": "X", "patient_relationship": "self"}, (None, "unknown_member")),
    "nothing at all": ({}, (None, "unknown_member")),
}


@pytest.mark.parametrize("name", CASES)
def test_who_the_patient_is(name: str, lines: Build, coverage: Build) -> None:
    sent, expected = CASES[name]
    found = match_members(lines({"member_id": None} | sent), coverage(*FAMILY))
    assert found.select("member", "member_reason").row(0) == expected
    assert found["family_id"][0] == (expected[0] and expected[0][:2])


def test_all_at_once_in_the_order_of_the_lines(lines: Build, coverage: Build) -> None:
    rows = [{"member_id": None, "claim_number": number} | sent for number, (sent, _) in enumerate(CASES.values())]
    doubled = lines(*(row | {"line_number": line} for row in rows for line in (1, 2)))
    found = match_members(doubled, coverage(*FAMILY))
    assert found.select("claim_number", "line_number").equals(doubled.select("claim_number", "line_number"))
    assert found.gather_every(2).select("member", "member_reason").rows() == [told for _, told in CASES.values()]


def test_a_person_in_two_families_is_one_person_of_the_latest(lines: Build, coverage: Build) -> None:
    child = {"member_id": "C", "relationship": "child", "birth_date": TWINS}
    people = coverage(child | {"subscriber_id": "E2", "coverage_start": date(2024, 6, 1)}, child)
    by_id = match_members(lines({"member_id": "C"}), people)
    assert by_id.select("member", "family_id").row(0) == ("C", "E2")
    sent = {"member_id": None, "subscriber_id": "E1", "patient_birth_date": TWINS}
    assert match_members(lines(sent), people).select("member", "family_id").row(0) == ("C", "E1")


def test_ids_that_are_equal_but_for_case_are_ambiguous(lines: Build, coverage: Build) -> None:
    found = match_members(lines({"member_id": "a"}), coverage({"member_id": "A"}, {"member_id": "a"}))
    assert found.select("member", "member_reason").row(0) == (None, "ambiguous_member")
