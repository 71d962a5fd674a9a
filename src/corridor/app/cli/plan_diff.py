"""`corridor plan diff`: what differs between two plans, or between two days of one, in words."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, day_of, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(diff)


def diff(
    file: Annotated[Path, typer.Argument(help="A plan document (YAML).")],
    other: Annotated[
        Path | None, typer.Argument(help="Another one; default: the same plan, on another day or amended.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As in force on this day; default: today.")
    ] = None,
    other_on: Annotated[
        datetime | None, typer.Option("--other-on", formats=["%Y-%m-%d"], help="The other as in force on this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say in words what differs between two plans, two days of a plan, or a plan before and after each amendment."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json
    from corridor.app.services.compare_plans import compare_amendments, compare_days, compare_plans

    one, day = (file.name, file.read_bytes()), day_of(on)
    if other is not None:
        second = (other.name, other.read_bytes())
        found = [compare_plans(one, second, day, day_of(other_on) if other_on else day)]
    elif other_on is not None:
        found = [compare_days(*one, day, day_of(other_on))]
    else:
        found = compare_amendments(*one)
    if as_json:
        print_json([_as_data(comparison) for comparison in found])
    else:
        _tell(file.name, found)


def _as_data(comparison: Any) -> Mapping[str, Any]:
    from corridor.wording.said import told

    return {
        "before": vars(comparison.before),
        "after": vars(comparison.after),
        "differences": [{name: told(value) for name, value in vars(one).items()} for one in comparison.differences],
    }


def _tell(file: str, found: list[Any]) -> None:
    from corridor.app.cli.output import count, day, say
    from corridor.wording.said import listed, said

    if not found:
        say(said("{file}: no amendment, nothing to compare", file=file))
    for comparison in found:
        before, after = (
            listed([side.code, said("from {day}", day=day(side.effective_from))], " ")
            for side in (comparison.before, comparison.after)
        )
        number = count(len(comparison.differences))
        say(said("{before} -> {after}: differences {count}", before=before, after=after, count=number))
        for one in comparison.differences:
            say(listed(["  ", one.text], ""))
