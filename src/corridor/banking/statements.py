"""Bank statements: BAI2, camt.053, MT940, or a table of ours; what the file is shows in its first characters."""

import re
from collections.abc import Callable

import polars as pl

from corridor.banking.statement_bai2 import read_bai2
from corridor.banking.statement_camt import read_camt
from corridor.banking.statement_csv import read_csv
from corridor.banking.statement_error import StatementError
from corridor.banking.statement_mt940 import read_mt940
from corridor.wording.said import said

Frames = tuple[pl.DataFrame, pl.DataFrame]
_READERS: tuple[tuple[re.Pattern[str], Callable[[str, str], Frames]], ...] = (
    (re.compile(r"\s*01,"), read_bai2),
    (re.compile(r"\s*<(\?xml|[\w:]*Document)"), read_camt),
    (re.compile(r"\s*(\{1:|:20:|.{0,60}\n(.{0,60}\n){0,3}:20:)"), read_mt940),
    (re.compile(r"\s*statement_id,"), read_csv),
)


def read_statement(content: bytes, name: str) -> Frames:
    """BANK_STATEMENTS and BANK_LINES of a file. Raises StatementError, which never tells what a line's text says."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    for first, reader in _READERS:
        if first.match(text):
            return reader(text, name)
    raise StatementError(
        said("{file}: found no bank statement, expected BAI2, camt.053, MT940 or a table of ours", file=name)
    )
