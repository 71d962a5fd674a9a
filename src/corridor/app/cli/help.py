"""Help and usage errors in the current language: our texts by the catalogue, the library's known by their form."""

import io
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from typing import Any

import typer

from corridor.app.cli.language import with_children
from corridor.wording.catalogue import template_in
from corridor.wording.heard import heard
from corridor.wording.language import current_language
from corridor.wording.said import told

NOTES = ("required", "default: {default}", "env var: {variable}")
"""What the library says in brackets after a help text."""

USAGE_ERRORS = (
    "Try '{command}' for help.",
    "Error: {message}",
    "Invalid value for {parameter}: {message}",
    "Invalid value: {message}",
    "Value error, {message}",
    "{value} does not match the formats {formats}.",
    "{value} does not match the format {formats}.",
    "Value {value} is not a valid {type}.",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be {choices}",
    "{value} is not one of {choices}.",
    "Missing argument {argument}.",
    "Missing option {option}.",
    "Missing command.",
    "No such option: {option} (Possible options: {options})",
    "No such option: {option}",
    "{message}. Did you mean {names}?",
    "No such command {name}.",
    "No such command {name}",
    "Got unexpected extra argument(s) ({arguments})",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
)
"""What the library says of a command line that is wrong, the narrower form first."""


COMPLETION = (
    "{shell} completion installed in {path}",
    "Completion will take effect once you restart the terminal",
)
"""What it says when completion is installed."""

_NOTES = re.compile(r"  \[(?P<notes>[^\]]*)\]\Z")
_TYPE = re.compile(r"<[^<>]+>")


def speak_help(command: Any) -> None:
    """Put the help of a command, and of those below it, into the current language."""
    for one in with_children(command):
        one.context_class = _Context
        for name in ("help", "short_help", "epilog", "options_metavar", "subcommand_metavar"):
            if text := getattr(one, name, None):
                setattr(one, name, _in_language(text))
        for parameter in one.params:
            parameter.help = _in_language(parameter.help or "")
            if parameter.name in ("install_completion", "show_completion"):
                parameter.callback = _spoken(parameter.callback)
            if parameter.param_type_name == "argument":
                parameter.metavar = _in_language(parameter.metavar or parameter.name)


def show_usage_error(error: Any) -> None:
    """Say on stderr what is wrong with the command line. A group without a command shows its help there by itself."""
    said_in_english = io.StringIO()
    error.show(file=said_in_english)
    for line in said_in_english.getvalue().splitlines():
        print(told(heard(line, USAGE_ERRORS)), file=sys.stderr)


def is_usage_error(error: BaseException) -> bool:
    """Whether the library says that the command line is wrong."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _in_language(text: str) -> str:
    return template_in(current_language(), text)


def _spoken(callback: Callable[..., Any]) -> Callable[..., Any]:
    """`callback`, telling what it prints in the current language."""

    def speaks(*arguments: Any) -> Any:
        printed = io.StringIO()
        try:
            with redirect_stdout(printed):
                return callback(*arguments)
        finally:
            for line in printed.getvalue().splitlines():
                print(told(heard(line, COMPLETION)))

    return speaks


class _Formatter(typer.Context.formatter_class):
    """Writes the library's own words in the current language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _in_language("Usage: "))

    def section(self, name: str) -> Any:
        return super().section(_in_language(name))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: Any, **options: Any) -> None:
        super().write_dl([(_named(name), _noted(text)) for name, text in rows], *more, **options)


def _named(name: str) -> str:
    """What stands left of a help text: names, and the type of the value."""
    return _TYPE.sub(lambda found: _in_language(found[0]), name)


def _noted(text: str) -> str:
    text = _in_language(text)
    notes = _NOTES.search(text)
    if notes is None:
        return text
    told_notes = "; ".join(str(told(heard(note, NOTES))) for note in notes["notes"].split("; "))
    return f"{text[: notes.start()]}  [{told_notes}]"


class _Context(typer.Context):
    formatter_class = _Formatter
