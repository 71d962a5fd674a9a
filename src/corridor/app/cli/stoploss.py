"""`corridor stoploss …`: contracts of stop-loss."""

from pathlib import Path
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, share_nothing_among_threads

app = typer.Typer(help="Stop-loss contracts.", no_args_is_help=True)


@app.callback()
def stoploss() -> None:
    """Stop-loss contracts."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A stop-loss contract (YAML).")],
    employees: Annotated[int, typer.Option(min=1, help="Employees of the employer.")],
    members: Annotated[int | None, typer.Option(min=1, help="People covered; default: as many as employees.")] = None,
    as_json: AsJson = False,
) -> None:
    """Hold a contract against its own logic and the minimums of its state."""
    share_nothing_among_threads()
    from corridor.app.cli.output import count, print_json, say
    from corridor.stoploss.contract import load_contract
    from corridor.stoploss.state_minimums import shortfalls
    from corridor.wording.said import said, told

    contract = load_contract(file.read_bytes(), file.name)
    found = shortfalls(contract, employees, members or employees)
    below = [one for one in found if one.kind == "below"]
    if as_json:
        print_json([{"kind": one.kind, "policy_start": one.policy_start, "text": told(one.text)} for one in found])
    else:
        for one in found:
            say(one.text)
        if contract.situs is None:
            say(said("{file}: names no situs, so no state's minimums were asked for", file=file.name))
        say(said("{file}: below a minimum {count}", file=file.name, count=count(len(below))))
    if below:
        raise typer.Exit(1)
