"""Enrolment statements in the order of their files -> coverage. A later statement wins over an earlier one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from corridor.eligibility.held import OPEN, Held, Key
from corridor.eligibility.levels import with_levels
from corridor.eligibility.rescission import Guard, HeldEnd
from corridor.eligibility.state import State
from corridor.eligibility.statements import Statement, StatementFault, fault_of
from corridor.eligibility.windows import Admission, PlanWindow, requests_in
from corridor.records.coverage import COVERAGE

_SPAN = (
    "member_id",
    "subscriber_id",
    "product",
    "plan_code",
    "coverage_level",
    "coverage_start",
    "coverage_end_exclusive",
)
_FACTS = ("last_name", "first_name", "birth_date", "sex")
_ORDER = ("subscriber_id", "member_id", "product", "coverage_start")


@dataclass(frozen=True)
class Eligibility:
    """coverage: COVERAGE, by family, person, product and day; faults: the statements that changed nothing.

    held: ends in the past that the guard did not let through, of each person and day the last statement.
    """

    coverage: pl.DataFrame
    faults: list[StatementFault]
    held: tuple[HeldEnd, ...] = ()


def coverage_from(
    statements: pl.DataFrame,
    only_plan: Mapping[str, str] | None = None,
    guard: Guard | None = None,
    windows: Sequence[PlanWindow] = (),
) -> Eligibility:
    """Draw the conclusion of all statements so far.

    statements: ENROLLMENT columns and `batch_seq` (Int64, the order of the files).
    only_plan: product -> the plan that is meant where a statement names none and the person held none before.
    guard: lets medical cover end in the past only where the law does; None: nothing is asked.
    windows: in which a request is in time; statements then say `requested_on`, null where it plays no part.
    """
    ordered = statements.sort("batch_seq", "statement")
    employees = ordered.filter(pl.col("relationship") == "self").group_by("subscriber_id")
    known_from = dict(employees.agg(pl.col("batch_seq").min()).iter_rows())
    state, faults = State(only_plan or {}, guard), []
    admission = Admission(windows, only_plan or {}, known_from, requests_in(ordered)) if windows else None
    for statement in _about_coverage(ordered):
        found = fault_of(statement, known_from.get(statement.subscriber_id))
        if found is None:
            judged = admission.judged(statement, state) if admission else statement
            found = judged if isinstance(judged, StatementFault) else state.take(judged)
        if found:
            faults.append(found)
    spans = with_levels(state.spans, dict(employees.agg(pl.col("member_id").last()).iter_rows()))
    held = {(one.member_id, one.stated_end): one for one in state.held}
    return Eligibility(_with_facts(spans, ordered), faults, tuple(held.values()))


def _about_coverage(ordered: pl.DataFrame) -> Iterator[Statement]:
    statements = (Statement(*row) for row in ordered.select(Statement._fields).iter_rows())
    return (statement for statement in statements if statement.is_about_coverage)


def _with_facts(spans_of: Mapping[Key, list[Held]], ordered: pl.DataFrame) -> pl.DataFrame:
    """Spans as COVERAGE rows, each with what was last stated about the person."""
    persons = ordered.group_by("member_id").agg(pl.col(fact).drop_nulls().last() for fact in _FACTS)
    relationships = ordered.group_by("member_id", "subscriber_id").agg(pl.col("relationship").last())
    rows = [
        (member_id, span.subscriber_id, product, span.plan_code, span.level, span.start, _none_if_open(span))
        for (member_id, product), spans in spans_of.items()
        for span in spans
    ]
    spans = pl.DataFrame(rows, schema={name: COVERAGE.schema[name] for name in _SPAN}, orient="row")
    joined = spans.join(persons, on="member_id").join(relationships, on=("member_id", "subscriber_id"))
    return COVERAGE.conform(joined.sort(_ORDER))


def _none_if_open(span: Held) -> object:
    return None if span.end_exclusive == OPEN else span.end_exclusive
