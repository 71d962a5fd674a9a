"""A file of bank statements, whatever its format, as records."""

import polars as pl

from corridor.app.services.reading import NamedFile
from corridor.banking.statements import read_statement


def read_statements(file: NamedFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BANK_STATEMENTS and BANK_LINES of a file. Raises StatementError, which names no person."""
    return read_statement(file.content, file.name)
