"""Which benefit of the plan a line falls under: the first, in the plan's order, whose criteria all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.claims.code_tables import COLUMNS, WITH_SHAPES, WORD_BITS, CodeTable, KnownCodes, Words
from corridor.claims.identity import Identity
from corridor.plan.compiled import CompiledPlans
from corridor.plan.match import Match

NONE = -1
FEW_LINES = 256
"""Up to as many lines, codes are looked up among those that were asked before."""


@dataclass(frozen=True)
class _Word:
    """Benefits of a plan version, as many as a mask holds. known: by criterion, what they take of codes asked for."""

    rows: NDArray[np.int32]
    matches: tuple[Match, ...]
    known: dict[str, KnownCodes] = field(default_factory=dict)

    def known_codes(self, criterion: str) -> KnownCodes:
        return self.known.setdefault(criterion, KnownCodes(criterion, self.matches))


@dataclass(frozen=True)
class Criteria:
    """named: the criteria that any match names, and those whose codes have a shape. words: of each version row."""

    named: tuple[str, ...]
    words: dict[int, list[_Word]]


def classify(lines: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """`lines` with `benefit_row: Int32` and `benefit: String`, null where the plan's benefits take none.

    lines: the columns of records.claims that criteria look at, and `version_row: Int32`, null where no plan decides.
    A procedure or revenue code that is not well-formed is taken by no benefit.
    """
    rows = first_taken(lines, lines.get_column("version_row"), _criteria(Identity(compiled)))
    benefit_row = pl.Series("benefit_row", rows).replace(NONE, None)
    names = compiled.benefits.get_column("name")
    return lines.with_columns(benefit_row, names.gather(benefit_row).alias("benefit"))


def first_taken(lines: pl.DataFrame, version_rows: pl.Series, criteria: Criteria) -> NDArray[np.int32]:
    """(n_lines,) row of the first match of the line's version that takes it, NONE where none does.

    lines: the columns that the criteria look at. version_rows: null where there is no version.
    """
    versions = version_rows.fill_null(NONE).to_numpy()
    columns = {criterion: lines.get_column(COLUMNS[criterion]) for criterion in criteria.named}
    is_few = len(lines) <= FEW_LINES
    codes = {name: column.to_list() for name, column in columns.items()} if is_few else {}
    tables = {} if is_few else {name: CodeTable(name, column) for name, column in columns.items()}
    rows = np.full(len(lines), NONE, np.int32)
    for version in np.unique(versions[versions != NONE]):
        at = np.flatnonzero(versions == version)
        for word in criteria.words[int(version)]:
            masks = (
                [word.known_codes(name).masks([every[i] for i in at]) for name, every in codes.items()]
                if is_few
                else [table.masks(word.matches)[table.ids[at]] for table in tables.values()]
            )
            first = _first_taken(masks, len(word.matches))
            is_taken = first != NONE
            rows[at[is_taken]] = word.rows[first[is_taken]]
            at = at[~is_taken]
    return rows


@lru_cache(maxsize=16)
def _criteria(plans: Identity[CompiledPlans]) -> Criteria:
    compiled = plans.thing
    of_version: dict[int, list[int]] = {row: [] for row in compiled.versions.get_column("row").to_list()}
    for row, version in compiled.benefits.select("row", "version_row").iter_rows():
        of_version[version].append(row)
    return criteria_of(compiled.matches, of_version)


def criteria_of(matches: Sequence[Match], rows_of_version: Mapping[int, Sequence[int]]) -> Criteria:
    """What `first_taken` looks at. rows_of_version: positions in `matches`, in the order in which they are asked."""
    named = {criterion for match in matches for criterion in match.model_fields_set}
    return Criteria(
        tuple(criterion for criterion in COLUMNS if criterion in named or criterion in WITH_SHAPES),
        {version: _words(rows, matches) for version, rows in rows_of_version.items()},
    )


def _words(rows: Sequence[int], matches: Sequence[Match]) -> list[_Word]:
    parts = [rows[start : start + WORD_BITS] for start in range(0, len(rows), WORD_BITS)]
    return [_Word(np.array(part, np.int32), tuple(matches[row] for row in part)) for part in parts]


def _first_taken(masks: Sequence[Words], count: int) -> NDArray[np.int64]:
    """Position of the first of `count` benefits whose bit every mask has, NONE where there is none.

    masks: one of every criterion, (n_lines,) each.
    """
    taken: Words = np.bitwise_and.reduce([*masks, np.full_like(masks[0], (1 << count) - 1)])
    lowest = taken & (~taken + np.uint64(1))
    # frexp of a power of two is exact: 2^i = 0.5 * 2^(i + 1); of 0 it is 0, that is NONE
    exponents: NDArray[np.int32] = np.frexp(lowest.astype(np.float64))[1]
    return exponents.astype(np.int64) - 1
