"""Assistants at surgery and second surgeons: for which procedures they are paid.

Source: CMS, physician fee schedule relative value file, indicators of assistants and of co-surgeons.
"""

import polars as pl

from corridor.claims.code_edits.billed import has_modifier
from corridor.claims.code_edits.hits import hits_from

REASON = "assistant_not_allowed"
SURGEON_ASSISTS, OTHER_ASSISTS = ("80", "81", "82"), ("AS",)
ASSISTS = (*SURGEON_ASSISTS, *OTHER_ASSISTS)
SECOND_SURGEON = ("62",)
_ASSISTANT_PAID = ("2",)
_CO_SURGEON_PAID = ("1", "2")


def assistant_hits(with_values: pl.DataFrame) -> pl.DataFrame:
    """Lines of assistants, and of two surgeons, whose procedure's indicator has none; a code without one is let pass.

    Indicator 0 of assistants asks for proof of need, which a claim does not carry. with_values: `valued`.
    """
    assists = has_modifier(ASSISTS) & ~pl.col("assistant").is_in(_ASSISTANT_PAID)
    shares = has_modifier(SECOND_SURGEON) & ~pl.col("co_surgeon").is_in(_CO_SURGEON_PAID)
    met = with_values.filter("is_asked", pl.col("setting") == "practitioner", assists | shares)
    return hits_from(met, REASON)
