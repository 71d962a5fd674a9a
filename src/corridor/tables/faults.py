"""What is wrong with a table, or with its column map: all of it at once, with its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.wording.said import Said, listed, said

SHOWN_FAULTS = 20

_PERSONAL_SOURCE = re.compile(r"name|birth|dob|ssn|social|address|street|phone|mail", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class TableFault:
    """One fault. `row` as a spreadsheet counts it: the header is row 1; of Parquet the first row is 1."""

    file: str
    row: int | None
    column: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        if self.row is None:
            return said("{file}, {column}: found {found}, expected {expected}", **vars(self))
        return said("{file} row {row}, {column}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


class TableError(ValueError):
    """A table or a column map that cannot be used. `faults`: the first twenty; `total`: how many there are."""

    def __init__(self, faults: Sequence[TableFault], total: int | None = None):
        self.faults = list(faults)[:SHOWN_FAULTS]
        self.total = len(faults) if total is None else total
        more = self.total - len(self.faults)
        lines = [fault.text for fault in self.faults] + ([said("and {more} more faults", more=more)] if more else [])
        super().__init__(listed(lines, "\n"))

    def __reduce__(self) -> tuple[Any, ...]:
        return TableError, (self.faults, self.total)


def shown_value(value: str, column: str, *, is_personal: bool = False, is_code: bool = False) -> str:
    """A value fit for an error: hidden where it is personal, and, unless it should be a code, where it holds words."""
    hides = is_personal or _PERSONAL_SOURCE.search(column) is not None or len(value) > 24
    if hides or (not is_code and _WORD.search(value)):
        return said("a text of {count} characters", count=len(value))
    return repr(value)
