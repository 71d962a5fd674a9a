from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.match import match_members
from corridor.claims.match_score import (
    SAME_BIRTH_DATE,
    SAME_FAMILY,
    SAME_FIRST_NAME,
    SAME_LAST_NAME,
    match_scores,
)
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE
from tests.oracle.matching import among_all

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


ALL: list[dict[str, Any]] = [
    {"member_id": id, "subscriber_id": id, "first_name": first, "last_name": last, "birth_date": born, "sex": sex}
    for id, first, last, born, sex in (
        ("A", "José", "Núñez", BORN, "M"),
        ("B", "Ann", "Elm", TWINS, "F"),
        ("C", "Anna", "Elm", TWINS, "F"),
        ("D", None, "Oak", BORN, "F"),
        ("F", "Kay", "Ash", BORN, "F"),
        ("G", "Kay", "Ash", BORN, None),
    )
]
SENT: dict[str, Any] = {"member_id": None, "subscriber_id": None, "patient_birth_date": BORN}
NUNEZ = SENT | {"patient_last_name": " NUNEZ", "patient_first_name": "jose"}
ELM = SENT | {"patient_last_name": "Elm", "patient_birth_date": TWINS, "patient_sex": "F"}
AMONG_ALL: dict[str, tuple[dict[str, Any], tuple[str | None, str | None]]] = {
    "names without case and accents": (NUNEZ, ("A", None)),
    "the id of an unknown family": (NUNEZ | {"subscriber_id": "X"}, ("A", None)),
    "not where a family is known": (NUNEZ | {"subscriber_id": "B"}, (None, "unknown_member")),
    "the other sex is somebody else": (NUNEZ | {"patient_sex": "F"}, (None, "unknown_member")),
    "another first name is somebody else": (NUNEZ | {"patient_first_name": "Luis"}, (None, "unknown_member")),
    "an initial is not enough": (NUNEZ | {"patient_first_name": "J"}, (None, "unknown_member")),
    "an initial and the sex are": (NUNEZ | {"patient_first_name": "J", "patient_sex": "M"}, ("A", None)),
    "no first name at all": (SENT | {"patient_last_name": "Oak", "patient_sex": "F"}, (None, "unknown_member")),
    "no birth date": (NUNEZ | {"patient_birth_date": None}, (None, "unknown_member")),
    "another last name": (NUNEZ | {"patient_last_name": "Nunes"}, (None, "unknown_member")),
    "no last name": (NUNEZ | {"patient_last_name": None}, (None, "unknown_member")),
    "a short form beside the full name": (ELM | {"patient_first_name": "Ann"}, ("B", None)),
    "an initial of two": (ELM | {"patient_first_name": "A"}, (None, "ambiguous_member")),
    "namesakes of one day": (
        SENT | {"patient_last_name": "Ash", "patient_first_name": "Kay", "patient_sex": "F"},
        (None, "ambiguous_member"),
    ),
}


@pytest.mark.parametrize("name", AMONG_ALL)
def test_who_the_patient_is_among_all(name: str, lines: Build, coverage: Build) -> None:
    sent, expected = AMONG_ALL[name]
    found = match_members(lines(sent), coverage(*ALL))
    assert found.select("member", "member_reason").row(0) == expected
    assert found["family_id"][0] == expected[0]


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_the_slow_twin_finds_the_same(data: st.DataObject) -> None:
    choose = partial(_chosen, data.draw)
    people = [
        {
            "member_id": f"M{number}",
            "subscriber_id": choose("F1", "F2", "F3"),
            "relationship": choose("self", "child"),
            "first_name": choose("Ann", "Anna", "Íñigo", None),
            "last_name": choose("Elm", "ELM ", "Oak", None),
            "birth_date": choose(BORN, TWINS),
            "sex": choose("F", "M", None),
        }
        for number in range(data.draw(st.integers(1, 6)))
    ]
    sent = {
        "subscriber_id": choose(None, "X"),
        "patient_relationship": choose(None, "self", "child"),
        "patient_first_name": choose("ann", "A", "inigo", None),
        "patient_last_name": choose("elm", "Oak", None),
        "patient_birth_date": choose(BORN, TWINS, None),
        "patient_sex": choose("F", "M", "U", None),
    }
    frame = COVERAGE.from_rows([_covered(person) for person in people])
    claim = pl.DataFrame(
        [sent | {"claim_number": 1, "member_id": None}],
        schema={name: CLAIMS.schema.get(name, pl.Int64) for name in ("claim_number", "member_id", *sent)},
    )
    meant = {row["member_id"] for row in among_all(sent, frame.to_dicts())}
    [found] = match_members(claim, frame).select("member", "member_reason").rows()
    if len(meant) == 1:
        assert found == (meant.pop(), None)
    else:
        assert found == (None, "ambiguous_member" if meant else "unknown_member")


def _chosen(draw: Any, *values: Any) -> Any:
    return draw(st.sampled_from(values))


def _covered(person: dict[str, Any]) -> dict[str, Any]:
    plan = {"product": "medical", "plan_code": "P", "coverage_level": "FAM", "coverage_start": date(2024, 1, 1)}
    return person | plan | {"coverage_end_exclusive": None}


def test_the_score_of_a_match_by_facts_is_told(lines: Build, coverage: Build) -> None:
    rows = (
        {"claim_number": 1, "member_id": "E1-3"},
        {"claim_number": 2, "member_id": None, "subscriber_id": "E1", "patient_relationship": "self"},
        {"claim_number": 3, "member_id": None, "subscriber_id": "E2", "patient_birth_date": BORN},
    )
    people = coverage(*FAMILY)
    scores = match_scores(match_members(lines(*rows), people), people)
    assert scores.rows() == [(3, SAME_FAMILY + SAME_BIRTH_DATE, True)]
    stranger = match_members(lines(NUNEZ), coverage(*ALL))
    assert match_scores(stranger, coverage(*ALL)).rows() == [
        (1, SAME_BIRTH_DATE + SAME_LAST_NAME + SAME_FIRST_NAME, False)
    ]
