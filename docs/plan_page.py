"""The reference page of the plan document: what each field takes, from the schema; what it means, from the source."""

import re
import types
import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from corridor.plan.arrays import NO_LIMIT
from corridor.plan.match import Pattern
from corridor.plan.schema import PlanDocument
from corridor.plan.values import BasisPoints, Cents, CentsOrUnlimited, Share

SOURCE = Path(__file__).parent / "source" / "plan.md"
_BY_MARK = (
    (Cents, "dollars"),
    (CentsOrUnlimited, "dollars or `unlimited`"),
    (BasisPoints, "percentage"),
    (Share, "percentage"),
    (Pattern, "pattern"),
)
"""Types that write their values in a way of their own."""


def plan_page(first_lines: str) -> str:
    """The source with a line of facts under the heading of each field."""
    facts = dict(field_facts(PlanDocument))
    text = re.sub(
        r"^### (\S+)\n", lambda m: f"### {m[1]}\n\n{_line(facts.get(m[1], ''))}", SOURCE.read_text("utf-8"), flags=re.M
    )
    return f"# The plan document\n\n{first_lines}\n\n{text.replace(chr(10) * 3, chr(10) * 2)}"


def field_facts(model: type[BaseModel], way: str = "") -> Iterator[tuple[str, str]]:
    """Way to each field, and what it takes; `out` is as `in`, and `clause` and `text` are told once for all."""
    for name, field in model.model_fields.items():
        part = field.alias or name
        if part in ("out", "clause", "text"):
            continue
        here = f"{way}.{part}".removeprefix(".")
        yield here, f"{_takes(field.annotation, tuple(field.metadata))}. {_when_absent(field)}."
        for inner in models_in(field.annotation):
            yield from field_facts(inner, here)


def models_in(annotation: object) -> list[type[BaseModel]]:
    """The models within an annotation."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for argument in get_args(annotation) for model in models_in(argument)]


def _line(fact: str) -> str:
    return f"*{fact[:1].upper()}{fact[1:]}*\n" if fact else ""


def _takes(annotation: Any, marks: tuple[Any, ...]) -> str:
    if get_origin(annotation) is typing.Annotated:
        inner, *more = get_args(annotation)
        return _takes(inner, (*_flat(more), *marks))
    for marked, words in _BY_MARK:
        if get_args(marked)[1] in marks:
            return words
    if get_origin(annotation) in (typing.Union, types.UnionType):
        return _takes(next(a for a in get_args(annotation) if a is not type(None)), marks)
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in get_args(annotation))
    if get_origin(annotation) is tuple:
        return f"list, each {_takes(get_args(annotation)[0], ())}"
    if get_origin(annotation) is dict:
        return "mapping"
    return _plainly(annotation, marks)


def _plainly(annotation: Any, marks: tuple[Any, ...]) -> str:
    if annotation is bool:
        return "`true` or `false`"
    if annotation is int:
        least = next((m.ge if isinstance(m, Ge) else m.gt + 1 for m in marks if isinstance(m, Ge | Gt)), None)
        most = next((m.le for m in marks if isinstance(m, Le)), None)
        return f"whole number from {least} to {most}" if most is not None else f"whole number, {least} or more"
    if annotation is date:
        return "date"
    return "text" if annotation is str else "section"


def _flat(marks: list[Any]) -> tuple[Any, ...]:
    """Marks, and those that a FieldInfo among them carries."""
    return tuple(inner for mark in marks for inner in (mark.metadata if isinstance(mark, FieldInfo) else [mark]))


def _when_absent(field: FieldInfo) -> str:
    default = field.default
    if field.is_required():
        return "Required"
    if default in (None, ()) and not isinstance(default, bool):
        return "Optional"
    if isinstance(default, tuple):
        return "Default " + ", ".join(f"`{item}`" for item in default)
    if isinstance(default, bool):
        return f"Default `{str(default).lower()}`"
    if isinstance(default, int):
        return f"Default {_amount(default, field)}"
    return f"Default `{default}`"


def _amount(default: int, field: FieldInfo) -> str:
    if default >= NO_LIMIT:
        return "`unlimited`"
    return "`0%`" if get_args(BasisPoints)[1] in field.metadata else f"`{default}`"
