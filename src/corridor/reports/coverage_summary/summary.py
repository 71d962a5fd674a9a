"""A plan as its Summary of Benefits and Coverage would show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.plan.versions import Plan
from corridor.reports.coverage_summary.events import Event, events
from corridor.reports.coverage_summary.examples import ExampleResult, decided_examples
from corridor.reports.coverage_summary.questions import Question, questions


@dataclass(frozen=True)
class CoverageSummary:
    """plan_year: first day of the plan year that it is of. examples: none where the plan is not medical."""

    code: str
    name: str
    plan_year: date
    questions: tuple[Question, ...]
    events: tuple[Event, ...]
    examples: tuple[ExampleResult, ...]


def coverage_summary(plan: Plan, on: date, beside: Sequence[Plan] = ()) -> CoverageSummary:
    """The summary of a plan as it stands on a day, on which it is in force.

    beside: other plans that its members have, such as one of drugs: the examples are decided under all of them.
    """
    version = plan.version_on(on)
    assert version is not None, "in force on the day"
    return CoverageSummary(
        code=plan.code,
        name=version.terms.name,
        plan_year=version.plan_year_of(on).start,
        questions=questions(version),
        events=events(version),
        examples=decided_examples([plan, *beside], on) if plan.product == "medical" else (),
    )
