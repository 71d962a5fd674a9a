"""`corridor partner`: who sends files, and how theirs are read."""

from pathlib import Path
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, Sponsor, named_file, opened_sponsor

app = typer.Typer(help="Partners who send files, and how theirs are read.", no_args_is_help=True)


@app.command("set")
def set_profile(
    name: Annotated[str, typer.Argument(help="Name of the partner, as `corridor load --partner` says it.")],
    on_bad: Annotated[
        str,
        typer.Option(
            "--on-bad-transaction",
            help="load-good leaves out what is wrong and reports it; refuse-all refuses the file with all faults.",
        ),
    ],
    column_map: Annotated[Path | None, typer.Option("--map", help="Column map (TOML) of the partner's tables.")] = None,
    lenient: Annotated[
        bool, typer.Option(help="Read an X12 file with a faulty envelope and report the fault.")
    ] = False,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Write the profile of a partner, in the place of the one that there was."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.partners import set_partner
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    read_map = named_file(column_map) if column_map else None
    done = set_partner(code, name, on_bad.replace("-", "_"), column_map=read_map, is_lenient=lenient)
    if as_json:
        print_json(vars(done))
        return
    say(said("partner {name}: {on_bad}", name=done.name, on_bad=on_bad))


@app.command("list")
def list_partners(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """The partners of a sponsor and their profiles."""
    from corridor.app.cli.output import print_json, print_table
    from corridor.app.services.partners import partners
    from corridor.wording.said import said

    found = partners(opened_sponsor(sponsor))
    if as_json:
        print_json([vars(one) for one in found])
        return
    heads = (said("partner"), said("bad transaction"), said("lenient"), said("column map"))
    yes_no = (said("no"), said("yes"))
    rows = [
        (one.name, one.on_bad_transaction.replace("_", "-"), yes_no[one.is_lenient], one.map or "") for one in found
    ]
    print_table(said("Partners"), heads, rows)
