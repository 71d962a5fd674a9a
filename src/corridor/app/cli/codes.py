"""`corridor codes …`: what the adjustment codes of remittances mean, in our words or the official ones."""

from pathlib import Path
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson

app = typer.Typer(
    help="Adjustment codes of remittances: our wording, or an official list that you may use.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="carc: adjustment reason codes; rarc: remark codes.")]


@app.command()
def load(
    name: Name,
    file: Annotated[
        Path, typer.Argument(help="The list as its publisher hands it out: CSV with code and description.")
    ],
) -> None:
    """Show an official code list in the place of our wording, on this installation."""
    from corridor.app.cli.options import named_file
    from corridor.app.cli.output import count, say
    from corridor.app.services.code_lists import load_code_list
    from corridor.wording.said import said

    codes = load_code_list(named_file(file), name)
    say(said("{file}: {count} codes are shown as this list words them", file=file.name, count=count(codes)))


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
