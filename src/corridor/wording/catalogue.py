"""The templates in other languages: TOML files of this folder, keyed by the English template."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from corridor.wording.language import Language


class CatalogueError(ValueError):
    """Two catalogues tell one English template differently."""


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """English template -> template in `language`; empty for English, which needs none. Raises CatalogueError."""
    merged: dict[str, str] = {}
    if language == "en":
        return merged
    folder = files(__package__) / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            _merge(merged, file.name, tomllib.loads(file.read_text("utf-8")))
    return merged


def _merge(merged: dict[str, str], name: str, entries: Mapping[str, str]) -> None:
    for english, other in entries.items():
        if merged.setdefault(english, other) != other:
            raise CatalogueError(f"{name}: found {english!r} told in two ways, expected one")


def template_in(language: Language, template: str) -> str:
    """The template in `language`; the English one where the catalogue has none (a test holds that it has)."""
    return catalogue(language).get(template, template)
