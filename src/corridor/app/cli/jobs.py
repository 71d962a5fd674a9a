"""`corridor jobs`: files that a worker takes in, their progress, and the worker."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor, share_nothing_among_threads

app = typer.Typer(help="Files that a worker takes in: `corridor load --job` hands them over.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="Number of the job.")]


def order(sponsor: str, files: Sequence[Any], day: date, how: Any, *, as_json: bool) -> None:
    """Hand files over to a worker, and tell the number of the job."""
    from corridor.app.cli.output import count, print_json, say
    from corridor.app.services.jobs.orders import order_job
    from corridor.wording.said import said

    job = order_job(sponsor, files, day, how)
    if as_json:
        print_json({"job": job, "total": len(files)})
        return
    say(said("job {job}: {files} files wait; `corridor jobs work` takes them in", job=job, files=count(len(files))))


@app.command("list")
def list_jobs(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """The jobs of a sponsor, newest first."""
    from corridor.app.cli.output import count, day, print_json, print_table
    from corridor.app.cli.words import JOB_STATES, word
    from corridor.app.services.jobs.progress import jobs_of
    from corridor.wording.said import said

    found = jobs_of(opened_sponsor(sponsor))
    if as_json:
        print_json(found)
        return
    heads = (said("job"), said("state"), said("files done"), said("files refused"), said("as of"), said("ordered by"))
    rows = [
        (
            one["job"],
            word(JOB_STATES, one["state"]),
            f"{count(one['done'])} / {count(one['total'])}",
            count(one["refused"]),
            day(one["as_of"]),
            one["made_by"],
        )
        for one in found
    ]
    print_table(said("Jobs"), heads, rows, numbers=(0, 2, 3))


@app.command("show")
def show(job: Number, sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """A job: how far it is, and what became of each file."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.jobs.progress import job_of, told_job

    found = job_of(opened_sponsor(sponsor), job)
    if as_json:
        print_json(told_job(found))
        return
    _tell(found)


@app.command("cancel")
def cancel(job: Number, sponsor: Sponsor = None) -> None:
    """Begin no other file of a job; the file that is being taken in is finished."""
    from corridor.app.cli.output import say
    from corridor.app.cli.words import JOB_STATES, word
    from corridor.app.services.jobs.orders import cancel_job
    from corridor.wording.said import said

    state = cancel_job(opened_sponsor(sponsor), job)
    say(said("job {job}: to be cancelled, {state} now", job=job, state=word(JOB_STATES, state)))


@app.command("resume")
def resume(job: Number, sponsor: Sponsor = None) -> None:
    """Go on with a job that was cancelled or stopped: with the files that it has not done."""
    from corridor.app.cli.output import say
    from corridor.app.services.jobs.orders import resume_job
    from corridor.wording.said import said

    resume_job(opened_sponsor(sponsor), job)
    say(said("job {job}: waits again", job=job))


@app.command("work")
def work(once: Annotated[bool, typer.Option("--once", help="Stop when no job waits.")] = False) -> None:
    """Take in the files of jobs, of all sponsors, until stopped; jobs whose worker died are taken up again."""
    share_nothing_among_threads()
    from corridor.app.services.jobs.queue import work as work_on_jobs
    from corridor.app.store.connect import open_store

    open_store()
    work_on_jobs(once=once)


def _tell(found: dict[str, Any]) -> None:
    from corridor.app.cli.output import count, say
    from corridor.app.cli.words import JOB_STATES, word
    from corridor.wording.said import said

    facts = {name: count(found[name]) for name in ("done", "total", "refused")}
    state = word(JOB_STATES, found["state"])
    say(said("job {job}: {state}, {done} of {total} files, {refused} refused", job=found["job"], state=state, **facts))
    for one in found["files"]:
        say(said("file {place}, {file}: {outcome}", place=one["place"], file=one["name"], outcome=_outcome(one)))
        for fault in one["faults"]:
            say(said("  fault: {note}", note=fault))
        for warning in one["warnings"]:
            say(said("  warning: {note}", note=warning))


def _outcome(one: dict[str, Any]) -> Any:
    from corridor.app.cli.words import JOB_STATES, KINDS, counted, word
    from corridor.wording.said import said

    if "batch" not in one:
        return word(JOB_STATES, one["state"])
    if not one["is_new"]:
        return said("was in already, as batch {batch}", batch=one["batch"])
    facts = {"kind": word(KINDS, one["kind"]), "batch": one["batch"], "counts": counted(one["counts"])}
    return said("{kind}, batch {batch}: {counts}", **facts)
