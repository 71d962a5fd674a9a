"""Short-term disability day by day, with fractions and plain dicts: the slow twin of corridor.disability.

It takes certifications and the plan's values as they are written, and shares no code with what it checks.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

DAY = timedelta(days=1)
Row = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """The values of a plan. percent: of 100; cents and days as named; recurrent_days, other_income: None, False: no
    such clause."""

    effective: date
    percent: Fraction
    maximum_cents: int
    elimination: dict[str, int]
    weeks: int
    proof_days: int
    recurrent_days: int | None
    other_income: bool


@dataclass(frozen=True)
class Answer:
    """One week of one certification. days: its days in order."""

    claim_id: str
    days: tuple[date, ...]
    reason: str
    paid_cents: int
    earned_cents: int


def decide(rows: list[Row], covered: list[Row], plan: Plan, decided_on: date) -> list[Answer]:
    """rows: certifications in the order in which they are decided. covered: spans of medical coverage."""
    answers: list[Answer] = []
    seen: list[tuple[str, date, date]] = []  # person, first day of the disability, day claimed
    for row in rows:
        weeks = list(weeks_of(row))
        reasons = [(days, reason_of(row, days, weeks, covered, plan, decided_on, seen)) for days in weeks]
        for days, reason in reasons:
            answers.append(
                Answer(
                    row["claim_id"],
                    tuple(days),
                    reason,
                    paid(row, days, plan) if reason == "paid" else 0,
                    sum(one_day(row, day, row["weekly_earnings_cents"]) for day in days),
                )
            )
        lasting = {"paid", "elimination_period", "duration_reached", "overlapping_disability", "handled_by_hand"}
        lasting |= {"not_yet_due", "plan_not_in_force"}
        for days, reason in reasons:
            if reason in lasting:
                seen += [(row["member_id"], row["disability_from"], day) for day in days]
    return answers


def weeks_of(row: Row) -> list[list[date]]:
    """The days certified, cut wherever a week of the disability ends."""
    weeks: list[list[date]] = []
    day = row["certified_from"]
    while day <= row["certified_to"] and (row["returned_on"] is None or day < row["returned_on"]):
        if not weeks or (day - row["disability_from"]).days % 7 == 0:
            weeks.append([])
        weeks[-1].append(day)
        day += DAY
    return weeks


def reason_of(
    row: Row,
    days: list[date],
    weeks: list[list[date]],
    covered: list[Row],
    plan: Plan,
    decided_on: date,
    seen: list[tuple[str, date, date]],
) -> str:
    if refused := not_covered(row, covered):
        return refused
    if row["disability_from"] < plan.effective:
        return "plan_not_in_force"
    known = {day for who, _, day in seen if who == row["member_id"]}
    if all(day in known for day in days):
        return "duplicate"
    if row["received_date"] > days[-1] + plan.proof_days * DAY:
        return "timely_filing"
    if any(day in known for day in days):
        return "overlapping_disability"
    if plan.recurrent_days is not None and is_recurrent(row, weeks, plan.recurrent_days, seen):
        return "handled_by_hand"
    numbers = [(day - row["disability_from"]).days for day in days]
    wait = plan.elimination[row["cause"]]
    if all(number < wait for number in numbers):
        return "elimination_period"
    if not any(wait <= number < wait + 7 * plan.weeks for number in numbers):
        return "elimination_period" if numbers[0] < wait else "duration_reached"
    if plan.other_income and row["other_income_cents"]:
        return "handled_by_hand"
    return "paid" if days[-1] < decided_on else "not_yet_due"


def not_covered(row: Row, covered: list[Row]) -> str:
    people = [span for span in covered if span["member_id"] == row["member_id"]]
    if not people:
        return "unknown_member"
    own = [span for span in people if span["relationship"] == "self"]
    if not own:
        return "no_plan_for_service"
    begin = row["disability_from"]
    for span in own:
        end = span["coverage_end_exclusive"]
        if span["coverage_start"] <= begin and (end is None or begin < end):
            return ""
    return "before_coverage" if all(begin < span["coverage_start"] for span in own) else "after_termination"


def is_recurrent(row: Row, weeks: list[list[date]], within: int, seen: list[tuple[str, date, date]]) -> bool:
    """Whether a day from the first to the last of this disability lies near one of another."""
    begin, last = row["disability_from"], weeks[-1][-1]
    for who, other, day in seen:
        if who == row["member_id"] and other != begin and other <= last + within * DAY and begin <= day + within * DAY:
            return True
    return False


def paid(row: Row, days: list[date], plan: Plan) -> int:
    """Day by day, never more than what the days would have earned."""
    wait = plan.elimination[row["cause"]]
    share = half_up(Fraction(row["weekly_earnings_cents"]) * plan.percent / 100)
    weekly = min(share, plan.maximum_cents)
    due = 0
    for day in days:
        if wait <= (day - row["disability_from"]).days < wait + 7 * plan.weeks:
            due += one_day(row, day, weekly)
    return min(due, sum(one_day(row, day, row["weekly_earnings_cents"]) for day in days))


def one_day(row: Row, day: date, weekly: int) -> int:
    """What a day adds to the running total of a weekly amount, rounded to the cent each day."""
    number = (day - row["disability_from"]).days
    return half_up(Fraction(weekly * (number + 1), 7)) - half_up(Fraction(weekly * number, 7))


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))
