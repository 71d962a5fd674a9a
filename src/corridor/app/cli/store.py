"""Commands about the program and its store: setup, stop, verify."""

from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, Sponsor, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(setup)
    app.command()(stop)
    app.command()(verify)


def setup() -> None:
    """Compile the kernels, so that the first decision does not wait for it."""
    from corridor.adjudication.run import compile_kernels

    typer.echo("compiling the kernels …", err=True)
    typer.echo(f"kernels ready after {compile_kernels():.1f} s", err=True)


def stop() -> None:
    """Stop the embedded database server."""
    from corridor.app.config.environment import home_folder
    from corridor.app.store.server import run

    home = home_folder()
    typer.echo(f"stopped the server of {home}" if run.stop(home) else f"no server was running for {home}")


def verify(
    sponsor: Sponsor = None,
    every: Annotated[bool, typer.Option("--all", help="Every difference instead of the first.")] = False,
    as_json: AsJson = False,
) -> None:
    """Replay everything from the stored files in an empty schema and compare to the cent; exit 1 on a difference."""
    share_nothing_among_threads()
    from corridor.app.cli.output import money, print_json, progress
    from corridor.app.services.sponsors import chosen_sponsor
    from corridor.app.services.verify import verify as verify_sponsor
    from corridor.app.store.connect import open_store
    from corridor.app.store.tenancy import tenant_codes

    open_store()
    codes = [chosen_sponsor(sponsor)] if sponsor else (tenant_codes() or [chosen_sponsor()])
    verified = []
    for code in codes:
        with progress(f"replaying {code}") as advance:
            verified.append(verify_sponsor(code, advance))
    if as_json:
        print_json([{**vars(v), "differences": [vars(d) for d in v.differences], "agrees": v.agrees} for v in verified])
    else:
        for v in verified:
            rows = ", ".join(_counted(count, name) for name, count in v.rows.items())
            if v.agrees:
                over = f"{v.batches} {'batch' if v.batches == 1 else 'batches'}"
                typer.echo(f"{v.sponsor}: agreement, {money(v.cents)} difference over {over}: {rows}")
            else:
                shown = v.differences if every else v.differences[:1]
                typer.echo(f"{v.sponsor}: {len(v.differences)} differences, {money(v.cents)} in money")
                for difference in shown:
                    typer.echo(f"  {difference}")
    raise typer.Exit(0 if all(v.agrees for v in verified) else 1)


def _counted(count: int, table: str) -> str:
    noun = "coverage span" if table == "coverage" else table
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
