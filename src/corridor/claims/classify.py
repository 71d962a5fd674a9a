"""Which benefit of the plan a line falls under: the first, in the plan's order, whose criteria all hold."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.claims.code_tables import COLUMN_OF, WITH_SHAPES, WORD_BITS, CodeTable
from corridor.plan.compiled import CompiledPlans
from corridor.plan.match import Match

NONE = -1


def classify(lines: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """`lines` with `benefit_row: Int32` and `benefit: String`, null where the plan's benefits take none.

    lines: the columns of records.claims that criteria look at, and `version_row: Int32`, null where no plan decides.
    A procedure or revenue code that is not well-formed is taken by no benefit.
    """
    versions = lines.get_column("version_row").fill_null(NONE).to_numpy()
    tables = [CodeTable(criterion, lines.get_column(COLUMN_OF[criterion])) for criterion in _looked_at(compiled)]
    rows = np.full(len(lines), NONE, np.int32)
    for version in np.unique(versions):
        if version != NONE:
            _classify_version(int(version), np.flatnonzero(versions == version), tables, compiled, rows)
    benefit_row = pl.Series("benefit_row", rows).replace(NONE, None)
    names = compiled.benefits.get_column("name")
    return lines.with_columns(benefit_row, names.gather(benefit_row).alias("benefit"))


def _looked_at(compiled: CompiledPlans) -> list[str]:
    """The criteria that any benefit names, and those whose codes have a shape."""
    named = {criterion for match in compiled.matches for criterion in match.model_fields_set}
    return [criterion for criterion in COLUMN_OF if criterion in named or criterion in WITH_SHAPES]


def _classify_version(
    version: int, at: NDArray[np.intp], tables: Sequence[CodeTable], compiled: CompiledPlans, rows: NDArray[np.int32]
) -> None:
    """Set `rows` at the lines `at`, all of one plan version."""
    of_version = compiled.benefits.filter(pl.col("version_row") == version).get_column("row").to_list()
    for start in range(0, len(of_version), WORD_BITS):
        word = of_version[start : start + WORD_BITS]
        first = _first_taken(at, tables, [compiled.matches[row] for row in word])
        is_taken = first != NONE
        rows[at[is_taken]] = np.array(word, np.int32)[first[is_taken]]
        at = at[~is_taken]


def _first_taken(at: NDArray[np.intp], tables: Sequence[CodeTable], matches: Sequence[Match]) -> NDArray[np.int64]:
    """Position of the first of `matches` that takes each line, NONE where none does."""
    taken = np.full(len(at), (1 << len(matches)) - 1, np.uint64)
    for table in tables:
        taken &= table.masks(matches)[table.ids[at]]
    lowest = taken & (~taken + np.uint64(1))
    # frexp of a power of two is exact: 2^i = 0.5 * 2^(i + 1); of 0 it is 0, that is NONE
    return np.frexp(lowest.astype(np.float64))[1].astype(np.int64) - 1
