"""Sets of codes with exact algebra: each set is the smallest automaton that accepts its codes.

Patterns of a plan are ranges and prefixes over codes of any length, so a set has no list of members. What holds for
the automata holds for every code: nothing here is sampled. Codes are of digits and capital letters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, reduce

from corridor.plan.match import CodePattern, parse_pattern

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = DIGITS + LETTERS


class State:
    """A state of an automaton: whether a code may end here, and the state that each character leads to.

    Two states that accept the same endings are one object, so `is` tells whether two sets are equal.
    """

    __slots__ = ("ends", "following")

    def __init__(self, ends: bool, following: tuple["State", ...]):
        self.ends = ends
        self.following = following or (self,) * len(ALPHABET)


NOTHING = State(False, ())
ANYTHING = State(True, ())
"""Every ending, the empty one too."""

_LOOPS = {False: NOTHING, True: ANYTHING}


@cache
def _kept(ends: bool, following: tuple[State, ...]) -> State:
    loop = _LOOPS[ends]
    return loop if all(state is loop for state in following) else State(ends, following)


def state_of(ends: bool, to: Callable[[str], State]) -> State:
    """The one state with these ways on."""
    return _kept(ends, tuple(to(character) for character in ALPHABET))


END = state_of(True, lambda _: NOTHING)
"""The empty ending only."""


@cache
def chain(*places: str) -> State:
    """Codes with one of `places[i]` at place i, and nothing after."""
    if not places:
        return END
    rest = chain(*places[1:])
    return state_of(False, lambda character: rest if character in places[0] else NOTHING)


@cache
def both(one: State, other: State) -> State:
    """What both accept."""
    if one is other or other is ANYTHING:
        return one
    if one is ANYTHING:
        return other
    if NOTHING in (one, other):
        return NOTHING
    pairs = zip(one.following, other.following, strict=True)
    return _kept(one.ends and other.ends, tuple(both(*pair) for pair in pairs))


@cache
def without(one: State, other: State) -> State:
    """What `one` accepts and `other` does not."""
    if one is other or other is ANYTHING or one is NOTHING:
        return NOTHING
    if other is NOTHING:
        return one
    pairs = zip(one.following, other.following, strict=True)
    return _kept(one.ends and not other.ends, tuple(without(*pair) for pair in pairs))


@cache
def either(one: State, other: State) -> State:
    """What one of the two accepts."""
    if one is other or other is NOTHING:
        return one
    if one is NOTHING:
        return other
    if ANYTHING in (one, other):
        return ANYTHING
    pairs = zip(one.following, other.following, strict=True)
    return _kept(one.ends or other.ends, tuple(either(*pair) for pair in pairs))


def _of_pattern(pattern: CodePattern) -> State:
    low, high = pattern.low, pattern.high

    def places(at: int) -> str:
        if low == high or (low[at] == high[at] and low[at] in LETTERS):
            return low[at]
        return DIGITS if low[at] in DIGITS else LETTERS

    @cache
    def ending(at: int, is_lowest: bool, is_highest: bool) -> State:
        if at == len(low):
            return ANYTHING if pattern.is_prefix else END

        def to(character: str) -> State:
            is_below = is_lowest and character < low[at]
            is_above = is_highest and character > high[at]
            if is_below or is_above or character not in places(at):
                return NOTHING
            return ending(at + 1, is_lowest and character == low[at], is_highest and character == high[at])

        return state_of(False, to)

    return ending(0, True, True)


@dataclass(frozen=True)
class CodeSet:
    """Codes, and whether a line that has no code is among them."""

    codes: State
    has_none: bool

    def __and__(self, other: "CodeSet") -> "CodeSet":
        return CodeSet(both(self.codes, other.codes), self.has_none and other.has_none)

    def __sub__(self, other: "CodeSet") -> "CodeSet":
        return CodeSet(without(self.codes, other.codes), self.has_none and not other.has_none)

    def __or__(self, other: "CodeSet") -> "CodeSet":
        return CodeSet(either(self.codes, other.codes), self.has_none or other.has_none)

    @property
    def is_empty(self) -> bool:
        return self.codes is NOTHING and not self.has_none

    @property
    def example(self) -> str | None:
        """The shortest code, of those the first; None where a line without a code is among them."""
        return None if self.has_none else first_code(self.codes)


ANY_CODE = CodeSet(state_of(False, lambda _: ANYTHING), False)
NO_CODE = CodeSet(NOTHING, True)
EMPTY = CodeSet(NOTHING, False)


def codes_like(patterns: Iterable[str]) -> CodeSet:
    """The codes that one of a plan's patterns takes."""
    states = (_of_pattern(parse_pattern(text)) for text in patterns)
    return CodeSet(reduce(either, states, NOTHING), False)


def first_code(state: State) -> str:
    """The shortest code that `state` accepts, of those the first; it accepts some."""
    assert state is not NOTHING
    reached = {state: ""}
    while True:
        for found, code in reached.items():
            if found.ends:
                return code
        longer: dict[State, str] = {}
        for found, code in reached.items():
            for character, following in zip(ALPHABET, found.following, strict=True):
                if following is not NOTHING:
                    longer.setdefault(following, code + character)
        reached = longer
