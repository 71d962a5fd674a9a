"""`corridor codes …`: words of adjustment codes; reference lists such as code edits and relative values."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor

app = typer.Typer(
    help="Adjustment codes of remittances in words; reference lists: code edits, relative values, fees, weights.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help="carc: adjustment reason codes; rarc: remark codes.")]


@app.command()
def load(
    what: Annotated[str, typer.Argument(help="carc or rarc, then its file; with --list the file alone.")],
    file: Annotated[
        Path | None, typer.Argument(help="The list as its publisher hands it out: CSV with code and description.")
    ] = None,
    list_name: Annotated[
        str | None,
        typer.Option(
            "--list",
            help="A reference list of the sponsor: ncci, mue, rvu, gpci, fees, drg, ucr, anaesthesia or qpa.",
        ),
    ] = None,
    effective: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="With --list: first day on which it holds; default: the day of work."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="With --list, where the file does not say it: practitioner, facility, schedule, network."),
    ] = None,
    column_map: Annotated[
        Path | None, typer.Option("--map", help="With --list: column map (TOML) of a file with other headings.")
    ] = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
) -> None:
    """Load an official list of words for this installation (carc, rarc), or a reference list of a sponsor (--list)."""
    if list_name is not None:
        _load_reference(Path(what), list_name, effective, name, column_map, sponsor, as_of)
        return
    from corridor.app.cli.options import named_file
    from corridor.app.cli.output import count, say
    from corridor.app.services.code_lists import load_code_list
    from corridor.app.services.errors import ServiceError
    from corridor.wording.said import said

    if file is None:
        raise ServiceError(said("codes load: found no file, expected carc or rarc and a file, or a file and --list"))
    codes = load_code_list(named_file(file), what)
    say(said("{file}: {count} codes are shown as this list words them", file=file.name, count=count(codes)))


def _load_reference(
    file: Path,
    list_name: str,
    effective: datetime | None,
    name: str | None,
    column_map: Path | None,
    sponsor: str | None,
    as_of: datetime | None,
) -> None:
    from corridor.app.cli.options import day_of, named_file, opened_sponsor
    from corridor.app.cli.output import count, day, say
    from corridor.app.services.reference.load import load_reference
    from corridor.wording.said import said

    code, on = opened_sponsor(sponsor), day_of(as_of)
    first = effective.date() if effective else on
    read_map = named_file(column_map) if column_map else None
    taken = load_reference(code, named_file(file), list_name, on, first, name=name, column_map=read_map)
    facts = {"file": file.name, "batch": taken.seq}
    if not taken.is_new:
        say(said("{file}: was already taken in as batch {batch}; nothing was changed", **facts))
        return
    rows = count(taken.counts["rows"])
    say(
        said(
            "{file}: list {list}, batch {batch}: {rows} rows, in force from {day}",
            **facts,
            list=list_name,
            rows=rows,
            day=day(first),
        )
    )


@app.command()
def remove(name: Name) -> None:
    """Go back from an official list to our own wording."""
    from corridor.app.cli.output import say
    from corridor.app.services.code_lists import remove_code_list
    from corridor.wording.said import said

    remove_code_list(name)
    say(said("{list}: our own wording is shown again", list=name))


@app.command("list")
def list_codes(as_json: AsJson = False) -> None:
    """Say what every code means that Corridor writes on a remittance."""
    from corridor.app.cli.output import print_json, print_table
    from corridor.app.services.code_lists import code_rows
    from corridor.wording.language import current_language
    from corridor.wording.said import said

    rows = code_rows(current_language())
    if as_json:
        print_json([vars(row) for row in rows])
        return
    wording = {True: said("the official list"), False: said("our wording")}
    print_table(
        said("Adjustment codes"),
        [said("List"), said("Code"), said("Text"), said("Worded by")],
        [(row.list, row.code, row.text, wording[row.is_official]) for row in rows],
    )
