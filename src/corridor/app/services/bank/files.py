"""A file of bank statements, whatever its format, as records."""

import polars as pl

from corridor.app.services.reading import NamedFile


def read_statements(file: NamedFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BANK_STATEMENTS and BANK_LINES of a file. Raises the reader's error, which names no person."""
    from corridor.banking.statements import read_statement  # noqa: PLC0415

    return read_statement(file.content, file.name)
