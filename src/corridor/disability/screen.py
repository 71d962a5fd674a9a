"""What speaks against a line before a benefit is worked out: who it is for, when covered, what was claimed before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.codes.reasons import NO_ORIGINAL
from corridor.disability.load import DisabilityPlan

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Employments:
    """Coverage spans of employees by their id, oldest first."""

    spans: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, coverage: pl.DataFrame) -> "Employments":
        """From COVERAGE: dependants are left out."""
        spans: dict[str, list[Row]] = {}
        for row in coverage.filter(pl.col("relationship") == "self").sort("coverage_start", "plan_code").to_dicts():
            spans.setdefault(row["member_id"], []).append(row)
        return cls(spans)

    def plan_on(self, member_id: str, day: date, plans: Sequence[DisabilityPlan]) -> tuple[DisabilityPlan | None, str]:
        """The first of the plans that covers the employee on `day`; else the reason why none does."""
        held = self.spans.get(member_id, ())
        counting = [(plan, span) for plan in plans for span in held if _gives_cover(plan, span, day)]
        if not counting:
            return None, "no_plan_for_service"
        for plan, span in counting:
            if _holds(span, day):
                return plan, ""
        is_early = all(day < span["coverage_start"] for _, span in counting)
        return None, "before_coverage" if is_early else "after_termination"


def _gives_cover(plan: DisabilityPlan, span: Row, day: date) -> bool:
    """Whether enrolment in the span's plan is what the disability plan asks for."""
    terms = (plan.version_on(day) or plan.versions[0]).terms
    if span["product"] == "disability" and span["plan_code"] != plan.code:
        return False
    return span["product"] in terms.eligibility.enrolled_in


def _holds(span: Row, day: date) -> bool:
    end = span["coverage_end_exclusive"]
    return bool(span["coverage_start"] <= day and (end is None or day < end))


@dataclass
class Claimed:
    """The days claimed so far: person -> (first day of the disability, first and last day of a week)."""

    weeks: dict[str, list[tuple[date, date, date]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: pl.DataFrame) -> "Claimed":
        """From CLAIMED."""
        claimed = cls()
        for row in rows.to_dicts():
            claimed._add(row["member_id"], row["disability_from"], row["service_from"], row["service_to"])
        return claimed

    def add(self, member_id: str | None, disability_from: date, lines: Iterable[tuple[Row, str]]) -> None:
        """Add the decided lines of a claim, each with its reason, that a later one could repeat."""
        for line, reason in lines:
            if member_id is not None and reason not in NO_ORIGINAL:
                self._add(member_id, disability_from, line["service_from"], line["service_to"])

    def days_of(self, line: Row) -> tuple[int, int]:
        """How many days of a line were claimed before, and how many it has."""
        days = (line["service_to"] - line["service_from"]).days + 1
        weeks = self.weeks.get(line["member"], ())
        again = sum(
            any(first <= line["service_from"] + timedelta(days=n) <= last for _, first, last in weeks)
            for n in range(days)
        )
        return again, days

    def has_another_near(self, member_id: str, begin: date, last: date, within_days: int) -> bool:
        """Whether another disability of the person lies within so many days of the one from `begin` to `last`."""
        near = timedelta(days=within_days)
        return any(
            other != begin and begin <= other_last + near and other <= last + near
            for other, _, other_last in self.weeks.get(member_id, ())
        )

    def _add(self, member_id: str, disability_from: date, first: date, last: date) -> None:
        self.weeks.setdefault(member_id, []).append((disability_from, first, last))
