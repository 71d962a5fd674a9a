"""What the employer's enrolment files say: everybody at the start, then each month what has changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from corridor.app.services.demo.population import Family, Person

Row = dict[str, Any]


class Cover(NamedTuple):
    """One product of one person as it stands: since when in this plan at this level."""

    plan_code: str
    level: str
    start: date


def full_statements(families: list[Family], group_number: str, day: date) -> list[Row]:
    """Audit rows for everybody covered on `day`."""
    rows: list[Row] = []
    for family in families:
        covers = _standing(family, day, day)
        for person in family.members:
            held = covers.get(person.member_id, {})
            rows += [_row(family, person, group_number, "audit", product, held[product]) for product in held]
    return rows


def change_statements(
    families: list[Family], group_number: str, month_start: date, before: date, known_on: date, known_before: date
) -> list[Row]:
    """What differs on `month_start`, known on `known_on`, from what held on `before`, known on `known_before`."""
    rows: list[Row] = []
    for family in families:
        old = _standing(family, before, known_before)
        new = _standing(family, month_start, known_on)
        for person in family.members:
            had, has = old.get(person.member_id, {}), new.get(person.member_id, {})
            rows += _person_changes(family, person, group_number, had, has)
    return rows


def _person_changes(
    family: Family, person: Person, group_number: str, had: dict[str, Cover], has: dict[str, Cover]
) -> Iterator[Row]:
    """Terminations, additions and changes of one person, product by product."""
    for product, cover in had.items():
        if product not in has:
            yield _row(family, person, group_number, "terminate", product, cover, family.end_reason, family.ends_on)
    for product, cover in has.items():
        if product not in had:
            yield _row(family, person, group_number, "add", product, cover, _reason_to_join(family, person))
        elif (cover.plan_code, cover.level) != had[product][:2]:
            reason = "22" if cover.plan_code != had[product].plan_code else "33"
            yield _row(family, person, group_number, "change", product, cover, reason)


def _reason_to_join(family: Family, person: Person) -> str:
    """INS04: initial enrolment, birth or marriage."""
    if person.covered_from == family.covered_from:
        return "28"
    return "02" if person.relationship == "child" else "32"


def _standing(family: Family, day: date, known_on: date) -> dict[str, dict[str, Cover]]:
    """member id -> product -> cover on `day`, as the employer knew it on `known_on`."""
    if family.covered_from > day:
        return {}
    level = family.level_on(day)
    level_since = max(
        (person.covered_from for person in family.members if person.covered_from <= day), default=family.covered_from
    )
    plan = family.plans[day.year]
    plan_since = _plan_since(family, day.year)
    standing = {}
    for person in family.covered_members(day, known_on):
        since = max(person.covered_from, level_since)
        covers = {"medical": Cover(plan, level, max(since, plan_since))}
        if family.has_dental:
            covers["dental"] = Cover("DENTAL", level, since)
        standing[person.member_id] = covers
    return standing


def _plan_since(family: Family, year: int) -> date:
    """First day of the unbroken years in this year's medical plan."""
    first = year
    while family.plans.get(first - 1) == family.plans[year]:
        first -= 1
    return max(date(first, 1, 1), family.covered_from)


def _row(
    family: Family,
    person: Person,
    group_number: str,
    action: str,
    product: str,
    cover: Cover,
    reason: str | None = None,
    end_exclusive: date | None = None,
) -> Row:
    return {
        "member_id": person.member_id,
        "subscriber_id": family.subscriber_id,
        "relationship": person.relationship,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "group_number": group_number,
        "action": action,
        "termination_reason": reason,
        "product": product,
        "plan_code": cover.plan_code,
        "coverage_level": cover.level,
        "coverage_start": cover.start,
        "coverage_end_exclusive": end_exclusive,
    }
