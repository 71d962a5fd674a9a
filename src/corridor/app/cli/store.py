"""Commands about the program and its store: setup, stop, verify."""

from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, Sponsor, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(setup)
    app.command()(stop)
    app.command()(verify)


def setup() -> None:
    """Compile the kernels, so that the first decision does not wait for it."""
    from corridor.adjudication.run import compile_kernels
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    say(said("compiling the kernels …"), err=True)
    say(said("kernels ready after {seconds:.1f} s", seconds=compile_kernels()), err=True)


def stop() -> None:
    """Stop the embedded database server."""
    from corridor.app.cli.output import say
    from corridor.app.config.environment import home_folder
    from corridor.app.store.server import run
    from corridor.wording.said import said

    home = home_folder()
    if run.stop(home):
        say(said("stopped the server of {folder}", folder=home))
    else:
        say(said("no server was running for {folder}", folder=home))


def verify(
    sponsor: Sponsor = None,
    every: Annotated[bool, typer.Option("--all", help="Every difference instead of the first.")] = False,
    as_json: AsJson = False,
) -> None:
    """Replay everything from the stored files in an empty schema and compare to the cent; exit 1 on a difference."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json, progress
    from corridor.app.services.sponsors import chosen_sponsor
    from corridor.app.services.verify import verify as verify_sponsor
    from corridor.app.store.connect import open_store
    from corridor.app.store.tenancy import tenant_codes
    from corridor.wording.said import said

    open_store()
    codes = [chosen_sponsor(sponsor)] if sponsor else (tenant_codes() or [chosen_sponsor()])
    verified = []
    for code in codes:
        with progress(said("replaying {sponsor}", sponsor=code)) as advance:
            verified.append(verify_sponsor(code, advance))
    if as_json:
        print_json([{**vars(v), "differences": [vars(d) for d in v.differences], "agrees": v.agrees} for v in verified])
    else:
        for v in verified:
            _tell(v, every)
    raise typer.Exit(0 if all(v.agrees for v in verified) else 1)


def _tell(verified: Any, every: bool) -> None:
    """What a verification found, for people."""
    from corridor.app.cli.output import count, money, say
    from corridor.app.cli.words import rows_of
    from corridor.wording.said import listed, said, told

    facts = {"sponsor": verified.sponsor, "cents": money(verified.cents)}
    if verified.agrees:
        facts["rows"] = listed(rows_of(table, number) for table, number in verified.rows.items())
        facts["batches"] = rows_of("batch", verified.batches)
        say(said("{sponsor}: agreement, {cents} difference over {batches}: {rows}", **facts))
        return
    differences = len(verified.differences)
    say(said("{sponsor}: {count} differences, {cents} in money", count=count(differences), **facts))
    for difference in verified.differences if every else verified.differences[:1]:
        typer.echo(f"  {told(difference.text)}")
