"""Which lines each benefit takes after those before it: out of reach, overlapping, and taken by none.

Exact: by algebra on the criteria (line_sets), never by trying codes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.plan.benefit_terms import Benefit
from corridor.plan.match import Match
from corridor.plan.review.code_ranges import FORMS, ranges_among
from corridor.plan.review.code_sets import EMPTY, CodeSet
from corridor.plan.review.line_sets import (
    CRITERIA,
    KINDS_OF_PRODUCT,
    Box,
    Example,
    Kind,
    LineSet,
    Product,
    all_lines,
    lines_of,
)
from corridor.plan.review.remarks import Remark, idle
from corridor.plan.review.words import KINDS_SAID
from corridor.plan.schema import PlanDocument
from corridor.wording.said import Said, listed, said

SHOWN_RANGES = 12
SHOWN_OVERLAPS = 4


@dataclass(frozen=True)
class Reach:
    """A benefit and its lines. wanted: that meet its criteria; taken: those of them that no benefit before it takes."""

    position: int
    benefit: Benefit
    wanted: LineSet
    taken: LineSet


def reach_of(terms: PlanDocument) -> tuple[list[Reach], LineSet]:
    """What each benefit takes, in the plan's order, and the lines that none takes."""
    left = all_lines(terms.product)
    reaches = []
    for position, benefit in enumerate(terms.benefits):
        wanted = lines_of(benefit.match, terms.product)
        reaches.append(Reach(position, benefit, wanted, wanted & left))
        left = left - wanted
    return reaches, left


def unreachable(reaches: Sequence[Reach]) -> Iterator[Remark]:
    """A benefit all of whose lines earlier ones take, or whose criteria no line meets together."""
    for place, reach in enumerate(reaches):
        location = ("benefits", reach.position, "match")
        if reach.wanted.is_empty:
            yield idle(
                "unreachable_benefit",
                location,
                said("criteria that no line of this plan's claims meets together"),
                said("criteria that a line can meet"),
            )
        elif reach.taken.is_empty:
            takers = [one.benefit.name for one in reaches[:place] if not (one.taken & reach.wanted).is_empty]
            yield idle(
                "unreachable_benefit",
                location,
                said("no line left after {benefits}", benefits=listed(takers)),
                said("lines that no earlier benefit takes"),
            )


def idle_patterns(reaches: Sequence[Reach], product: Product) -> Iterator[Remark]:
    """A code, range or prefix of a benefit in reach that brings it no line."""
    for reach in reaches:
        if reach.taken.is_empty:
            continue
        for criterion in CRITERIA:
            patterns: tuple[str, ...] = getattr(reach.benefit.match, criterion) or ()
            for number, pattern in enumerate(patterns):
                if len(patterns) > 1 and (_only(reach, criterion, pattern, product) & reach.taken).is_empty:
                    yield idle(
                        "idle_pattern",
                        ("benefits", reach.position, "match", criterion, number),
                        said("{pattern}, whose lines earlier benefits take", pattern=pattern),
                        said("a pattern that brings the benefit a line"),
                    )


def _only(reach: Reach, criterion: str, pattern: str, product: Product) -> LineSet:
    match: Match = reach.benefit.match.model_copy(update={criterion: (pattern,)})
    return lines_of(match, product)


def overlaps(reaches: Sequence[Reach]) -> Iterator[Remark]:
    """Benefits that meet earlier ones on a line: an example of each, and that the earlier one takes it."""
    for place, later in enumerate(reaches):
        if later.taken.is_empty:
            continue
        shared = [(earlier, earlier.taken & later.wanted) for earlier in reaches[:place]]
        met = [(earlier, lines.example) for earlier, lines in shared if not lines.is_empty]
        if met:
            yield _overlap(later, met)


def _overlap(later: Reach, met: Sequence[tuple[Reach, Example]]) -> Remark:
    each: list[Said] = [
        said("{benefit} ({example})", benefit=earlier.benefit.name, example=example.text) for earlier, example in met
    ]
    if len(each) > SHOWN_OVERLAPS:
        each[SHOWN_OVERLAPS:] = [said("{count} more", count=len(each) - SHOWN_OVERLAPS)]
    return Remark(
        "note",
        "overlap",
        ("benefits", later.position, "match"),
        said(
            "{later} also fits lines that earlier benefits take: {each}",
            later=later.benefit.name,
            each=listed(each, "; "),
        ),
        {
            "benefit": later.benefit.name,
            "taken_by": [
                {
                    "benefit": earlier.benefit.name,
                    "example": {"kind": example.kind, **example.codes},
                    "takes_only_such": (earlier.wanted - later.wanted).is_empty,
                }
                for earlier, example in met
            ],
        },
    )


def not_taken(left: LineSet, product: Product) -> Iterator[Remark]:
    """By kind of claim, the codes of lines that no benefit takes: they pend as unknown_code."""
    for kind in KINDS_OF_PRODUCT[product]:
        boxes = left.boxes.get(kind, ())
        if not boxes:
            continue
        if boxes == all_lines(product).boxes[kind]:
            text = said("no benefit takes {kind} lines: each pends as unknown_code", kind=KINDS_SAID[kind])
            yield Remark("note", "codes_not_taken", ("benefits",), text, {"kind": kind, "all": True})
            continue
        yield _gap(kind, boxes)


def _gap(kind: Kind, boxes: Sequence[Box]) -> Remark:
    """Lines with these procedure codes, some or all of them, are taken by no benefit."""
    place = CRITERIA.index("procedure_code")
    codes = EMPTY
    for box in boxes:
        codes = codes | box[place]
    ranges = [found.text for found in ranges_among(codes, FORMS[kind])]
    facts = {"kind": kind, "all": False, "procedure_codes": ranges, "without_a_procedure_code": codes.has_none}
    text = said(
        "{kind} lines that pend as unknown_code, some or all: {codes}",
        kind=KINDS_SAID[kind],
        codes=_shown(codes, ranges),
    )
    return Remark("note", "codes_not_taken", ("benefits",), text, facts)


def _shown(codes: CodeSet, ranges: Sequence[str]) -> Said:
    parts: list[object] = list(ranges[:SHOWN_RANGES])
    if len(ranges) > SHOWN_RANGES:
        parts.append(said("{count} more ranges", count=len(ranges) - SHOWN_RANGES))
    if codes.has_none:
        parts.insert(0, said("without a procedure code"))
    return listed(parts or [said("codes of unusual forms")])
