"""A plan version as single values, each with its way, its words and its clause: what a comparison looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from corridor.plan.compiled import Clause
from corridor.plan.sections import Section
from corridor.plan.terms_said import dollars_said, share_said, word_said, words_said, yes_said
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, listed

Pays = Literal["more", "less"]
"""What members pay."""


@dataclass(frozen=True)
class Term:
    """One value. group: the section that it stands in. rising: what members pay where it rises and nothing else does.

    absent: the value that no such term stands for; None: none does.
    """

    path: str
    group: Said
    what: Said
    value: Any
    shown: Said
    clause: str
    rising: Pays | None = None
    absent: int | None = None


@dataclass(frozen=True)
class Field:
    """A field of a section: its words, how its value is said, and what members pay where it rises; see Term."""

    name: str
    what: Said
    show: Callable[[Any], Said]
    rising: Pays | None = None
    absent: int | None = None


def dollars(name: str, what: Said, rising: Pays | None = None, absent: int | None = None) -> Field:
    """An amount."""
    return Field(name, what, dollars_said, rising, absent)


def percent(name: str, what: Said, rising: Pays | None = None, absent: int | None = None) -> Field:
    """A share."""
    return Field(name, what, share_said, rising, absent)


def flag(name: str, what: Said, rising: Pays | None = None) -> Field:
    """Yes or no; yes is the higher."""
    return Field(name, what, yes_said, rising)


def word(name: str, what: Said) -> Field:
    """One of a few words."""
    return Field(name, what, word_said)


def words(name: str, what: Said, rising: Pays | None = None) -> Field:
    """Some of a few words; more of them is the higher."""
    return Field(name, what, words_said, rising)


def number(name: str, what: Said, rising: Pays | None = None, absent: int | None = None) -> Field:
    """A count, or a text."""
    return Field(name, what, lambda value: listed([value]), rising, absent)


@dataclass(frozen=True)
class Place:
    """Where terms stand: the version, the way to their section, its words, and the clause that holds for them."""

    version: PlanVersion
    path: str
    group: Said
    base: Clause
    before: tuple[Said, ...] = ()

    def term(self, field: Field, value: Any, way: str = "") -> Term:
        """One value of the section. way: from the section to the value; default: the field's name."""
        path = f"{self.path}.{way or field.name}" if self.path else way or field.name
        what = listed([*self.before, field.what])
        clause = self.version.clause_of(path, self.base).number
        return Term(path, self.group, what, value, field.show(value), clause, field.rising, field.absent)

    def of(self, model: Any, *fields: Field) -> Iterator[Term]:
        """The fields of a model; those without a value have no term."""
        for field in fields:
            value = getattr(model, field.name)
            if value is not None:
                yield self.term(field, value, field.name.removesuffix("_"))

    def within(self, way: str, *before: Said, base: Clause | None = None) -> "Place":
        """A part of the section."""
        return Place(self.version, f"{self.path}.{way}", self.group, base or self.base, (*self.before, *before))


def place_of(version: PlanVersion, path: str, group: Said, section: Section) -> Place:
    """The place of a section of the plan."""
    return Place(version, path, group, Clause(section.clause, section.text))
