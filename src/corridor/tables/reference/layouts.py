"""Which columns each list has, and by what heading they are known: as published, or in our names."""

import re
from dataclasses import dataclass
from typing import Literal

from corridor.records.reference import GLOBAL_PERIODS, PLACES

Reads = Literal["code", "modifier", "day", "last_day", "choice", "locality", "drg", "text", "number"]


@dataclass(frozen=True)
class Cell:
    """One column of ours. headings: patterns over headings in capitals, words only; the first that fits wins.

    scale: of a number, how many of our units make one of theirs. values: of a choice, those that it may have. empty:
    what an empty number stands for, None: nothing may be empty that is_required. others are left empty.
    is_mapped: a column map says the heading, and no other is looked for.
    """

    name: str
    reads: Reads
    headings: tuple[str, ...]
    is_required: bool = True
    scale: int = 1
    values: tuple[str, ...] = ()
    empty: int | None = None
    is_mapped: bool = False

    def place_in(self, headings: list[str]) -> int | None:
        """Position of its column among headings as `plain` writes them."""
        own = f"^{self.name.upper().replace('_', ' ')}$"
        for pattern in self.headings if self.is_mapped else (own, *self.headings):
            for place, heading in enumerate(headings):
                if re.search(pattern, heading):
                    return place
        return None


def plain(heading: str) -> str:
    """A heading in capitals, words parted by one space."""
    return " ".join(re.findall(r"[A-Z0-9*=]+", heading.upper()))


_CODE = Cell("code", "code", (r"\b(HCPCS|CPT)\b", r"^(PROCEDURE )?CODE$"))
_MODIFIER = Cell("modifier", "modifier", (r"^MOD(IFIER)?$",), is_required=False)
_FROM = Cell("effective_from", "day", (r"^EFFECTIVE( DATE)?$", r"^EFF DATE$"), is_required=False)
_TO = Cell(
    "effective_to_exclusive", "last_day", (r"^DELETION DATE", r"^END DATE$", r"^EFFECTIVE TO$"), is_required=False
)


def _indicator(name: str, *headings: str) -> Cell:
    return Cell(name, "text", headings, is_required=False)


def _cents(name: str, *headings: str) -> Cell:
    own = name.removesuffix("_cents").upper().replace("_", " ")
    return Cell(name, "number", (f"^{own}$", *headings), scale=100)


LAYOUTS: dict[str, tuple[Cell, ...]] = {
    "ncci": (
        Cell("column_one", "code", (r"^COLUMN ?(1|ONE)$",)),
        Cell("column_two", "code", (r"^COLUMN ?(2|TWO)$",)),
        Cell("modifier_indicator", "choice", (r"^MODIFIER\b",), values=("0", "1", "9")),
        Cell("effective_from", "day", (r"EFFECTIVE",)),
        _TO,
    ),
    "mue": (
        _CODE,
        Cell("most_units", "number", (r"MUE VALUE", r"^UNITS$")),
        Cell("adjudication", "choice", (r"ADJUDICATION INDICATOR", r"^MAI$"), values=("1", "2", "3")),
        _FROM,
        _TO,
    ),
    "rvu": (
        _CODE,
        _MODIFIER,
        _indicator("status", r"STATUS( CODE)?$"),
        Cell("work", "number", (r"^WORK RVU",), scale=100, empty=0),
        Cell("pe_nonfacility", "number", (r"NON ?FAC(ILITY)? PE RVU",), scale=100, empty=0),
        Cell("pe_facility", "number", (r"^(?!.*NON).*FAC(ILITY)? PE RVU",), scale=100, empty=0),
        Cell("mp", "number", (r"^(MP|MALPRACTICE) RVU",), scale=100, empty=0),
        Cell(
            "global_period",
            "choice",
            (r"^GLOB(AL)?( DAYS| PERIOD)?$",),
            is_required=False,
            values=GLOBAL_PERIODS,
        ),
        _indicator("multiple_procedure", r"^MULT(IPLE)? PROC"),
        _indicator("bilateral", r"^BILAT"),
        _indicator("assistant", r"^ASST|^ASSISTANT"),
        _indicator("co_surgeon", r"^CO SURG"),
        Cell("conversion_factor", "number", (r"^CONV(ERSION)? FACTOR$",), is_required=False, scale=10_000),
        _FROM,
        _TO,
    ),
    "gpci": (
        Cell("locality", "locality", (r"^LOCALITY( NUMBER)?$",)),
        Cell("state", "text", (r"^STATE$",), is_required=False),
        Cell("work", "number", (r"\b(PW|WORK)\b.*\bWITH 1 0 FLOOR", r"\b(PW|WORK)\b.*GPCI"), scale=10_000),
        Cell("pe", "number", (r"\bPE\b.*GPCI",), scale=10_000),
        Cell("mp", "number", (r"\bMP\b.*GPCI",), scale=10_000),
        _FROM,
        _TO,
    ),
    "fees": (
        Cell("schedule", "text", (), is_required=False),
        _CODE,
        _MODIFIER,
        Cell("place", "choice", (r"^PLACE( OF SERVICE)?$",), is_required=False, values=PLACES),
        _cents("fee_cents", r"^(AMOUNT|ALLOWED|RATE|PRICE)$"),
        _FROM,
        _TO,
    ),
    "drg": (
        Cell("drg", "drg", (r"^(MS )?DRG$",)),
        Cell("weight", "number", (r"^(RELATIVE )?WEIGHTS?\b",), scale=10_000, empty=0),
        Cell("geometric_days", "number", (r"^GEOMETRIC MEAN",), is_required=False, scale=10),
        Cell("arithmetic_days", "number", (r"^ARITHMETIC MEAN",), is_required=False, scale=10),
        _FROM,
        _TO,
    ),
    "ucr": (
        Cell("area", "text", (r"^(GEO)?ZIP3?$", r"^GEOZIP$")),
        _CODE,
        _MODIFIER,
        Cell("percentile", "number", ()),
        _cents("charge_cents", r"^(AMOUNT|VALUE)$"),
        _FROM,
        _TO,
    ),
    "anaesthesia": (_CODE, Cell("base_units", "number", (r"^BASE UNITS?$",)), _FROM, _TO),
    "qpa": (
        Cell("network", "text", (), is_required=False),
        _CODE,
        _MODIFIER,
        Cell("area", "text", (r"^(GEOGRAPHIC )?REGION$",), is_required=False),
        _cents("amount_cents", r"^QPA$"),
        _FROM,
        _TO,
    ),
}

SUBJECT = {"ncci": "setting", "mue": "setting", "fees": "schedule", "qpa": "network"}
"""Column of a list under whose values tables stand side by side: a later one takes the place of that value only."""

PRACTITIONER, FACILITY = r"PRACTITIONER|CCIPRA", r"OUTPATIENT|HOSPITAL|FACILITY|CCIOPH"
"""By which words of a heading, or of the file's name, it is told whose claims an edit is for."""
