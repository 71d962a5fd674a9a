"""`corridor reprice`: claims out to rented networks, and what happens when no answer comes."""

from pathlib import Path
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, opened_sponsor, share_nothing_among_threads

app = typer.Typer(help="Claims that rented networks price: out, and back with `corridor load`.", no_args_is_help=True)


@app.command("out")
def out(
    folder: Annotated[Path, typer.Option("--out", help="Folder for the files, one for each network.")],
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Send every claim that waits for a network and was not sent yet; nobody is named in the files."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.repricing.send import send_out
    from corridor.wording.said import said

    day = day_of(as_of)
    files = send_out(opened_sponsor(sponsor), day)
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    for one in files:
        path = folder / f"repricing-{one.network}-{day:%Y%m%d}.csv"
        path.write_bytes(one.content)
        shown.append({"network": one.network, "claims": one.claims, "due_on": one.due_on, "file": path.name})
    if as_json:
        print_json(shown)
        return
    for row in shown:
        say(said("{network}: {claims} claims in {file}, answer due by {due_on}", **row))
    if not shown:
        say(said("no claim waits for a network that it was not sent to"))


@app.command("overdue")
def overdue(as_of: AsOf = None, sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """Price the claims whose network has not answered in time by the contract's own lines."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.repricing.send import price_overdue
    from corridor.wording.said import said

    found = price_overdue(opened_sponsor(sponsor), day_of(as_of))
    if as_json:
        print_json(vars(found))
    else:
        say(said("{claims} claims without an answer in time; {redecided} decided otherwise", **vars(found)))
