"""Which lines a benefit takes: patterns over codes, all criteria given must hold, any value within one."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from corridor.plan.document import Strict
from corridor.wording.said import said

_PATTERN = re.compile(r"^([A-Z0-9]+)(?:-([A-Z0-9]+))?(\*)?$")


@dataclass(frozen=True)
class CodePattern:
    """`low` to `high` inclusive. A prefix pattern looks at the first characters of a code, another at all of it."""

    low: str
    high: str
    is_prefix: bool

    @property
    def shape(self) -> str:
        """A regular expression for codes with digits where `low` has digits and letters where it has letters.

        A letter that both ends share stands: 0517F is no code between 0001T and 0999T.
        """
        ends = zip(self.low, self.high, strict=True)
        places = ("[0-9]" if low.isdigit() else low if low == high else "[A-Z]" for low, high in ends)
        return "^" + "".join(places) + ("" if self.is_prefix else "$")


def parse_pattern(text: str) -> CodePattern:
    """`99213`, `99202-99215`, `D1*`, `290-319*` -> CodePattern.

    Raises ValueError where it is none of these, or its range is upside down or mixes kinds of code.
    """
    match = _PATTERN.match(text)
    if not match:
        raise ValueError(said("a code, a range or a prefix such as 99213, 99202-99215, D1*, 290-319*"))
    pattern = CodePattern(match[1], match[2] or match[1], match[3] is not None)
    if len(pattern.low) != len(pattern.high):
        raise ValueError(said("a range between codes of one length"))
    if not re.match(pattern.shape, pattern.high):
        raise ValueError(said("a range between codes with letters in the same places"))
    if pattern.low > pattern.high:
        raise ValueError(said("a range from the lower code to the higher"))
    return pattern


def _checked(text: str) -> str:
    parse_pattern(text)
    return text


Pattern = Annotated[str, AfterValidator(_checked)]
Patterns = Annotated[tuple[Pattern, ...], Field(min_length=1)]


class Match(Strict):
    """The criteria of a benefit. One that is left out is no criterion."""

    kinds: tuple[Literal["professional", "institutional", "dental", "pharmacy"], ...] | None = Field(None, min_length=1)
    place_of_service: Patterns | None = None
    bill_type: Patterns | None = None
    revenue_code: Patterns | None = None
    procedure_code: Patterns | None = None
    principal_diagnosis: Patterns | None = None
    tooth: Patterns | None = None
    formulary_tier: Patterns | None = None
    channel: tuple[Literal["retail", "mail", "specialty"], ...] | None = Field(None, min_length=1)
