"""docs/reference/plan.md has a heading for every field of a plan document, and for nothing else."""

import re
import types
import typing
from pathlib import Path

from pydantic import BaseModel

from corridor.plan.schema import PlanDocument

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "plan.md"


def field_ways(model: type[BaseModel], way: str = "") -> set[str]:
    """Ways to all fields; `out` is documented with `in`, `clause` and `text` once for all."""
    ways = set()
    for name, field in model.model_fields.items():
        part = field.alias or name
        if part == "out":
            continue
        here = part if part in ("clause", "text") else f"{way}.{part}".removeprefix(".")
        ways.add(here)
        for inner in models_in(field.annotation):
            ways |= field_ways(inner, here)
    return ways


def models_in(annotation: object) -> list[type[BaseModel]]:
    if (
        isinstance(annotation, type)
        and issubclass(annotation, BaseModel)
        and not isinstance(annotation, types.GenericAlias)
    ):
        return [annotation]
    return [model for argument in typing.get_args(annotation) for model in models_in(argument)]


def test_every_field_has_its_heading_and_every_heading_its_field() -> None:
    headings = set(re.findall(r"^### (\S+)$", REFERENCE.read_text("utf-8"), re.M))
    assert headings == field_ways(PlanDocument)


def test_the_walk_reaches_nested_fields() -> None:
    assert {"deductible.in.family", "benefits.match.kinds", "benefits.in.copay", "amendments.changes"} <= field_ways(
        PlanDocument
    )
