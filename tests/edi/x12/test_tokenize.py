"""Cutting text into segments and putting it together again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.edi.x12.delimiters import Delimiters
from corridor.edi.x12.tokenize import cut, decode, join

STARS = Delimiters("*", ":", "^", "~")


@pytest.mark.parametrize(
    ("text", "texts", "leads", "tail", "is_terminated"),
    [
        ("A*1~B*2~", ["A*1", "B*2"], ["", ""], "", True),
        ("A*1~\r\n  B*2~\n", ["A*1", "B*2"], ["", "\r\n  "], "\n", True),
        ("A*1~B*2\n", ["A*1", "B*2"], ["", ""], "\n", False),
        ("A*1~~B*2~", ["A*1", "", "B*2"], ["", "", ""], "", True),
        ("\n", [], [], "\n", True),
    ],
)
def test_what_stands_between_segments_is_kept(
    text: str, texts: list[str], leads: list[str], tail: str, is_terminated: bool
) -> None:
    stretch = cut(text, STARS, 1)
    assert (stretch.texts, stretch.leads, stretch.tail, stretch.is_terminated) == (texts, leads, tail, is_terminated)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="AB*~: \r\n\té", max_size=40), st.sampled_from("~\n\r|"))
def test_join_gives_the_text_back(text: str, terminator: str) -> None:
    assert join(cut(text, Delimiters("*", ":", "^", terminator), 1)) == text


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60))
def test_decoding_loses_nothing(content: bytes) -> None:
    text, encoding = decode(content)
    assert text.encode(encoding) == content
