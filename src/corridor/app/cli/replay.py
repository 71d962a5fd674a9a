"""`corridor replay`: the book decided again under another plan, and who pays more or less."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, Sponsor


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(
    plan: Annotated[list[Path], typer.Option(help="The new plan document (YAML). May be repeated, one a product.")],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of service that is added up.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of service that is added up.")
    ] = None,
    book: Annotated[
        Path | None, typer.Option(help="A folder of Parquet: a settled book; default: the sponsor's claims.")
    ] = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the settled book in this folder.")] = None,
    against: Annotated[
        list[Path] | None, typer.Option(help="With --claims: the plan they were decided under (YAML).")
    ] = None,
    claims: Annotated[list[Path] | None, typer.Option(help="Claims: CSV, Parquet or 837. May be repeated.")] = None,
    members: Annotated[list[Path] | None, typer.Option(help="Members: CSV, Parquet or 834. May be repeated.")] = None,
    claims_map: Annotated[
        list[Path] | None, typer.Option(help="Column map (TOML) of the claims: one for all tables, or one for each.")
    ] = None,
    members_map: Annotated[
        list[Path] | None, typer.Option(help="Column map (TOML) of the members: one for all tables, or one for each.")
    ] = None,
    providers: Annotated[Path | None, typer.Option(help="Providers and their networks: CSV or Parquet.")] = None,
    workbook: Annotated[Path | None, typer.Option(help="Write an Excel workbook to this file.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Write a chart (SVG) to this file.")] = None,
    names_members: Annotated[
        bool, typer.Option("--name-members", help="Say the ids of the members whose cost moves most.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, help="How many processes; default: one for each core.")
    ] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Decide the stored book, or a folder of Parquet, under another plan: what changes, for the plan and for whom."""
    from corridor.app.cli.options import opened_sponsor
    from corridor.app.cli.output import print_json, progress
    from corridor.app.services.replay_plan import ReplayAsked, replay_plan, stored_book
    from corridor.wording.said import said

    sources = tuple((path.name, path.read_bytes()) for path in plan)
    asked = ReplayAsked(
        sources, first and first.date(), last and last.date(), names_members=names_members, processes=processes
    )
    with ExitStack() as stack:
        folder = book
        if folder is None and claims is None:
            folder = stack.enter_context(stored_book(opened_sponsor(sponsor), keep))
        elif folder is None:
            files = {"providers": providers, "members_map": members_map, "claims_map": claims_map}
            folder = _settled(stack, keep, against, members, claims, files)
        with progress(said("replay")) as advance:
            found = replay_plan(folder, asked, advance)
    _write(found, workbook, chart)
    if as_json:
        print_json(_as_data(found))
    else:
        _tell(found)


def _settled(
    stack: ExitStack,
    keep: Path | None,
    against: list[Path] | None,
    members: list[Path] | None,
    claims: Any,
    files: dict[str, Any],
) -> Path:
    """Claims in files as a settled book, in a folder that is kept or gone afterwards."""
    import tempfile

    from corridor.app.services.errors import ServiceError
    from corridor.book.replay.from_files import settle_files
    from corridor.wording.said import said

    if members is None or against is None:
        raise ServiceError(said("--claims: found it alone, expected --members and --against with it"))
    folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-book-")))
    for note in settle_files(folder, against, members, claims, **files):
        typer.echo(note, err=True)
    return folder


def _write(found: Any, workbook: Path | None, chart: Path | None) -> None:
    from corridor.wording.language import current_language

    if workbook is not None:
        from corridor.reports.replay.workbook import workbook as workbook_of

        workbook.write_bytes(workbook_of(found, current_language()))
    if chart is not None:
        from corridor.reports.replay.chart import chart as chart_of

        chart.write_text(chart_of(found, current_language()), "utf-8")


def _as_data(found: Any) -> dict[str, Any]:
    tables = {name: getattr(found, name).to_dicts() for name in ("benefits", "reasons", "deciles", "winners", "losers")}
    return {
        "lines": found.lines,
        "members": found.members,
        "plan_cents": {"before": found.plan[0], "now": found.plan[1], "moved": found.plan_moved_cents},
        "member_cents": {"before": found.member[0], "now": found.member[1], "moved": found.member_moved_cents},
        "members_better": found.members_better,
        "members_worse": found.members_worse,
        **tables,
    }


def _tell(found: Any) -> None:
    from corridor.app.cli.output import count, money, print_table, say
    from corridor.reports.replay.words import HEADS
    from corridor.wording.said import said

    say(
        said(
            "{lines} lines of {members} members: {better} would bear less, {worse} more",
            lines=count(found.lines),
            members=count(found.members),
            better=count(found.members_better),
            worse=count(found.members_worse),
        )
    )
    print_table(
        said("Totals"),
        ["", said("before"), said("now"), HEADS["moved_cents"]],
        [
            (said("plan"), *map(money, found.plan), money(found.plan_moved_cents)),
            (said("members"), *map(money, found.member), money(found.member_moved_cents)),
        ],
        numbers=(1, 2, 3),
    )
    tables = (
        (said("By benefit"), found.benefits),
        (said("By decile"), found.deciles),
        (said("Pay less"), found.winners),
        (said("Pay more"), found.losers),
    )
    for title, table in tables:
        if table.height:
            rows = [
                [_shown(name, value) for name, value in zip(table.columns, row, strict=True)] for row in table.rows()
            ]
            numbers = tuple(place for place, name in enumerate(table.columns) if name not in ("benefit", "member_id"))
            print_table(title, [HEADS[name] for name in table.columns], rows, numbers=numbers)


def _shown(column: str, value: Any) -> Any:
    from corridor.app.cli.output import count, money

    if column.endswith("_cents"):
        return money(value)
    return count(value) if isinstance(value, int) else value
