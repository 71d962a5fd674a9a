"""Codes as small integers, and which benefits take each: the work is done once per distinct code, not per line."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.codes.code_shapes import PROCEDURE_NEVER, PROCEDURE_SHAPE, REVENUE_SHAPE, REVENUE_TOTAL
from corridor.plan.match import Match, parse_pattern

Ids = NDArray[np.uint32]
Words = NDArray[np.uint64]

WORD_BITS = 63
"""Benefits in one word of a mask. 63, so that the lowest bit can be taken in signed arithmetic as well."""

COLUMN_OF = {
    "kinds": "kind",
    "place_of_service": "place_of_service",
    "bill_type": "bill_type",
    "revenue_code": "revenue_code",
    "procedure_code": "procedure_code",
    "principal_diagnosis": "diagnosis_codes",
}
"""Criterion of a match -> column of the claims table that it looks at."""


class CodeTable:
    """One column of lines: `ids` per line, and a table of what holds for each distinct code.

    ids: (n_lines,) position of the line's code among the distinct ones; a line without a code has the last position.
    """

    def __init__(self, criterion: str, column: pl.Series):
        self._criterion = criterion
        distinct = column.drop_nulls().unique()
        self._codes = distinct.str.split(":").list.first() if criterion == "principal_diagnosis" else distinct
        ids = column.cast(pl.Enum(distinct)).to_physical().cast(pl.UInt32)
        self.ids: Ids = ids.fill_null(len(distinct)).to_numpy()

    def masks(self, matches: Sequence[Match]) -> Words:
        """(n_distinct + 1,) bit i of a code is set when `matches[i]` takes it. At most WORD_BITS matches."""
        frame = pl.DataFrame({"code": self._codes})
        patterns = [getattr(match, self._criterion) for match in matches]
        wanted = sorted({p for p in patterns if p is not None})
        well_formed = frame.select(_is_well_formed(self._criterion)).to_series().to_numpy()
        accepts = pl.col("code").is_in if self._criterion == "kinds" else _accepts
        taken = {p: frame.select(accepts(p)).to_series().to_numpy() for p in wanted}
        words = np.zeros(len(frame) + 1, np.uint64)
        for bit, pattern in enumerate(patterns):
            flag = np.uint64(1 << bit)
            words[:-1][well_formed if pattern is None else well_formed & taken[pattern]] |= flag
            if pattern is None:
                words[-1] |= flag
        return words


def _is_well_formed(criterion: str) -> pl.Expr:
    """A code that is no code is taken by no benefit, not even by one without that criterion."""
    code = pl.col("code")
    if criterion == "procedure_code":
        return code.str.contains(PROCEDURE_SHAPE) & ~code.str.contains(PROCEDURE_NEVER)
    if criterion == "revenue_code":
        return code.str.contains(REVENUE_SHAPE) & (code != REVENUE_TOTAL)
    return code.is_not_null()


def _accepts(patterns: tuple[str, ...]) -> pl.Expr:
    parts = []
    for text in patterns:
        pattern = parse_pattern(text)
        head = pl.col("code").str.head(len(pattern.low)) if pattern.is_prefix else pl.col("code")
        if pattern.low == pattern.high:
            parts.append(head == pattern.low)
        else:
            parts.append(head.is_between(pl.lit(pattern.low), pl.lit(pattern.high)) & head.str.contains(pattern.shape))
    return pl.any_horizontal(parts)
