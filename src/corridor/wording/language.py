"""Which language somebody reads."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args

Language = Literal["en", "tr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

VARIABLES = ("CORRIDOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables that name a language; the first that is set decides."""

_current: ContextVar[Language] = ContextVar("corridor-language", default="en")


def current_language() -> Language:
    """The language of whoever is being answered now; English unless `speaking` says otherwise."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """For the time of a block, the language of whoever is being answered."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def language_named(name: str) -> Language | None:
    """The language of a locale's name such as `tr`, `tr-TR` or `tr_TR.UTF-8`; None for one that we do not speak."""
    short = name.replace("-", "_").split("_")[0].split(".")[0].lower()
    return next((language for language in LANGUAGES if language == short), None)


def language_of(environment: Mapping[str, str]) -> Language:
    """The language that the environment asks for; English where it names none that we speak."""
    wanted = next((value for name in VARIABLES if (value := environment.get(name))), "")
    return language_named(wanted) or "en"
