"""Sentences with their facts."""

import pickle
from pathlib import Path

import pytest

from corridor.money.text import amount_said
from corridor.wording import catalogue as catalogues
from corridor.wording.catalogue import CatalogueError, catalogue, template_in
from corridor.wording.heard import heard
from corridor.wording.language import language_of, speaking
from corridor.wording.said import Said, listed, said, told

NESTED = said("transaction {number}: {warning}", number=3, warning=said("{count} characters", count=7))


def test_a_sentence_is_its_english_text() -> None:
    sentence = said("{count} characters", count=7)
    assert sentence == "7 characters"
    assert {sentence: 1} == {"7 characters": 1}
    assert str(ValueError(sentence)) == "7 characters"


def test_it_is_told_with_its_facts() -> None:
    assert told(NESTED, "en") == str(NESTED) == "transaction 3: 7 characters"
    assert told(NESTED, "tr") == "işlem 3: 7 karakter"


def test_a_list_is_told_part_by_part() -> None:
    several = listed([said("segment {number}", number=4), "INS03", 7])
    assert (several, told(several, "tr")) == ("segment 4, INS03, 7", "segment 4, INS03, 7")
    assert told(listed([said("nothing"), said("a value")], "\n"), "tr") == "yok\nbir değer"


def test_a_list_of_errors_is_told_too() -> None:
    assert told(listed([ValueError(said("nothing"))]), "tr") == "yok"


def test_an_amount_is_told_in_the_form_of_the_language() -> None:
    most = said("at most {limit}", limit=amount_said(-123_456))
    assert (most, told(most, "tr")) == ("at most -1,234.56", "en çok -1.234,56")


def test_an_exception_is_told_by_its_first_argument() -> None:
    assert told(ValueError(said("nothing")), "tr") == "yok"
    assert told(KeyError(said("nothing"), 5), "tr") == "yok"
    assert told(ValueError("as it came"), "tr") == "as it came"
    assert told(ValueError(), "tr") == ""


@pytest.mark.parametrize("value", [None, 5, "plain text", ("a", "b")])
def test_what_is_no_sentence_comes_back_as_it_is(value: object) -> None:
    assert told(value, "tr") is value


def test_the_language_spoken_now_is_meant_unless_another_is_named() -> None:
    with speaking("tr"):
        assert told(NESTED) == "işlem 3: 7 karakter"
        assert told(NESTED, "en") == "transaction 3: 7 characters"
    assert told(NESTED) == "transaction 3: 7 characters"


@pytest.mark.parametrize("sentence", [NESTED, listed([NESTED, "x"], "; "), amount_said(250_000)])
def test_a_sentence_survives_pickling(sentence: Said) -> None:
    back = pickle.loads(pickle.dumps(sentence))
    assert (back, type(back)) == (sentence, type(sentence))
    assert told(back, "tr") == told(sentence, "tr")


def test_a_template_without_turkish_stays_english() -> None:
    assert template_in("tr", "a template that nobody wrote") == "a template that nobody wrote"
    assert catalogue("en") == {}


def test_one_template_told_in_two_ways_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tr"
    folder.mkdir()
    (folder / "first.toml").write_text('"claim" = "talep"\n"plan" = "plan"\n')
    (folder / "second.toml").write_text('"plan" = "plan"\n')
    (folder / "notes.txt").write_text("not a catalogue")
    monkeypatch.setattr(catalogues, "files", lambda _: tmp_path)
    assert catalogue.__wrapped__("tr") == {"claim": "talep", "plan": "plan"}
    (folder / "second.toml").write_text('"claim" = "hak"\n')
    with pytest.raises(CatalogueError, match=r"second\.toml: found 'claim' told in two ways, expected one"):
        catalogue.__wrapped__("tr")


def test_english_of_a_library_is_heard_by_its_form() -> None:
    templates = ("{problem} (at line {line}, column {column})", "Invalid value")
    sentence = heard("Invalid value (at line 2, column 5)", templates)
    assert told(sentence, "tr") == "geçersiz değer (satır 2, sütun 5)"
    assert heard("something else", templates) == "something else"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "tr_TR.UTF-8"}, "tr"),
        ({"LANG": "tr_TR.UTF-8", "CORRIDOR_LANG": "en"}, "en"),
        ({"LANG": "tr_TR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "", "LC_MESSAGES": "tr-TR"}, "tr"),
    ],
)
def test_the_environment_names_the_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language
