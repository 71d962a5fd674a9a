"""Help in Turkish: every text of every command, and what the library behind it says."""

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from corridor.app.cli.help import COMPLETION, NOTES, USAGE_ERRORS
from corridor.app.cli.language import with_children
from corridor.app.cli.main import program
from corridor.wording.catalogue import catalogue
from tests.app.cli.conftest import Corridor

LIBRARY = ("Usage: ", "Options", "Arguments", "Commands", "[OPTIONS]", "COMMAND [ARGS]...", *NOTES, *USAGE_ERRORS)
HELP_OPTION = "Show this message and exit."
SAME_IN_BOTH = re.compile(r"[\d\s<>\[\]{}().|/,%:=_-]*|  --received <%Y-%m-%d\|%Y-%m-%dT%H:%M>")
ENGLISH = re.compile(r"\b(the|of|and|is|was|for|with|which|that|from|default|required)\b", re.IGNORECASE)


def commands(command: Any, name: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Words of every command and group, with its object."""
    yield name, command
    for part, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*name, part))


def texts(command: Any) -> Iterator[str]:
    """All that help says of a command."""
    yield from filter(None, (command.help, command.short_help, command.epilog))
    for parameter in command.params:
        yield parameter.help or ""
        if parameter.param_type_name == "argument":
            yield parameter.metavar or parameter.name


def test_every_help_text_has_its_turkish() -> None:
    said_by_us = {text for command in with_children(program()) for text in texts(command)}
    assert sorted({*said_by_us, *LIBRARY, *COMPLETION, HELP_OPTION} - set(catalogue("tr"))) == []


@pytest.mark.parametrize("name", [name for name, _ in commands(program())], ids=" ".join)
def test_no_english_line_is_left_in_help(name: tuple[str, ...], on_demo: Corridor) -> None:
    english, turkish = (on_demo(*name, "--lang", language, "--help") for language in ("en", "tr"))
    assert (english.code, turkish.code) == (0, 0)
    lines = set(english.out.splitlines())
    same = [line for line in turkish.out.splitlines() if line in lines and not SAME_IN_BOTH.fullmatch(line)]
    assert same == []
    assert ENGLISH.findall(re.sub(r"--[\w-]+|`[^`]*`", "", turkish.out)) == []


def test_the_option_is_shown_with_every_command() -> None:
    for name, command in commands(program()):
        shown = [parameter.opts for parameter in command.params if "--lang" in parameter.opts]
        assert shown == [["--lang"]], name


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("explain",), "Eksik argüman: 'talep'."),
        (("explain", "1", "2"), "Beklenmeyen fazla argüman: 2"),
        (("explain", "1", "--bogus"), "Böyle bir seçenek yok: --bogus"),
        (("explain", "1", "--jso"), "Böyle bir seçenek yok: --jso (olası seçenekler: --json)"),
        (("ledger", "statement", "--account", "1000", "--from", "2026-01-01"), "Eksik seçenek: '--to'."),
        (("ledger", "statement", "--account"), "'--account' seçeneği bir değer ister."),
        (("demo", "--small=3"), "'--small' seçeneği değer almaz."),
        (("verify", "--lang"), "'--lang' seçeneği bir değer ister."),
        (("nothing-like-it",), "Böyle bir komut yok: 'nothing-like-it'."),
        (("loda",), "Böyle bir komut yok: 'loda'. Şunu mu demek istediniz: 'load'?"),
        (
            ("ledger", "trial-balance", "--as-of", "x"),
            "'--as-of' için geçersiz değer: 'x' şu biçimlere uymuyor: '%Y-%m-%d'.",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_turkish(
    on_demo: Corridor, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.setenv("CORRIDOR_LANG", "tr")
    ran = on_demo(*arguments)
    assert (ran.code, ran.out) == (2, "")
    *before, last = ran.err.splitlines()
    assert last == f"Hata: {message}"
    assert not before or (before[0].startswith("Kullanım: corridor") and before[1].startswith("Yardım için: 'corridor"))


def test_a_group_without_a_command_shows_its_help(on_demo: Corridor) -> None:
    for arguments in (("ledger", "--lang", "tr"), ("--lang", "tr", "ledger")):
        ran = on_demo(*arguments)
        assert ran.code == 2
        assert ran.err.startswith("Kullanım: corridor ledger [SEÇENEKLER] KOMUT [ARGÜMANLAR]...\n")


def test_what_is_broken_off_says_so(on_demo: Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise typer.Abort

    monkeypatch.setattr("corridor.app.store.tenancy.tenant_codes", broken_off)
    ran = on_demo("sponsor", "list", "--lang", "tr")
    assert (ran.code, ran.err) == (1, "vazgeçildi\n")


def test_completion_says_in_turkish_where_it_went(tmp_path: Any) -> None:
    code = "from corridor.app.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--lang", "tr", "--install-completion", "bash"],
        # Which shell is above is left out of it: from a process without one, completion for none would be asked for.
        env={"HOME": str(tmp_path), "PATH": "", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.count("\n") == 2, done.stdout + done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("bash tamamlaması şuraya kuruldu: ")
    assert second == "Tamamlama, uçbirim yeniden başlatılınca geçerli olur"


@pytest.mark.parametrize(("language", "seconds"), [("en", 0.3), ("tr", 0.5)])
def test_help_is_quick(language: str, seconds: float) -> None:
    code = (
        f"import sys; sys.argv[1:] = ['--lang', '{language}', '--help']; from corridor.app.cli.main import run; run()"
    )
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) < seconds
