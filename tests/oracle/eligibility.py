"""Eligibility the slow way: for each person and product a dict of days, one statement after another."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

FIRST, LAST = date(2024, 1, 1), date(2024, 3, 31)
"""The days that the twin looks at; statements in tests stay inside, so that the last day stands for "open"."""

DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
Days = dict[date, tuple[str, str | None, str]]
"""Day -> plan, level, employee."""


def covered_days(statements: Iterable[dict[str, Any]]) -> tuple[dict[tuple[str, str], Days], list[int]]:
    """Coverage by person and product, and the positions of the statements that changed nothing for a fault."""
    rows = list(statements)
    employees = {row["subscriber_id"]: row["member_id"] for row in rows if row["relationship"] == "self"}
    held: dict[tuple[str, str], Days] = {}
    ever: set[tuple[str, str, str, str]] = set()
    faults = []
    for position, row in enumerate(rows):
        if not row["product"] and row["action"] not in ("terminate", "reinstate"):
            continue
        move = _end if _is_end(row) else _cover
        if not (_is_well_formed(row, rows) and move(row, held, ever)):
            faults.append(position)
    return _levels_named(held, employees), faults


def _is_end(row: dict[str, Any]) -> bool:
    start, end = row["coverage_start"], row["coverage_end_exclusive"]
    return row["action"] == "terminate" or (end is not None and start in (None, end))


def _is_well_formed(row: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    start, end = row["coverage_start"], row["coverage_end_exclusive"]
    employee_known = row["relationship"] == "self" or any(
        other["relationship"] == "self"
        and other["subscriber_id"] == row["subscriber_id"]
        and other["batch_seq"] <= row["batch_seq"]
        for other in rows
    )
    if not employee_known or (start is None and end is None):
        return False
    if row["action"] == "terminate":
        return end is not None
    return start is None or end is None or start <= end


def _end(row: dict[str, Any], held: dict[tuple[str, str], Days], ever: set[tuple[str, str, str, str]]) -> bool:
    hit = False
    for member, product, subscriber, plan in ever:
        if subscriber != row["subscriber_id"] or (row["relationship"] != "self" and member != row["member_id"]):
            continue
        if row["product"] not in (None, product) or row["plan_code"] not in (None, plan):
            continue
        hit = True
        days = held[member, product]
        for day in [d for d in days if d >= row["coverage_end_exclusive"]]:
            if days[day][2] == subscriber and row["plan_code"] in (None, days[day][0]):
                del days[day]
    return hit


def _cover(row: dict[str, Any], held: dict[tuple[str, str], Days], ever: set[tuple[str, str, str, str]]) -> bool:
    member, subscriber = row["member_id"], row["subscriber_id"]
    products = (
        [row["product"]] if row["product"] else sorted({p for m, p, s, _ in ever if (m, s) == (member, subscriber)})
    )
    for product in products:
        days = held.setdefault((member, product), {})
        last = days[max(days)] if days else None
        if last and last[2] != subscriber:
            last = None
        plan = row["plan_code"] or (last[0] if last else None)
        if plan is None:
            return False
        facts = (plan, row["coverage_level"] or (last[1] if last else None), subscriber)
        _take_days(days, row["coverage_start"], row["coverage_end_exclusive"], facts)
        ever.add((member, product, subscriber, plan))
    return bool(products)


def _take_days(days: Days, start: date, end: date | None, facts: tuple[str, str | None, str]) -> None:
    """The days from start to end are taken; a run of equal days that reaches into them ends where they begin."""
    if end is not None and days.get(end) == days.get(end - timedelta(days=1)):
        run, day = days.get(end), end
        while run is not None and days.get(day) == run:
            del days[day]
            day += timedelta(days=1)
    for day in DAYS:
        if start <= day and (end is None or day < end):
            days[day] = facts


def _levels_named(held: dict[tuple[str, str], Days], employees: dict[str, str]) -> dict[tuple[str, str], Days]:
    """A level that nobody stated: FAM for a dependant, for an employee FAM beside a dependant and else EMP."""
    beside = {
        (facts[2], product, day)
        for (member, product), days in held.items()
        for day, facts in days.items()
        if employees[facts[2]] != member
    }
    named: dict[tuple[str, str], Days] = {}
    for (member, product), days in held.items():
        for day, (plan, level, subscriber) in days.items():
            is_family = employees[subscriber] != member or (subscriber, product, day) in beside
            stated = level or ("FAM" if is_family else "EMP")
            named.setdefault((member, product), {})[day] = (plan, stated, subscriber)
    return named
