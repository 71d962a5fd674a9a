"""What is wrong with a table, or with its column map: all of it at once, with its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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

    def __str__(self) -> str:
        row = "" if self.row is None else f" row {self.row}"
        return f"{self.file}{row}, {self.column}: found {self.found}, expected {self.expected}"


class TableError(ValueError):
    """A table or a column map that cannot be used. `faults`: the first twenty; `total`: how many there are."""

    def __init__(self, faults: Sequence[TableFault], total: int | None = None):
        self.faults = list(faults)[:SHOWN_FAULTS]
        self.total = len(faults) if total is None else total
        more = self.total - len(self.faults)
        lines = [str(fault) for fault in self.faults] + ([f"and {more} more faults"] if more else [])
        super().__init__("\n".join(lines))


def shown_value(value: str, column: str, *, is_personal: bool = False, is_code: bool = False) -> str:
    """A value fit for an error: hidden where it is personal, and, unless it should be a code, where it holds words."""
    hides = is_personal or _PERSONAL_SOURCE.search(column) is not None or len(value) > 24
    if hides or (not is_code and _WORD.search(value)):
        return f"a text of {len(value)} characters"
    return repr(value)
