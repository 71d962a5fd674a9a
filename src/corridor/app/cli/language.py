"""The language of a run: from `--lang`, else the environment; and the option itself, which every command has."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from corridor.wording.language import VARIABLES, Language, language_named, language_of
from corridor.wording.said import said

OPTION = "--lang"
VARIABLE = VARIABLES[0]


class LanguageError(ValueError):
    """A language was asked for that Corridor does not speak."""


def language_and_rest(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Language, list[str]]:
    """The language that is asked for, and the arguments without `--lang`, which may stand anywhere before `--`.

    The last one counts. One without its value stays, for the command to refuse. Raises LanguageError.
    """
    rest: list[str] = []
    asked = environment.get(VARIABLE)
    where = VARIABLE
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == OPTION and waiting:
            where, asked = OPTION, waiting.pop(0)
        elif word.startswith(f"{OPTION}="):
            where, asked = OPTION, word.removeprefix(f"{OPTION}=")
        elif word == "--":
            rest += [word, *waiting]
            break
        else:
            rest.append(word)
    return _named(where, asked) if asked or where == OPTION else language_of(environment), rest


def _named(where: str, name: str | None) -> Language:
    language = language_named(name or "")
    if language is None:
        raise LanguageError(said("{where}: found {found!r}, expected en or tr", where=where, found=name))
    return language


def add_language_option(command: Any) -> None:
    """Give a command and those below it the option, so that `--help` and completion show it.

    It does nothing: the language is known before a command line is parsed, and `--lang` taken out of it.
    """
    option = _option()
    for one in with_children(command):
        one.params.append(option)


def with_children(command: Any) -> list[Any]:
    """A command and all those below it."""
    return [command, *(one for child in getattr(command, "commands", {}).values() for one in with_children(child))]


def _option() -> Any:
    shape = typer.Typer(add_completion=False)

    @shape.command()
    def speak(
        lang: Annotated[
            str | None, typer.Option(OPTION, help="Language: en or tr; default: $CORRIDOR_LANG, else the locale.")
        ] = None,
    ) -> None: ...

    option = typer.main.get_command(shape).params[0]
    option.expose_value = False
    return option
