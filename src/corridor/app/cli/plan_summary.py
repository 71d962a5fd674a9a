"""`corridor plan summary`: a plan in the form of a Summary of Benefits and Coverage."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, day_of, share_nothing_among_threads


class Form(StrEnum):
    """How the page is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def register(app: typer.Typer) -> None:
    app.command()(summary)


def summary(
    file: Annotated[Path, typer.Argument(help="A plan document (YAML).")],
    beside: Annotated[
        list[Path] | None,
        typer.Option("--with", help="Another plan that members have, such as one of drugs. Repeatable."),
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As in force on this day; default: today.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How the page is written.")] = Form.TEXT,
    services: Annotated[bool, typer.Option("--services", help="Show the services of each example too.")] = False,
    as_json: AsJson = False,
) -> None:
    """A plan as a Summary of Benefits and Coverage: questions, what you pay, and the three coverage examples."""
    share_nothing_among_threads()
    from corridor.app.cli.coverage_page import html, markdown, print_text
    from corridor.app.cli.output import print_json
    from corridor.app.services.summarise_plan import summarise_plan

    others = [(path.name, path.read_bytes()) for path in beside or ()]
    found = summarise_plan((file.name, file.read_bytes()), day_of(on), others)
    if as_json:
        print_json(_as_data(found))
    elif form is Form.TEXT:
        print_text(found, services)
    else:
        typer.echo((markdown if form is Form.MARKDOWN else html)(found, services), nl=False)


def _as_data(found: Any) -> Mapping[str, Any]:
    from corridor.wording.said import told

    return {
        "code": found.code,
        "name": found.name,
        "plan_year": found.plan_year,
        "questions": [{name: told(value) for name, value in vars(one).items()} for one in found.questions],
        "events": [{name: told(value) for name, value in vars(one).items()} for one in found.events],
        "examples": [_example(one) for one in found.examples],
    }


def _example(one: Any) -> Mapping[str, Any]:
    figures = {name: value for name, value in vars(one).items() if name.endswith("_cents")}
    return {
        "example": one.example.name,
        "example_cost_cents": one.example.total_cents,
        "amounts_are_published": one.example.is_published,
        "source": one.example.source,
        **figures,
        "total_cents": one.total_cents,
        "services": [vars(row) for row in one.categories],
    }
