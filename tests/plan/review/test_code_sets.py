"""Sets of codes agree with the patterns' own meaning, and their algebra with that of sets."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.codes.code_shapes import PROCEDURE_NEVER, PROCEDURE_SHAPE, REVENUE_SHAPE, REVENUE_TOTAL
from corridor.plan.match import parse_pattern
from corridor.plan.review.code_ranges import FORMS, ranges_among, ranges_of
from corridor.plan.review.code_sets import ALPHABET, NOTHING, CodeSet, State, codes_like, first_code
from corridor.plan.review.line_sets import PROCEDURES, REVENUES

QUICK = settings(max_examples=200, deadline=None)
CODES = st.one_of(
    st.text("0129AFZ", min_size=1, max_size=6),
    st.text(ALPHABET, min_size=4, max_size=5),
    st.from_regex(r"[0-9]{4,5}|[0-9]{11}|[A-V][0-9]{4}|[0-9]{4}[FT]", fullmatch=True),
)


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A code, a range or a prefix."""
    form = draw(st.sampled_from(["00", "000", "A00", "0A", "00F", "0"]))
    low, high = sorted(draw(st.from_regex(_like(form), fullmatch=True)) for _ in range(2))
    text = low if draw(st.booleans()) else f"{low}-{high}"
    return text + draw(st.sampled_from(["", "*"]))


def _like(form: str) -> str:
    return "".join("[0-9]" if place == "0" else "[A-C]" if place == "A" else place for place in form)


def holds(state: State, code: str) -> bool:
    for character in code:
        state = state.following[ALPHABET.index(character)]
    return state.ends


def takes(pattern: str, code: str) -> bool:
    """As claims.code_tables reads a pattern."""
    parsed = parse_pattern(pattern)
    head = code[: len(parsed.low)] if parsed.is_prefix else code
    if parsed.low == parsed.high:
        return head == parsed.low
    return parsed.low <= head <= parsed.high and re.search(parsed.shape, head) is not None


@QUICK
@given(st.lists(patterns(), min_size=1, max_size=4), CODES)
def test_a_set_holds_what_its_patterns_take(texts: list[str], code: str) -> None:
    assert holds(codes_like(texts).codes, code) == any(takes(text, code) for text in texts)


@QUICK
@given(st.lists(patterns(), max_size=3), st.lists(patterns(), max_size=3), CODES)
def test_algebra(one: list[str], other: list[str], code: str) -> None:
    a, b = codes_like(one), codes_like(other)
    in_a, in_b = holds(a.codes, code), holds(b.codes, code)
    assert holds((a & b).codes, code) == (in_a and in_b)
    assert holds((a | b).codes, code) == (in_a or in_b)
    assert holds((a - b).codes, code) == (in_a and not in_b)
    assert ((a - b) | (a & b)).codes is a.codes


@QUICK
@given(st.lists(patterns(), max_size=3), st.lists(patterns(), max_size=2))
def test_ranges_are_patterns_of_the_same_codes(one: list[str], other: list[str]) -> None:
    codes = codes_like(one) - codes_like(other)
    assert codes_like(found.text for found in ranges_of(codes)).codes is codes.codes


@given(CODES)
@QUICK
def test_well_formed_codes_are_those_of_code_shapes(code: str) -> None:
    is_procedure = bool(re.search(PROCEDURE_SHAPE, code)) and not re.search(PROCEDURE_NEVER, code)
    assert holds(PROCEDURES.codes, code) == is_procedure
    assert holds(REVENUES.codes, code) == (bool(re.search(REVENUE_SHAPE, code)) and code != REVENUE_TOTAL)


@pytest.mark.parametrize(
    ("kept", "gone", "written"),
    [
        (["99201-99215"], ["99201"], ["99202-99215"]),
        (["A0000-C9999", "E0000-V9999"], ["C1234"], ["A0000-C1233", "C1235-C9999", "E0000-V9999"]),
        (["0001A-0999A"], ["0500A-0600A"], ["0001A-0499A", "0601A-0999A"]),
        (["290-319*"], ["300*"], ["290-299*", "301-319*"]),
        (["Z00*", "Z01"], ["Z00*"], ["Z01"]),
        (["99213"], ["99*"], []),
    ],
)
def test_differences_as_people_write_them(kept: list[str], gone: list[str], written: list[str]) -> None:
    assert [found.text for found in ranges_of(codes_like(kept) - codes_like(gone))] == written


def test_only_usual_forms_are_listed_where_asked() -> None:
    assert [found.text for found in ranges_among(codes_like(["D*", "99213"]), FORMS["dental"])] == ["D0000-D9999"]


def test_the_first_code_is_the_shortest() -> None:
    assert first_code(codes_like(["B12", "C1", "D*"]).codes) == "D"
    assert CodeSet(NOTHING, True).example is None
    with pytest.raises(AssertionError):
        first_code(NOTHING)
