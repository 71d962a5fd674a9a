"""Teeth: as limits count them, and teeth that were lost before coverage began."""

import polars as pl

QUADRANTS = ("UR", "UL", "LR", "LL")
"""Upper right and left, lower right and left."""

_TEETH = {
    "UR": (*map(str, range(1, 9)), *"ABCDE"),
    "UL": (*map(str, range(9, 17)), *"FGHIJ"),
    "LL": (*map(str, range(17, 25)), *"KLMNO"),
    "LR": (*map(str, range(25, 33)), *"PQRST"),
}
"""Universal numbering (ADA): permanent teeth 1 to 32, primary teeth A to T."""

_SUPERNUMERARY = 50
"""Added to the number of a permanent tooth, `S` to the letter of a primary one, for an extra tooth beside it."""


def _quadrant_of() -> dict[str, str]:
    found = {quadrant: quadrant for quadrant in QUADRANTS}
    for quadrant, teeth in _TEETH.items():
        for tooth in teeth:
            extra = str(int(tooth) + _SUPERNUMERARY) if tooth.isdigit() else f"{tooth}S"
            found |= {tooth: quadrant, extra: quadrant}
    return found


_QUADRANT_OF = _quadrant_of()
_sent = pl.col("tooth").str.strip_chars().str.to_uppercase().str.replace_all(r"(^|:)0+", "${1}")
_as_quadrants = (
    _sent.str.split(":")
    .list.eval(pl.element().replace_strict(_QUADRANT_OF, default=pl.element()).unique().sort())
    .list.join(":")
)

TOOTH = pl.when(pl.col("is_by_quadrant")).then(_as_quadrants).otherwise(_sent)
"""The tooth as sent, without leading zeros; its quadrant where the benefit's limit is by quadrant. Several: joined."""

SURFACES = pl.col("surfaces").str.to_uppercase().str.replace_all(r"[^MODBLIF]", "").replace("", None)
"""Letters of the surfaces, without what stands between them."""

PROSTHESES = r"^D(?:5[0-8]|6)"
"""What replaces teeth, by the ranges of CDT: dentures D5000 to D5899, implants and bridges D6000 to D6999."""

_is_excluded = pl.col("excludes_missing_teeth").fill_null(False)

WAS_MISSING = _is_excluded & (pl.col("tooth_lost_on") < pl.col("covered_since"))
"""The tooth was lost before unbroken coverage in the plan began."""

MAY_HAVE_BEEN_MISSING = (
    _is_excluded & pl.col("tooth_lost_on").is_null() & pl.col("procedure_code").str.contains(PROSTHESES)
)
"""A tooth is replaced and nobody said when it was lost."""
