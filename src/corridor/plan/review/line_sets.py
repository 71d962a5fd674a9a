"""Sets of service lines: what lines claims of a kind can carry, which of them a benefit's criteria take."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corridor.plan.match import Match
from corridor.plan.review.code_sets import (
    ALPHABET,
    ANY_CODE,
    DIGITS,
    LETTERS,
    NO_CODE,
    CodeSet,
    chain,
    codes_like,
    either,
    without,
)
from corridor.plan.review.words import CRITERIA_SAID, KINDS_SAID
from corridor.wording.said import Said, listed

Kind = Literal["professional", "institutional", "dental", "pharmacy"]
Product = Literal["medical", "dental", "vision", "pharmacy"]

CRITERIA = (
    "place_of_service",
    "bill_type",
    "revenue_code",
    "procedure_code",
    "principal_diagnosis",
    "tooth",
    "formulary_tier",
    "channel",
)
"""The criteria of a match that look at a code, in the order of a box."""

KINDS_OF_PRODUCT: Mapping[Product, tuple[Kind, ...]] = {
    "medical": ("professional", "institutional", "pharmacy"),
    "dental": ("dental",),
    "vision": ("professional",),
    "pharmacy": ("pharmacy",),
}
"""Kinds of claims that a plan decides."""

_FIVE = chain(*[ALPHABET] * 5)
_NDC = chain(*[DIGITS] * 11)
_NEVER = either(chain(*[LETTERS] * 5), either(chain(*["0"] * 5), chain(*["0"] * 11)))
PROCEDURES = CodeSet(without(either(_FIVE, _NDC), _NEVER), False)
"""Well-formed procedure codes, as codes.code_shapes says."""

REVENUES = CodeSet(without(chain(*[DIGITS] * 4), chain("0", "0", "0", "1")), False)

CHANNELS = codes_like(("RETAIL", "MAIL", "SPECIALTY"))

_ANY = ANY_CODE | NO_CODE

Box = tuple[CodeSet, ...]
"""Lines whose code of each criterion is in its set: one set for each of CRITERIA."""


def _carrying(**codes: CodeSet) -> Box:
    """Lines with any procedure and diagnosis, these codes or none of the other criteria."""
    given = {"procedure_code": PROCEDURES, "principal_diagnosis": ANY_CODE, **codes}
    return tuple(given[name] | NO_CODE if name in given else NO_CODE for name in CRITERIA)


CARRIED: Mapping[Kind, Box] = {
    "professional": _carrying(place_of_service=ANY_CODE),
    "institutional": _carrying(bill_type=ANY_CODE, revenue_code=REVENUES),
    "dental": _carrying(place_of_service=ANY_CODE, tooth=ANY_CODE),
    "pharmacy": _carrying(place_of_service=ANY_CODE, formulary_tier=ANY_CODE, channel=CHANNELS),
}
"""What lines of each kind of claim can carry (records.claims): bill types and revenue codes are of institutional ones,
places of service of the others, teeth of dental ones, tiers and channels of drugs."""


@dataclass(frozen=True)
class Example:
    """A line in a set: its kind, and the codes that it must carry, by criterion."""

    kind: Kind
    codes: Mapping[str, str]

    @property
    def text(self) -> Said:
        """As `institutional, revenue code 0450`."""
        codes = (listed((CRITERIA_SAID[name], code), " ") for name, code in self.codes.items())
        return listed((KINDS_SAID[self.kind], *codes))


@dataclass(frozen=True)
class LineSet:
    """Lines of each kind, as boxes that have no line in common."""

    boxes: Mapping[Kind, tuple[Box, ...]]

    @property
    def is_empty(self) -> bool:
        return not any(self.boxes.values())

    def __and__(self, other: "LineSet") -> "LineSet":
        return LineSet(
            {
                kind: tuple(
                    met
                    for own in boxes
                    for theirs in other.boxes.get(kind, ())
                    if (met := meet(own, theirs)) is not None
                )
                for kind, boxes in self.boxes.items()
            }
        )

    def __sub__(self, other: "LineSet") -> "LineSet":
        return LineSet({kind: _left(boxes, other.boxes.get(kind, ())) for kind, boxes in self.boxes.items()})

    @property
    def example(self) -> Example:
        """One line; the set holds some."""
        kind, box = next((kind, box) for kind, boxes in self.boxes.items() for box in boxes)
        found = zip(CRITERIA, (codes.example for codes in box), strict=True)
        return Example(kind, {name: _written(name, code) for name, code in found if code is not None})


def lines_of(match: Match, product: Product) -> LineSet:
    """The lines that meet all criteria of a match, of the kinds that a plan of `product` decides."""
    wanted = tuple(_codes(match, criterion) for criterion in CRITERIA)
    kinds = [kind for kind in KINDS_OF_PRODUCT[product] if match.kinds is None or kind in match.kinds]
    return LineSet({kind: _one(meet(CARRIED[kind], wanted)) for kind in kinds})


def all_lines(product: Product) -> LineSet:
    """Every line that a plan of `product` may have to decide."""
    return LineSet({kind: (CARRIED[kind],) for kind in KINDS_OF_PRODUCT[product]})


def _codes(match: Match, criterion: str) -> CodeSet:
    patterns: tuple[str, ...] | None = getattr(match, criterion)
    return _ANY if patterns is None else codes_like(text.upper() for text in patterns)


def _one(box: Box | None) -> tuple[Box, ...]:
    return () if box is None else (box,)


def _written(criterion: str, code: str) -> str:
    """Words stand in a set as codes do, in capitals."""
    return code.lower() if criterion == "channel" else code


def meet(one: Box, other: Box) -> Box | None:
    """The lines in both boxes; None where there are none."""
    box = tuple(a & b for a, b in zip(one, other, strict=True))
    return None if any(codes.is_empty for codes in box) else box


def _left(boxes: Sequence[Box], taken: Sequence[Box]) -> tuple[Box, ...]:
    left = list(boxes)
    for other in taken:
        left = [piece for box in left for piece in _cut(box, other)]
    return tuple(left)


def _cut(box: Box, other: Box) -> Iterator[Box]:
    """`box` without the lines of `other`, in pieces that have no line in common."""
    met = meet(box, other)
    if met is None:
        yield box
        return
    for place, codes in enumerate(box):
        rest = codes - other[place]
        if not rest.is_empty:
            yield (*met[:place], rest, *box[place + 1 :])
