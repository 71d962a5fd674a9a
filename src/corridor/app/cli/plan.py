"""`corridor plan …`: the documents that a sponsor runs under: plans, stop-loss contracts, the funding arrangement."""

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli import plan_check, plan_diff, plan_summary
from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, opened_sponsor, share_nothing_among_threads

app = typer.Typer(
    help="Documents that a sponsor runs under: plans, contracts, funding arrangement.", no_args_is_help=True
)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Documents (YAML), taken in together or not at all.")],
    kind: Annotated[
        str | None,
        typer.Option(help="plan, disability, stop-loss, network or arrangement; default: told by the content."),
    ] = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="Rewrite what was written down wrongly in a document in force.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Give a sponsor another document, or an amended one in place of its own; the past it changes is decided again."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json
    from corridor.app.services.amend import amend
    from corridor.app.services.document_kinds import recognised

    sources = [recognised(path.name, path.read_bytes(), kind) for path in files]
    code = opened_sponsor(sponsor)
    done = amend(code, sources, day_of(as_of), is_correction=correct, is_dry_run=dry_run)
    if as_json:
        print_json(_as_data(done))
    else:
        _tell(done)


def _as_data(done: Any) -> dict[str, Any]:
    taken = [{"name": source.name, "kind": source.kind} for source in done.taken]
    known = [{"name": row.name, "kind": row.kind, "batch": row.seq} for row in done.known]
    return {"batch": done.seq, "is_dry_run": done.is_dry_run, "taken": taken, "known": known, **done.counts}


def _tell(done: Any) -> None:
    """What became of documents, for people."""
    from corridor.app.cli.output import count, money, say
    from corridor.wording.said import listed, said

    for row in done.known:
        say(said("{file}: was already taken in as batch {batch}; nothing was changed", file=row.name, batch=row.seq))
    if not done.taken:
        return
    files = listed(source.name for source in done.taken)
    facts = {
        "claims": count(done.counts["claims_redecided"]),
        "moved": money(done.counts["plan_paid_moved_cents"]),
        "policies": count(done.counts["policies_changed"]),
    }
    if done.is_dry_run:
        say(said("{files}: would be taken in; nothing was written", files=files))
    else:
        say(said("{files}: taken in as batch {batch}", files=files, batch=done.seq))
    say(said("  claims decided otherwise: {claims}; what the plan pays moves by {moved}", **facts))
    say(said("  stop-loss policies changed: {policies}", **facts))


@app.command("list")
def list_all(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """Every document that the sponsor has or had, with the batch that brought it."""
    from corridor.app.cli.output import day, print_json, print_table
    from corridor.app.services.document_list import list_documents
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    rows = list_documents(code)
    if as_json:
        print_json([vars(row) for row in rows])
        return
    print_table(
        said("Documents of {sponsor}", sponsor=code),
        (said("kind"), said("code"), said("from"), said("file"), said("batch"), said("taken in"), said("state")),
        [
            (
                _kinds()[row.kind],
                row.code,
                day(row.effective_from),
                row.name,
                row.seq,
                day(row.as_of),
                _states()[row.state],
            )
            for row in rows
        ],
        numbers=(4,),
    )


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="Code of a plan, a contract, or the sponsor's for its arrangement.")],
    batch: Annotated[int | None, typer.Option(help="As this batch brought it; default: as it is in force.")] = None,
    sponsor: Sponsor = None,
) -> None:
    """Print a document as it was handed in."""
    from corridor.app.services.document_list import stored_document

    _, content = stored_document(opened_sponsor(sponsor), code, batch)
    typer.echo(content.decode("utf-8"), nl=False)


def _kinds() -> dict[str, Any]:
    from corridor.app.services.documents import ARRANGEMENT, DISABILITY_PLAN, NETWORK_CONTRACT, PLAN, STOP_LOSS
    from corridor.wording.said import said

    return {
        PLAN: said("plan"),
        DISABILITY_PLAN: said("disability plan"),
        STOP_LOSS: said("stop-loss contract"),
        NETWORK_CONTRACT: said("network contract"),
        ARRANGEMENT: said("funding arrangement"),
    }


def _states() -> dict[str, Any]:
    from corridor.wording.said import said

    return {"in_force": said("in force"), "replaced": said("replaced"), "taken_back": said("taken back")}


for module in (plan_check, plan_diff, plan_summary):
    module.register(app)
