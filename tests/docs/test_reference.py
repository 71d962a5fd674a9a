"""The generated pages are as the code has them, and nothing that a user can name lacks its place in the reference."""

import re
import types
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from corridor.adjudication.wording import REASON_TEXTS
from corridor.app.config import environment
from corridor.app.services.sponsors import SPONSOR_VARIABLE
from corridor.codes.reasons import REASONS
from corridor.funding.arrangement import Arrangement
from corridor.wording.language import VARIABLES
from docs.build import commands, pages, tables

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
LANGUAGE_VARIABLE = VARIABLES[0]
_CHEQUES = "funding.payments.positive_pay"
AS_ABOVE = (
    "stop_loss_premium",
    "budget.rates",
    f"{_CHEQUES}.issue.header",
    f"{_CHEQUES}.issue.trailer",
    f"{_CHEQUES}.answer",
)
"""Fields below these are written as others that the page explains before."""


def headings(page: str, level: int) -> set[str]:
    return set(re.findall(rf"^{'#' * level} (\S.*)$", (REFERENCE / page).read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_generated_page_is_as_the_code_has_it(path: Path) -> None:
    assert path.read_text("utf-8") == pages()[path], "run `make docs`"


def test_every_command_has_its_heading() -> None:
    names = {name for name, _ in commands()}
    assert {"corridor demo", "corridor ledger statement"} <= names
    assert headings("commands.md", 2) == names


def test_every_option_says_what_it_is_for() -> None:
    silent = [f"{name} {p.name}" for name, command in commands() for p in command.params if not p.help]
    assert silent == []


def test_every_reason_has_its_heading_and_its_words() -> None:
    assert headings("reasons.md", 2) == {reason.name for reason in REASONS}
    assert all(reason.name in REASON_TEXTS[language] for reason in REASONS for language in ("en", "tr"))


def test_every_column_has_its_row() -> None:
    text = (REFERENCE / "records.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == {table.name for table in tables()}
    for table in tables():
        assert re.findall(r"^\| `(\w+)` \|", sections[table.name], re.MULTILINE) == [c.name for c in table.columns]


def test_every_environment_variable_has_its_heading() -> None:
    names = {value for value in vars(environment).values() if isinstance(value, str) and value.startswith("CORRIDOR_")}
    assert headings("environment.md", 3) == names | {SPONSOR_VARIABLE, LANGUAGE_VARIABLE}


def test_every_field_of_an_arrangement_has_its_heading() -> None:
    ways = {way for way in leaf_ways(Arrangement) if not way.startswith(tuple(f"{way}." for way in AS_ABOVE))}
    assert ways <= headings("arrangement.md", 3)
    assert headings("arrangement.md", 3) <= ways | {"administration_fee", "stop_loss_premium"} | {
        way for way in all_ways(Arrangement) if way.endswith((".rates", "budget"))
    }


def leaf_ways(model: type[BaseModel]) -> set[str]:
    """Ways to all fields that hold a value, not further fields."""
    ways = all_ways(model)
    return {way for way in ways if not any(other.startswith(f"{way}.") for other in ways)} - {"budget.rates"}


def all_ways(model: type[BaseModel], way: str = "") -> set[str]:
    ways = set()
    for name, field in model.model_fields.items():
        here = f"{way}.{name}".removeprefix(".")
        ways.add(here)
        for inner in models_in(field.annotation):
            ways |= all_ways(inner, here)
    return ways


def models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for argument in typing.get_args(annotation) for model in models_in(argument)]
