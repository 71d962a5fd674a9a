"""Two plans, or one on two days: what differs."""

from dataclasses import dataclass
from datetime import date

from corridor.app.services.errors import ServiceError
from corridor.plan.differences.compare import differences
from corridor.plan.differences.difference import Difference
from corridor.plan.load import load_plan
from corridor.plan.versions import Plan, PlanVersion
from corridor.wording.said import said


@dataclass(frozen=True)
class Side:
    """A plan as it stands: code, and the first day of the version."""

    file: str
    code: str
    effective_from: date


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions."""

    before: Side
    after: Side
    differences: tuple[Difference, ...]


def compare_days(name: str, content: bytes, on: date, other_on: date) -> Comparison:
    """A plan on two days. Raises DocumentError, or ServiceError where it is not in force on one of them."""
    plan = load_plan(content, name)
    return _compared((name, plan, version_on(name, plan, on)), (name, plan, version_on(name, plan, other_on)))


def compare_amendments(name: str, content: bytes) -> list[Comparison]:
    """What each amendment of a plan changes. Raises DocumentError."""
    plan = load_plan(content, name)
    pairs = zip(plan.versions[:-1], plan.versions[1:], strict=True)
    return [_compared((name, plan, before), (name, plan, after)) for before, after in pairs]


def compare_plans(before: tuple[str, bytes], after: tuple[str, bytes], on: date, other_on: date) -> Comparison:
    """Two plans, each a file's name and content, as they are in force on a day. Raises as `compare_days`."""
    (name, content), (other_name, other_content) = before, after
    plan, other = load_plan(content, name), load_plan(other_content, other_name)
    return _compared(
        (name, plan, version_on(name, plan, on)), (other_name, other, version_on(other_name, other, other_on))
    )


def version_on(name: str, plan: Plan, day: date) -> PlanVersion:
    """The version in force on `day`. Raises ServiceError before the plan begins."""
    version = plan.version_on(day)
    if version is None:
        start = plan.versions[0].effective_from
        raise ServiceError(said("{file}: found day {day}, expected {start} or later", file=name, day=day, start=start))
    return version


def _compared(before: tuple[str, Plan, PlanVersion], after: tuple[str, Plan, PlanVersion]) -> Comparison:
    sides = (Side(file, plan.code, version.effective_from) for file, plan, version in (before, after))
    return Comparison(*sides, tuple(differences(before[2], after[2])))
