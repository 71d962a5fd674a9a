"""A sentence with its facts: English text that can be told again in another language."""

from collections.abc import Iterable
from typing import Any

from corridor.wording.catalogue import template_in
from corridor.wording.language import Language, current_language


class Said(str):
    """English text, with the template and the facts that made it."""

    __slots__ = ("facts", "template")
    template: str
    facts: dict[str, Any]

    def __new__(cls, template: str, facts: dict[str, Any]) -> "Said":
        text = super().__new__(cls, template.format_map(facts))
        text.template, text.facts = template, facts
        return text

    def __reduce__(self) -> tuple[type["Said"], tuple[str, dict[str, Any]]]:
        return Said, (self.template, self.facts)

    def told(self, language: Language) -> str:
        """The sentence in `language`, its facts too where they are sentences themselves."""
        facts = {name: told(fact, language) for name, fact in self.facts.items()}
        return template_in(language, self.template).format_map(facts)


class Listed(Said):
    """Several texts after one another, each told in the language of the whole."""

    __slots__ = ()

    def __new__(cls, parts: Iterable[object], separator: str) -> "Listed":
        kept = list(parts)
        text = str.__new__(cls, separator.join(map(str, kept)))
        text.template, text.facts = separator, {str(place): part for place, part in enumerate(kept)}
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return Listed, (list(self.facts.values()), self.template)

    def told(self, language: Language) -> str:
        return self.template.join(str(told(part, language)) for part in self.facts.values())


def said(template: str, **facts: Any) -> Said:
    """`template` filled with `facts`, as `str.format` does. The template is a literal: catalogues are keyed by it."""
    return Said(template, facts)


def listed(parts: Iterable[object], separator: str = ", ") -> Said:
    """`parts` joined; a part that is a sentence is told in the language of the whole."""
    return Listed(parts, separator)


def told(value: Any, language: Language | None = None) -> Any:
    """What was said, in `language` (default: the current one).

    An exception is told by its first argument; a value that is no sentence comes back as it is.
    """
    wanted = current_language() if language is None else language
    if isinstance(value, Said):
        return value.told(wanted)
    if isinstance(value, BaseException):
        return told(value.args[0], wanted) if value.args and isinstance(value.args[0], Said) else str(value)
    return value
