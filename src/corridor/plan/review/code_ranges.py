"""A set of codes as people write it: codes, ranges and prefixes, each a pattern that a plan could hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corridor.plan.review.code_sets import (
    ANYTHING,
    DIGITS,
    END,
    LETTERS,
    NOTHING,
    CodeSet,
    State,
    both,
    chain,
    state_of,
)


@dataclass(frozen=True)
class Template:
    """Codes of one form: a digit where `places` has `0`, elsewhere its letter; `is_prefix`: and whatever follows."""

    places: str
    is_prefix: bool

    def state_from(self, at: int) -> State:
        """The endings of the form from place `at` on."""
        sets = [DIGITS if place == "0" else place for place in self.places[at:]]
        return _then_anything(*sets) if self.is_prefix else chain(*sets)


@dataclass(frozen=True)
class Range:
    """Codes of one form from `low` to `high`."""

    low: str
    high: str
    is_prefix: bool

    @property
    def text(self) -> str:
        codes = self.low if self.low == self.high else f"{self.low}-{self.high}"
        return codes + ("*" if self.is_prefix else "")


_OF_SERVICES = (
    Template("00000", False),
    *(Template(f"0000{letter}", False) for letter in "AFMTU"),
    *(Template(f"{letter}0000", False) for letter in "ABCDEGHJKLMPQRSTUV"),
)
FORMS: Mapping[str, tuple[Template, ...]] = {
    "professional": _OF_SERVICES,
    "institutional": _OF_SERVICES,
    "dental": (Template("D0000", False),),
    "pharmacy": (Template("0" * 11, False),),
}
"""Kind of claim -> the forms that its procedure codes usually have: CPT and HCPCS, CDT, NDC."""


def ranges_of(codes: CodeSet) -> list[Range]:
    """The codes as ranges, in order. Exact for sets made of patterns; the number of ranges may be large."""
    return _joined(found for template in _templates(codes.codes) for found in _ranges(codes.codes, template))


def ranges_among(codes: CodeSet, forms: Sequence[Template]) -> list[Range]:
    """The codes that have one of `forms`, as ranges."""
    return _joined(found for template in forms for found in _ranges(codes.codes, template))


def _templates(state: State) -> Iterator[Template]:
    """The forms that codes of a set have: by breadth, all digits as one."""
    reached: dict[str, set[State]] = {"": {state}}
    while reached:
        longer: dict[str, set[State]] = {}
        for places, states in reached.items():
            if END in (ended := {_here(one) for one in states}):
                yield Template(places, False)
            if ANYTHING in ended:
                yield Template(places, True)
            for one in states - {ANYTHING}:
                for place, following in _ways(one):
                    longer.setdefault(places + place, set()).add(following)
        reached = longer


def _here(state: State) -> State:
    return ANYTHING if state is ANYTHING else END if state.ends else NOTHING


def _ways(state: State) -> Iterator[tuple[str, State]]:
    following = state.following
    for position, character in enumerate(DIGITS + LETTERS):
        if following[position] is not NOTHING:
            yield ("0" if character in DIGITS else character), following[position]


def _ranges(state: State, template: Template) -> Iterator[Range]:
    """The codes of one form in `state`, whole blocks at a time."""
    form = template.state_from(0)
    yield from _blocks(both(state, form) if not template.is_prefix else _prefixes(state, form), template, "")


def _prefixes(state: State, form: State) -> State:
    """Of `state`, the codes of a prefix form after which every ending is accepted."""
    if form is ANYTHING:
        return ANYTHING if state is ANYTHING else NOTHING
    if state is ANYTHING:
        return NOTHING
    pairs = list(zip(state.following, form.following, strict=True))
    made = [NOTHING if NOTHING in pair else _prefixes(*pair) for pair in pairs]
    return state_of(False, lambda character: made[(DIGITS + LETTERS).index(character)])


def _blocks(state: State, template: Template, head: str) -> Iterator[Range]:
    if state is NOTHING:
        return
    at = len(head)
    if state is template.state_from(at):
        tail = template.places[at:]
        yield Range(head + tail, head + tail.replace("0", "9"), template.is_prefix)
        return
    for character in DIGITS if template.places[at] == "0" else template.places[at]:
        yield from _blocks(state.following[(DIGITS + LETTERS).index(character)], template, head + character)


def _joined(ranges: Iterator[Range]) -> list[Range]:
    """Ranges that follow one another as one, by form and code."""
    joined: list[Range] = []
    for found in sorted(ranges, key=lambda one: (len(one.low), one.is_prefix, _letters(one.low), one.low)):
        last = joined[-1] if joined else None
        if last and last.is_prefix == found.is_prefix and _following(last.high) == found.low:
            joined[-1] = Range(last.low, found.high, found.is_prefix)
        else:
            joined.append(found)
    return sorted(joined, key=lambda one: (_letters(one.low), one.low, one.high))


def _letters(code: str) -> tuple[str, ...]:
    """What keeps codes of one form together: a first letter counts on, as patterns let it."""
    return tuple(character if character in LETTERS and place else "0" for place, character in enumerate(code))


def _following(code: str) -> str:
    """The next code of the same form: digits count, and so does a letter that comes first."""
    made = list(code)
    for place in reversed(range(len(code))):
        if made[place] in LETTERS and place:
            continue
        values = DIGITS if made[place] in DIGITS else LETTERS
        if made[place] != values[-1]:
            made[place] = values[values.index(made[place]) + 1]
            return "".join(made)
        made[place] = values[0]
    return ""


def _then_anything(*places: str) -> State:
    if not places:
        return ANYTHING
    rest = _then_anything(*places[1:])
    return state_of(False, lambda character: rest if character in places[0] else NOTHING)
