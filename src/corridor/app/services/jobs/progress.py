"""The jobs of a sponsor, and what became of each file."""

import json
from typing import Any

from corridor.app.services.errors import ServiceError
from corridor.app.services.jobs.states import REFUSED
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.kept import said_again
from corridor.wording.said import said, told


class NoSuchJob(ServiceError):
    """The sponsor has no job of that number."""


_JOBS = f"""
    select id as job, state, done, total, as_of, made_by, made_at, worked_at,
           (select count(*) from job_file f where f.job_id = job.id and f.state = '{REFUSED}') as refused
    from job
"""
_FILES = "select place, name, state, partner, said from job_file where job_id = %s order by place"


def jobs_of(sponsor: str) -> list[dict[str, Any]]:
    """All jobs, newest first: job, state, done and refused of total, as_of, made_by, made_at, worked_at."""
    with tenant_transaction(sponsor) as tx:
        return _rows(tx, f"{_JOBS} order by id desc")


def job_of(sponsor: str, job: int) -> dict[str, Any]:
    """A job as in `jobs_of`, with its `files`: what became of each. Raises NoSuchJob for another's number."""
    with tenant_transaction(sponsor) as tx:
        found = _rows(tx, f"{_JOBS} where id = %s", [job])
        if not found:
            raise NoSuchJob(said("job {job}: found none of that number, expected one of this sponsor", job=job))
        return {**found[0], "files": [_file(row) for row in _rows(tx, _FILES, [job])]}


def told_job(found: dict[str, Any]) -> dict[str, Any]:
    """What `job_of` found, its sentences told in the current language."""
    notes = ("faults", "warnings")
    files = [{**one, **{name: [told(note) for note in one[name]] for name in notes}} for one in found["files"]]
    return {**found, "files": files}


def _rows(tx: Tx, query: str, params: list[Any] | None = None) -> list[dict[str, Any]]:
    with tx.cursor() as cursor:
        cursor.execute(query, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _file(row: dict[str, Any]) -> dict[str, Any]:
    """A file with its outcome; faults and warnings are sentences again."""
    outcome = json.loads(row["said"]) if row["said"] else {}
    notes = {name: [said_again(note) for note in outcome.get(name, [])] for name in ("faults", "warnings")}
    return {name: row[name] for name in ("place", "name", "state", "partner")} | outcome | notes
