"""`corridor takeover`: what a prior administrator hands over, reconciled to its control totals."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, named_file, opened_sponsor

if TYPE_CHECKING:
    from corridor.app.services.takeover.files import TakeoverFile

Files = Annotated[
    list[Path],
    typer.Argument(help="Tables of the prior administrator, or a folder of them; the map of a table lies beside it."),
]
TABLES = (".csv", ".parquet", ".xlsx")


def register(app: typer.Typer) -> None:
    app.command()(takeover)


def takeover(
    files: Files,
    taken_over_from: Annotated[str, typer.Option("--from", help="Name of the prior administrator.")],
    control: Annotated[Path, typer.Option(help="CSV of control totals: file_kind, rows, amount.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Reconcile and decide, and keep nothing.")] = False,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Take over from a prior administrator: accumulators, run-in claims, authorisations, treatments, large claims."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.takeover.take import take_over

    code = opened_sponsor(sponsor)
    taken = take_over(
        code, taken_over_from, _tables(files, control), named_file(control), day_of(as_of), is_dry=dry_run
    )
    if as_json:
        print_json(_as_data(taken))
    else:
        _tell(taken)


def _tables(files: list[Path], control: Path) -> "list[TakeoverFile]":
    """The files, those of folders included, each with the map of its name."""
    from corridor.app.services.takeover.files import TakeoverFile

    found = []
    for path in files:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for each in inside:
            if each.suffix in TABLES and each.resolve() != control.resolve():
                beside = each.with_suffix(".toml")
                found.append(TakeoverFile(named_file(each), named_file(beside) if beside.exists() else None))
    return found


def _as_data(taken: Any) -> dict[str, Any]:
    from corridor.wording.said import told

    totals = {kind: {"rows": rows, "amount_cents": cents} for kind, (rows, cents) in taken.totals.items()}
    return {**vars(taken), "warnings": [told(note) for note in taken.warnings], "totals": totals}


def _tell(taken: Any) -> None:
    from corridor.app.cli.output import count, money, say
    from corridor.app.cli.words import counted
    from corridor.wording.said import said

    if not taken.is_new:
        say(
            said("{file}: was already taken in as batch {batch}; nothing was changed", file=taken.name, batch=taken.seq)
        )
        return
    for kind, (rows, cents) in taken.totals.items():
        say(
            said(
                "{kind}: {rows} rows, {amount}, as the control totals say",
                kind=kind,
                rows=count(rows),
                amount=money(cents),
            )
        )
    counts = counted({name: value for name, value in taken.counts.items() if name not in taken.totals})
    if taken.is_dry:
        say(said("dry run, nothing was kept: {counts}", counts=counts))
    else:
        say(said("taken over as batch {batch}: {counts}", batch=taken.seq, counts=counts))
    for note in taken.warnings:
        say(said("  warning: {note}", note=note))
