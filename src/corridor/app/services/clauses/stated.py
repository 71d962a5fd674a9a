"""Every value that a document states, with the clause behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from corridor.plan.benefit_terms import CostShare
from corridor.plan.compiled import Clause
from corridor.plan.enrollment_terms import Exclusion

HEADS = frozenset(
    {"clause", "text", "name", "match", "code", "product", "effective", "plan_year_start", "amendments", "member"}
)
"""Fields that are no value of a clause. `member`: whom a laser is about is not told."""


@dataclass(frozen=True)
class Stated:
    """A value of a document. path: the way to it, as an amendment would write it.

    clause: the one that sets it; amends: the number of the plan's own clause where `clause` is an amendment.
    """

    path: tuple[str, ...]
    value: object
    clause: Clause
    amends: str = ""

    @property
    def is_of_one_person(self) -> bool:
        return "lasers" in self.path

    @property
    def is_by_hand(self) -> bool:
        return self.path[-1] == "handled" and self.value == "by hand"


@dataclass(frozen=True)
class Version:
    """What a document states on the days of a span. amended_by: the amendment with which it begins."""

    effective_from: date
    effective_to_exclusive: date | None
    stated: tuple[Stated, ...]
    amended_by: Clause | None = None


def stated_in(model: BaseModel, path: tuple[str, ...] = (), base: Clause | None = None) -> Iterator[Stated]:
    """The values that `model` states itself, defaults left out; `base`: the clause around it.

    A model without a clause of its own rests on the one around it; a value that rests on none is left out.
    """
    own = _own_clause(model) or base
    if isinstance(model, Exclusion) and own is not None:
        yield Stated((*path, "excluded"), True, own)
    for name, field in type(model).model_fields.items():
        if name in _written(model):
            yield from _values(getattr(model, name), (*path, field.alias or name), own)


def _written(model: BaseModel) -> set[str]:
    if isinstance(model, CostShare) and not model.covered:
        return {"covered"}  # the words `not covered` stand for all of it
    return model.model_fields_set - HEADS


def _own_clause(model: BaseModel) -> Clause | None:
    number = getattr(model, "clause", None)
    return Clause(number, getattr(model, "text", "")) if number else None


def _values(value: object, path: tuple[str, ...], base: Clause | None) -> Iterator[Stated]:
    if isinstance(value, BaseModel):
        yield from stated_in(value, path, base)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*path, str(key)), base)
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        for place, item in enumerate(value):
            yield from _values(item, (*path, str(getattr(item, "name", place))), base)
    elif base is not None and value is not None and value != ():
        yield Stated(path, value, base)
