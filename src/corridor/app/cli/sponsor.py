"""`corridor sponsor …`: employers whose plans run here."""

from pathlib import Path
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, AsOf, day_of

app = typer.Typer(help="Employers whose plans run here.", no_args_is_help=True)


@app.command()
def add(
    arrangement: Annotated[Path, typer.Option(help="The funding arrangement (YAML).")],
    plan: Annotated[list[Path], typer.Option(help="A plan document (YAML); may repeat.")],
    stop_loss: Annotated[list[Path] | None, typer.Option(help="A stop-loss contract (YAML); may repeat.")] = None,
    as_of: AsOf = None,
) -> None:
    """Make a sponsor from its documents, each checked before anything is written."""
    from corridor.app.cli.output import say
    from corridor.app.services.documents import ARRANGEMENT, PLAN, STOP_LOSS, SourceDocument
    from corridor.app.services.sponsors import add_sponsor
    from corridor.app.store.connect import open_store
    from corridor.wording.said import said

    listed = [(PLAN, path) for path in plan] + [(STOP_LOSS, path) for path in stop_loss or []]
    sources = (
        SourceDocument(kind, path.name, path.read_bytes()) for kind, path in [*listed, (ARRANGEMENT, arrangement)]
    )
    open_store()
    code = add_sponsor(tuple(sources), day_of(as_of))
    say(said("made sponsor {sponsor}", sponsor=code))


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """The sponsors, oldest first: the first is meant where no --sponsor is given."""
    from corridor.app.cli.output import print_json
    from corridor.app.store.connect import open_store
    from corridor.app.store.tenancy import tenant_codes

    open_store()
    codes = tenant_codes()
    if as_json:
        print_json(codes)
    for code in [] if as_json else codes:
        typer.echo(code)
