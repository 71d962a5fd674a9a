"""Families over time, and what the enrolment files say of them."""

from datetime import date
from random import Random

import pytest

from corridor.app.services.demo.directory import build_directory
from corridor.app.services.demo.enrollment import change_statements, full_statements
from corridor.app.services.demo.population import Family, Person, build_population
from corridor.app.services.demo.unpaid import end_for_unpaid_contributions
from corridor.edi.x12.write import Address

START, UNTIL = date(2025, 1, 1), date(2026, 12, 1)


def person(member_id: str, relationship: str, covered_from: date, birth_date: date = date(1980, 1, 1)) -> Person:
    return Person(member_id, relationship, "Nora", "Millrace", birth_date, "F", covered_from, 0.0)


def family(*more: Person, plans: dict[int, str] | None = None) -> Family:
    return Family(
        subscriber_id="M0000001",
        address=Address("1 Mill Road", "Weir Hollow", "OH", "430040001"),
        covered_from=START,
        has_dental=True,
        members=[person("M0000001", "self", START), *more],
        plans=plans or {2025: "PPO", 2026: "PPO"},
    )


def changes(one: Family, month: date, before: date, known_on: date | None = None) -> list[tuple[str, ...]]:
    rows = change_statements([one], "GRP", month, before, known_on or before, before)
    keys = ("member_id", "action", "termination_reason", "product", "plan_code", "coverage_level")
    return [tuple(str(row[key]) for key in keys) for row in rows]


FEBRUARY, MARCH = date(2025, 2, 1), date(2025, 3, 1)


def test_the_full_file_restates_every_product_of_everybody() -> None:
    rows = full_statements([family(person("M0000001-02", "spouse", START))], "GRP", START)
    assert [(row["member_id"], row["product"], row["action"]) for row in rows] == [
        ("M0000001", "medical", "audit"),
        ("M0000001", "dental", "audit"),
        ("M0000001-02", "medical", "audit"),
        ("M0000001-02", "dental", "audit"),
    ]
    assert {row["coverage_level"] for row in rows} == {"ESP"}


def test_nothing_is_said_where_nothing_changed() -> None:
    assert changes(family(), MARCH, FEBRUARY) == []


def test_a_newborn_is_added_from_birth_and_changes_the_level_of_the_others() -> None:
    born = date(2025, 2, 10)
    one = family(person("M0000001-02", "child", born, born))
    assert changes(one, MARCH, FEBRUARY) == [
        ("M0000001", "change", "33", "medical", "PPO", "ECH"),
        ("M0000001", "change", "33", "dental", "DENTAL", "ECH"),
        ("M0000001-02", "add", "02", "medical", "PPO", "ECH"),
        ("M0000001-02", "add", "02", "dental", "DENTAL", "ECH"),
    ]
    rows = change_statements([one], "GRP", MARCH, FEBRUARY, FEBRUARY, FEBRUARY)
    assert {row["coverage_start"] for row in rows} == {born}


def test_a_second_child_leaves_the_others_as_they_are() -> None:
    born = date(2025, 2, 10)
    one = family(person("M0000001-02", "child", START), person("M0000001-03", "child", born, born))
    assert {row[0] for row in changes(one, MARCH, FEBRUARY)} == {"M0000001-03"}


def test_a_plan_switch_starts_on_new_years_day() -> None:
    one = family(plans={2025: "PPO", 2026: "HDHP"})
    new_year = date(2026, 1, 1)
    assert changes(one, new_year, date(2025, 12, 1)) == [("M0000001", "change", "22", "medical", "HDHP", "EMP")]
    rows = change_statements([one], "GRP", new_year, date(2025, 12, 1), new_year, new_year)
    assert rows[0]["coverage_start"] == new_year


def test_leavers_end_on_the_day_their_cover_ends() -> None:
    one = family()
    one.ends_on, one.end_known_on, one.end_reason = MARCH, FEBRUARY, "08"
    rows = change_statements([one], "GRP", MARCH, FEBRUARY, FEBRUARY, START)
    assert [(row["action"], row["coverage_end_exclusive"]) for row in rows] == [("terminate", MARCH)] * 2


@pytest.mark.parametrize(("known_on", "said"), [(date(2025, 4, 20), 0), (date(2025, 5, 20), 2)])
def test_an_end_in_the_past_is_said_only_once_it_is_known(known_on: date, said: int) -> None:
    one = family()
    one.ends_on, one.end_known_on, one.end_reason = date(2025, 4, 1), date(2025, 5, 15), "59"
    rows = change_statements([one], "GRP", date(2025, 6, 1), date(2025, 5, 1), known_on, date(2025, 4, 18))
    assert len(rows) == said
    assert one.care_ends_before() == date(2025, 5, 15)


def test_the_population_moves_but_for_those_who_must_stay() -> None:
    families = build_population(Random(1), 60, START, UNTIL, frozenset({3, 7}))
    assert len(families) > 60
    assert any(one.ends_on for one in families)
    for number in (3, 7):
        assert families[number - 1].ends_on is None
        assert set(families[number - 1].plans.values()) == {"PPO"}


def test_ids_are_unique_and_a_dependants_begins_with_the_employees() -> None:
    families = build_population(Random(2), 80, START, UNTIL, frozenset())
    members = [member.member_id for one in families for member in one.members]
    assert len(members) == len(set(members))
    for one in families:
        assert one.employee.member_id == one.subscriber_id
        assert all(member.member_id.startswith(one.subscriber_id) for member in one.members)
        names = [(member.birth_date, member.sex, member.first_name) for member in one.members]
        assert len(names) == len(set(names))


def test_exactly_one_family_does_not_pay() -> None:
    families = build_population(Random(3), 40, START, UNTIL, frozenset())
    unpaid = end_for_unpaid_contributions(families, date(2026, 10, 31))
    assert [one.subscriber_id for one in families if one.end_reason == "59"] == [unpaid.subscriber_id]
    assert (unpaid.ends_on, unpaid.end_known_on) == (date(2026, 4, 1), date(2026, 5, 15))


def test_every_npi_has_its_check_digit() -> None:
    directory = build_directory(Random(4))
    assert len(directory.cards) > 100
    for number in directory.cards:
        digits = [int(digit) for digit in "80840" + number]
        doubled = [d * 2 - 9 if d > 4 else d * 2 for d in digits[-2::-2]]
        assert (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
