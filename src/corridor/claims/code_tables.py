"""Codes as small integers, and which benefits take each: the work is done once per distinct code, not per line."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.codes.code_shapes import PROCEDURE_NEVER, PROCEDURE_SHAPE, REVENUE_SHAPE, REVENUE_TOTAL
from corridor.plan.match import Match, parse_pattern

Ids = NDArray[np.uint32]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Patterns = tuple[str, ...]

WORD_BITS = 63
"""Benefits in one word of a mask. 63, so that the lowest bit can be taken in signed arithmetic as well."""

MOST_KNOWN = 100_000
"""Codes of a criterion that are remembered: more than a code list has, less than somebody could send to fill memory."""

COLUMN_OF = {
    "kinds": "kind",
    "place_of_service": "place_of_service",
    "bill_type": "bill_type",
    "revenue_code": "revenue_code",
    "procedure_code": "procedure_code",
    "principal_diagnosis": "diagnosis_codes",
    "tooth": "tooth",
    "formulary_tier": "formulary_tier",
    "channel": "channel",
}
"""Criterion of a match -> column of the claims table that it looks at."""
OF_CONTRACTS = {"drg": "drg", "specialty": "specialty", "place": "care_place", "provider": "provider_kind"}
"""Criteria that lines of network contracts have beside these -> column of the lines as they are priced."""
COLUMNS = COLUMN_OF | OF_CONTRACTS
WITH_SHAPES = ("procedure_code", "revenue_code")
"""Criteria whose codes have a shape: looked at even where no benefit names them."""
_OF_WORDS = ("kinds", "channel", "specialty", "place", "provider")
"""Criteria whose values are words, not patterns."""


class CodeTable:
    """One column of lines: `ids` per line, and a table of what holds for each distinct code.

    ids: (n_lines,) position of the line's code among the distinct ones; a line without a code has the last position.
    """

    def __init__(self, criterion: str, column: pl.Series):
        self._criterion = criterion
        distinct = column.drop_nulls().unique()
        codes = distinct.str.split(":").list.first() if criterion == "principal_diagnosis" else distinct
        self._codes = pl.DataFrame({"code": codes})
        self._well_formed = self._codes.select(_is_well_formed(criterion)).to_series().to_numpy()
        self._taken: dict[Patterns | None, Flags] = {None: self._well_formed}
        ids = column.cast(pl.Enum(distinct)).to_physical().cast(pl.UInt32)
        self.ids: Ids = ids.fill_null(len(distinct)).to_numpy()

    def masks(self, matches: Sequence[Match]) -> Words:
        """(n_distinct + 1,) bit i of a code is set when `matches[i]` takes it. At most WORD_BITS matches."""
        wanted: list[Patterns | None] = [getattr(match, self._criterion) for match in matches]
        self._look_up(wanted)
        words = np.zeros(len(self._codes) + 1, np.uint64)
        for bit, patterns in enumerate(wanted):
            flag = np.uint64(1 << bit)
            words[:-1][self._taken[patterns]] |= flag
            if patterns is None:
                words[-1] |= flag
        return words

    def _look_up(self, wanted: Sequence[Patterns | None]) -> None:
        """Plan versions share most of their criteria: each is looked up once."""
        new = [patterns for patterns in dict.fromkeys(wanted) if patterns is not None and patterns not in self._taken]
        if self._codes.is_empty():
            self._taken.update(dict.fromkeys(new, self._well_formed))
            return
        accepts = pl.col("code").is_in if self._criterion in _OF_WORDS else _accepts
        columns = self._codes.select(accepts(patterns).alias(str(i)) for i, patterns in enumerate(new)).iter_columns()
        for patterns, column in zip(new, columns, strict=True):
            self._taken[patterns] = self._well_formed & column.to_numpy()


class KnownCodes:
    """What some matches take of single codes: those that were asked before are remembered, so a live claim is quick."""

    def __init__(self, criterion: str, matches: Sequence[Match]):
        self._criterion, self._matches = criterion, matches
        self._known: dict[str | None, int] = {}

    def masks(self, codes: Sequence[str | None]) -> Words:
        """(n_lines,) as CodeTable.masks has them, one for each line's code."""
        if self._criterion == "principal_diagnosis":
            codes = [code and code.partition(":")[0] for code in codes]
        known = self._known  # another thread may begin anew meanwhile
        new = [code for code in dict.fromkeys(codes) if code not in known]
        if new:
            if len(known) > MOST_KNOWN:
                self._known = {}
            known.update(self._looked_up(new))
        return np.array([known[code] for code in codes], np.uint64)

    def _looked_up(self, codes: Sequence[str | None]) -> dict[str | None, int]:
        table = CodeTable(self._criterion, pl.Series(codes, dtype=pl.String))
        return dict(zip(codes, table.masks(self._matches)[table.ids].tolist(), strict=True))


def _is_well_formed(criterion: str) -> pl.Expr:
    """A code that is no code is taken by no benefit, not even by one without that criterion."""
    code = pl.col("code")
    if criterion == "procedure_code":
        return code.str.contains(PROCEDURE_SHAPE) & ~code.str.contains(PROCEDURE_NEVER)
    if criterion == "revenue_code":
        return code.str.contains(REVENUE_SHAPE) & (code != REVENUE_TOTAL)
    return code.is_not_null()


@lru_cache(maxsize=1024)
def _accepts(patterns: Patterns) -> pl.Expr:
    """Kept, as every batch asks the same plans."""
    parts = []
    for text in patterns:
        pattern = parse_pattern(text)
        head = pl.col("code").str.head(len(pattern.low)) if pattern.is_prefix else pl.col("code")
        if pattern.low == pattern.high:
            parts.append(head == pattern.low)
        else:
            parts.append(head.is_between(pl.lit(pattern.low), pl.lit(pattern.high)) & head.str.contains(pattern.shape))
    return pl.any_horizontal(parts)
