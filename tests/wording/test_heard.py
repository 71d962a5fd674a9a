"""English that somebody else wrote is told again by its form."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from corridor.wording.heard import heard
from corridor.wording.said import Said, told

TEMPLATES = (
    "Error: {message}",
    "No such option: {option} (Possible options: {options})",
    "No such option: {option}",
)


def test_the_first_form_that_fits_counts_and_its_facts_are_heard_in_turn() -> None:
    text = heard("Error: No such option: --jso (Possible options: --json)", TEMPLATES)
    assert isinstance(text, Said)
    assert text.template == "Error: {message}"
    assert told(text, "tr") == "Hata: Böyle bir seçenek yok: --jso (olası seçenekler: --json)"
    assert told(heard("No such option: --x", TEMPLATES), "tr") == "Böyle bir seçenek yok: --x"


def test_a_text_of_no_known_form_stays_as_it_is() -> None:
    assert heard("something else", TEMPLATES) == "something else"
    assert not isinstance(heard("something else", TEMPLATES), Said)


def test_signs_of_patterns_are_plain_text() -> None:
    template = "Got unexpected extra argument(s) ({arguments})"
    found = heard("Got unexpected extra argument(s) (a b)", (template,))
    assert isinstance(found, Said)
    assert found.facts == {"arguments": "a b"}
    assert heard("Got unexpected extra arguments a b", (template,)) == "Got unexpected extra arguments a b"


@given(st.text(min_size=1))
def test_in_english_nothing_is_lost(fact: str) -> None:
    text = f"Error: {fact}"
    found = heard(text, TEMPLATES)
    assert (str(found), told(found, "en"), pickle.loads(pickle.dumps(found))) == (text, text, text)
