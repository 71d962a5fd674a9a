"""What differs in the lines that benefits take: criteria, and which lines fall under another benefit than before."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from corridor.plan.benefit_terms import Benefit
from corridor.plan.differences.difference import Difference
from corridor.plan.match import Match
from corridor.plan.review.code_ranges import ranges_of
from corridor.plan.review.code_sets import CodeSet, codes_like
from corridor.plan.review.line_sets import CRITERIA, LineSet
from corridor.plan.review.reach import Reach, reach_of
from corridor.plan.review.words import CRITERIA_SAID, KINDS_SAID
from corridor.plan.schema import PlanDocument
from corridor.wording.said import Said, listed, said

SHOWN_RANGES = 12
NOBODY = None


def criteria_differences(before: Benefit, after: Benefit) -> Iterator[Difference]:
    """Kinds and codes that a benefit's criteria name now, and those that they name no longer."""
    group = said("Benefit {name}", name=after.name)
    for name in ("kinds", *CRITERIA):
        was, now = getattr(before.match, name), getattr(after.match, name)
        if was == now:
            continue
        path = f"benefits.{after.name}.match.{name}"
        if was is None or now is None or name in ("kinds", "channel"):
            yield Difference(group, path, CRITERIA_SAID[name], _written(name, was), _written(name, now), after.clause)
            continue
        lost, won = codes_like(was) - codes_like(now), codes_like(now) - codes_like(was)
        if not lost.is_empty:
            what = listed([CRITERIA_SAID[name], said("codes taken out")])
            yield Difference(group, path, what, _ranges(lost), None, after.clause)
        if not won.is_empty:
            what = listed([CRITERIA_SAID[name], said("codes added")])
            yield Difference(group, path, what, None, _ranges(won), after.clause)


def match_said(match: Match) -> Said:
    """Criteria of a match, those that are given."""
    given = [name for name in ("kinds", *CRITERIA) if getattr(match, name) is not None]
    return listed([listed([CRITERIA_SAID[name], _written(name, getattr(match, name))], " ") for name in given], "; ")


def _written(name: str, patterns: Sequence[str] | None) -> Said:
    if patterns is None:
        return said("any")
    return listed([KINDS_SAID.get(text, text) for text in patterns] if name == "kinds" else patterns)


def _ranges(codes: CodeSet) -> Said:
    texts: list[object] = [found.text for found in ranges_of(codes)]
    if len(texts) > SHOWN_RANGES:
        texts[SHOWN_RANGES:] = [said("{count} more ranges", count=len(texts) - SHOWN_RANGES)]
    return listed(texts)


def moved_lines(before: PlanDocument, after: PlanDocument, renamed: Mapping[str, str]) -> Iterator[Difference]:
    """Lines that another benefit takes than before, or none; an example of each way.

    renamed: name before -> name now.
    """
    taken, left = reach_of(before)
    taken_now, left_now = reach_of(after)
    for was, lines in (*_named(taken, renamed), (NOBODY, left)):
        for now, lines_now in (*_named(taken_now, {}), (NOBODY, left_now)):
            moved = lines & lines_now
            if was != now and not moved.is_empty:
                what = said("such as {example}", example=moved.example.text)
                yield Difference(said("Lines"), f"lines.{was}.{now}", what, _benefit(was), _benefit(now))


def _named(reaches: Sequence[Reach], renamed: Mapping[str, str]) -> list[tuple[str | None, LineSet]]:
    return [(renamed.get(reach.benefit.name, reach.benefit.name), reach.taken) for reach in reaches]


def _benefit(name: str | None) -> Said:
    return said("no benefit") if name is None else listed([name])


def same_lines(one: Match, other: Match) -> bool:
    """Whether two matches name the same kinds and codes, however they are written."""
    kinds = [set(match.kinds) if match.kinds else None for match in (one, other)]
    return kinds[0] == kinds[1] and all(_codes(one, name) == _codes(other, name) for name in CRITERIA)


def _codes(match: Match, name: str) -> CodeSet | None:
    patterns: tuple[str, ...] | None = getattr(match, name)
    return None if patterns is None else reduce(or_, (codes_like([text.upper()]) for text in patterns))
