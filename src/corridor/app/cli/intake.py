"""Commands that bring files in and take them back, and run the weekly round."""

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, named_file, opened_sponsor

Files = Annotated[list[Path], typer.Argument(help="834, 837P, 837I or 837D files; CSV or Parquet tables.")]


def register(app: typer.Typer) -> None:
    app.command()(load)
    app.command()(undo)
    app.command(name="round")(weekly_round)


def load(
    files: Files,
    column_map: Annotated[Path | None, typer.Option("--map", help="Column map (TOML) of a table.")] = None,
    lenient: Annotated[
        bool, typer.Option(help="Read an X12 file with a faulty envelope and report the fault.")
    ] = False,
    partner: Annotated[
        str | None, typer.Option(help="Who sent the files: they are read as that partner's profile says.")
    ] = None,
    job: Annotated[
        bool, typer.Option("--job", help="Keep the files and let `corridor jobs work` take them in.")
    ] = False,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Take files in: enrolment, claims, providers or other coverage, whichever they are. Each whole, or not at all."""
    from corridor.app.cli.jobs import order
    from corridor.app.cli.output import print_json
    from corridor.app.services.intake import take_in
    from corridor.app.services.partners import how_read

    code = opened_sponsor(sponsor)
    how = how_read(code, partner, column_map=named_file(column_map) if column_map else None, lenient=lenient)
    if job:
        order(code, [named_file(path) for path in files], day_of(as_of), how, as_json=as_json)
        return
    taken = []
    for path in files:
        taken.append(take_in(code, named_file(path), day_of(as_of), **how.options))
        if not as_json:
            _tell(taken[-1])
    if as_json:
        print_json([_as_data(one) for one in taken])


def undo(
    file: Annotated[Path, typer.Argument(help="The file whose load was a mistake.")],
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Take back the load of a file: its rows stay, and all that followed from them is reversed."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.undo import undo as undo_load

    taken = undo_load(opened_sponsor(sponsor), named_file(file), day_of(as_of))
    if as_json:
        print_json(_as_data(taken))
    else:
        _tell(taken)


def weekly_round(
    accounts: Annotated[
        Path | None, typer.Option(help="CSV of payees' bank accounts: payee, routing, account.")
    ] = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Run the weekly round: accrue fees, call funds, pay providers, write 835 and ACH files."""
    import polars as pl

    from corridor.app.cli.output import count, day, money, print_json, say
    from corridor.app.services.cycle import ACCOUNTS, run_round
    from corridor.wording.said import said

    known = pl.read_csv(accounts, schema_overrides=ACCOUNTS) if accounts else pl.DataFrame(schema=ACCOUNTS)
    done = run_round(opened_sponsor(sponsor), day_of(as_of), known)
    if as_json:
        print_json(vars(done))
        return
    say(
        said(
            "{day}: called {called}, paid {paid} in {payments} payments",
            day=day(done.as_of),
            called=money(done.called_cents),
            paid=money(done.paid_cents),
            payments=count(done.payments),
        )
    )
    if done.barred:
        say(said("  not paid, as nothing may be paid to them: {payees} payees", payees=count(done.barred)))
    for name in done.files:
        say(said("  wrote {file}", file=name))


def _as_data(taken: Any) -> dict[str, Any]:
    from corridor.wording.said import told

    notes = {name: [told(note) for note in getattr(taken, name)] for name in ("faults", "warnings")}
    return {**vars(taken), **notes}


def _tell(taken: Any) -> None:
    """What became of a file, for people."""
    from corridor.app.cli.output import say
    from corridor.app.cli.words import KINDS, counted, word
    from corridor.wording.said import said

    if not taken.is_new:
        say(
            said("{file}: was already taken in as batch {batch}; nothing was changed", file=taken.name, batch=taken.seq)
        )
        return
    facts = {"file": taken.name, "kind": word(KINDS, taken.kind), "batch": taken.seq, "counts": counted(taken.counts)}
    say(said("{file}: {kind}, batch {batch}: {counts}", **facts))
    for note in taken.faults:
        say(said("  fault: {note}", note=note))
    for note in taken.warnings:
        say(said("  warning: {note}", note=note))
