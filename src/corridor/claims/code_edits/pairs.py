"""Procedures that are part of one another (NCCI procedure-to-procedure): only the first of a pair is paid.

Source: CMS, National Correct Coding Initiative policy manual, chapter I; the modifiers are those that it lets a pair
be paid by, on either line.
"""

import polars as pl

from corridor.claims.code_edits.billed import SAME, has_modifier
from corridor.claims.code_edits.hits import asked_with_others, hits_from, no_hits
from corridor.claims.code_edits.tables import in_force

REASON = "bundled"
_FINGERS = tuple(f"F{place}" for place in (*range(1, 10), "A"))
_TOES = tuple(f"T{place}" for place in (*range(1, 10), "A"))
_SIDES = ("LT", "RT", "E1", "E2", "E3", "E4", *_FINGERS, *_TOES, "LC", "LD", "RC", "LM", "RI")
_SURGERY = ("24", "25", "57", "58", "78", "79", "27", "91")
PAYABLE_WITH = ("59", "XE", "XS", "XP", "XU", *_SIDES, *_SURGERY)


def pair_hits(billed: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The lines of one person, provider and day of which another is the whole.

    Within a claim the second of the pair is denied; across claims the one decided later, as what was decided stands.
    billed: `billed_of`. pairs: PTP_EDITS.
    """
    if pairs.is_empty():
        return no_hits()
    both = asked_with_others(billed, billed.drop("is_asked", "version_row", "units"), (*SAME, "day"))
    if both.is_empty():
        return no_hits()
    used = pairs.filter(pl.col("modifier_indicator") != "9").rename({"setting": "setting_of_row"})
    forward = both.join(used, left_on=("code_other", "code"), right_on=("column_one", "column_two"), coalesce=False)
    # The whole that is claimed after its part was paid: the claim before stands.
    is_later = pl.col("place_other") < pl.col("place")
    backward = both.filter(is_later).join(
        used, left_on=("code", "code_other"), right_on=("column_one", "column_two"), coalesce=False
    )
    met = pl.concat([forward, backward]).filter(
        pl.col("setting") == pl.col("setting_of_row"),
        in_force(),
        (pl.col("modifier_indicator") == "0")
        | ~(has_modifier(PAYABLE_WITH) | has_modifier(PAYABLE_WITH, "modifiers_other")),
    )
    return hits_from(met.sort("place", "line_number", "place_other", "line_number_other"), REASON, **_OTHER)


_OTHER = {
    "other_claim": pl.col("claim_number_other"),
    "other_line": pl.col("line_number_other"),
    "other_code": pl.col("code_other"),
}
