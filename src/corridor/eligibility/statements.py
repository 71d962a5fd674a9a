"""One enrolment statement, and what can be wrong with it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from corridor.wording.said import Said, said


class Statement(NamedTuple):
    """The columns of an ENROLLMENT row that move coverage; `batch_seq` is the order of its file."""

    batch_seq: int
    statement: int
    member_id: str
    subscriber_id: str
    relationship: str
    action: str
    product: str | None
    plan_code: str | None
    coverage_level: str | None
    coverage_start: date | None
    coverage_end_exclusive: date | None

    @property
    def is_about_coverage(self) -> bool:
        """Without a product, only the end or the return of a person says anything about coverage."""
        return self.product is not None or self.action in ("terminate", "reinstate")

    @property
    def is_ending(self) -> bool:
        """A termination, an end without a start, or coverage that ends on its first day and so never was."""
        if self.action == "terminate" or self.coverage_start == self.coverage_end_exclusive:
            return self.coverage_end_exclusive is not None
        return self.coverage_start is None and self.coverage_end_exclusive is not None


@dataclass(frozen=True)
class StatementFault:
    """A statement that changed nothing because something is wrong with it: where, what, found, expected."""

    batch_seq: int
    statement: int
    column: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said(
            "batch {batch_seq}, statement {statement}, {column}: found {found}, expected {expected}", **vars(self)
        )

    def __str__(self) -> str:
        return self.text


def fault(statement: Statement, column: str, found: str, expected: str) -> StatementFault:
    """A fault of that statement."""
    return StatementFault(statement.batch_seq, statement.statement, column, found, expected)


def fault_of(statement: Statement, employee_known_from: int | None) -> StatementFault | None:
    """The first thing wrong with a statement by itself.

    employee_known_from: the first batch that names the employee as such; None: no batch does.
    """
    s = statement
    if s.relationship != "self" and (employee_known_from is None or employee_known_from > s.batch_seq):
        expected = said("an employee of this or an earlier file")
        return fault(s, "subscriber_id", said("an employee who is not enrolled"), expected)
    if s.action == "terminate" and s.coverage_end_exclusive is None:
        return fault(s, "coverage_end_exclusive", said("nothing"), said("the day after the last day of coverage"))
    if s.coverage_start is None and s.coverage_end_exclusive is None:
        return fault(s, "coverage_start", said("nothing"), said("the first day of coverage"))
    if s.action == "terminate" or s.coverage_start is None or s.coverage_end_exclusive is None:
        return None
    if s.coverage_end_exclusive < s.coverage_start:
        expected = said("{day} or later", day=s.coverage_start)
        return fault(s, "coverage_end_exclusive", str(s.coverage_end_exclusive), expected)
    return None
