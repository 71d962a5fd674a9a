"""Which language a run speaks."""

from typing import Any

import pytest

from corridor.app.cli.language import LanguageError, language_and_rest
from tests.app.cli.conftest import Corridor

ENGLISH = "sponsor: found 'nobody', expected one of MERIDIAN, HARBOR\n"
TURKISH = "plan sponsoru – bulunan: 'nobody', beklenen şunlardan biri: MERIDIAN, HARBOR\n"
QUESTION = ("ledger", "trial-balance", "--sponsor", "nobody")
LOCALE = ("CORRIDOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("arguments", "environment", "language", "rest"),
    [
        (["explain", "17"], {}, "en", ["explain", "17"]),
        (["--lang", "tr", "explain", "17"], {}, "tr", ["explain", "17"]),
        (["explain", "17", "--lang", "tr"], {}, "tr", ["explain", "17"]),
        (["explain", "--lang=tr-TR", "17"], {}, "tr", ["explain", "17"]),
        (["--lang", "tr", "explain", "--lang", "en"], {"LANG": "tr_TR.UTF-8"}, "en", ["explain"]),
        (["verify"], {"CORRIDOR_LANG": "tr", "LC_ALL": "en_US.UTF-8"}, "tr", ["verify"]),
        (["verify"], {"LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"}, "en", ["verify"]),
        (["verify"], {"LANG": "tr_TR.UTF-8"}, "tr", ["verify"]),
        (["verify"], {"LANG": "de_DE.UTF-8"}, "en", ["verify"]),
        (["undo", "--", "--lang", "tr"], {}, "en", ["undo", "--", "--lang", "tr"]),
        (["explain", "--lang"], {}, "en", ["explain", "--lang"]),
    ],
)
def test_the_option_counts_before_the_environment_wherever_it_stands(
    arguments: list[str], environment: dict[str, str], language: str, rest: list[str]
) -> None:
    assert language_and_rest(arguments, environment) == (language, rest)


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["--lang", "xx"], {}, "--lang: found 'xx', expected en or tr"),
        (["--lang="], {}, "--lang: found '', expected en or tr"),
        ([], {"CORRIDOR_LANG": "de"}, "CORRIDOR_LANG: found 'de', expected en or tr"),
    ],
)
def test_a_language_that_we_do_not_speak(arguments: list[str], environment: dict[str, str], message: str) -> None:
    with pytest.raises(LanguageError) as caught:
        language_and_rest(arguments, environment)
    assert str(caught.value) == message


def test_the_option_stands_before_or_after_the_command(on_demo: Corridor) -> None:
    for arguments in (
        ("--lang", "tr", *QUESTION),
        (*QUESTION, "--lang", "tr"),
        (*QUESTION[:2], "--lang=tr", *QUESTION[2:]),
    ):
        assert (on_demo(*arguments).code, on_demo(*arguments).err) == (1, TURKISH)


def test_the_locale_counts_where_nothing_else_is_said(on_demo: Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    assert on_demo(*QUESTION).err == ENGLISH
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    assert on_demo(*QUESTION).err == TURKISH
    assert on_demo(*QUESTION, "--lang", "en").err == ENGLISH
    monkeypatch.setenv("CORRIDOR_LANG", "en")
    assert on_demo(*QUESTION).err == ENGLISH


def test_a_wrong_language_is_one_line_in_the_language_of_the_environment(
    on_demo: Corridor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = on_demo("--lang", "xx", "verify")
    assert (ran.code, ran.out, ran.err) == (1, "", "--lang: found 'xx', expected en or tr\n")
    monkeypatch.setenv("CORRIDOR_LANG", "tr")
    assert on_demo("--lang", "xx", "verify").err == "--lang – bulunan: 'xx', beklenen: en ya da tr\n"


def test_data_has_the_same_keys_and_codes_in_any_language(on_demo: Corridor) -> None:
    for command in (("ledger", "trial-balance"), ("sponsor", "list"), ("verify", "--sponsor", "HARBOR")):
        assert on_demo(*command, "--json", "--lang", "tr").data == on_demo(*command, "--json").data
    english, turkish = (on_demo("explain", "1", "--json", "--lang", language).data for language in ("en", "tr"))
    assert without_sentences(english) == without_sentences(turkish)
    assert english != turkish


SENTENCES = {"explanation", "text", "formula", "label", "group_text", "carc_text", "rarc_text"}
"""Keys under which data holds what people read."""


def without_sentences(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_sentences(value) for key, value in data.items() if key not in SENTENCES}
    return [without_sentences(item) for item in data] if isinstance(data, list) else data
