"""The files of a job, one after another: each whole, or refused, in a transaction of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.app.services.intake import TakenIn, take_in
from corridor.app.services.jobs.states import CANCELLED, DONE, REFUSED, STOPPED, WAITING, WORKING
from corridor.app.services.partners import HowRead
from corridor.app.services.reading import BadTransactions, NamedFile
from corridor.app.store.errors import Refused
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.kept import kept


@dataclass(frozen=True)
class _Next:
    """The next file of a job, as it was handed in."""

    id: int
    file: NamedFile
    as_of: date
    how: HowRead


def work_job(sponsor: str, job: int, is_stopping: Callable[[], bool] = bool) -> None:
    """Take in the files of a job that wait, until none is left or somebody cancels it.

    is_stopping: asked between files; the job then stays as it is, for the next worker.

    A file that is refused is told, and the others go on. Raises what is no fault of a file; the job is then stopped.
    """
    try:
        while not is_stopping() and (one := _begin_next(sponsor, job)):
            state, outcome = _take(sponsor, one)
            _mark(sponsor, job, one, state, outcome)
    except Exception:
        _set_state(sponsor, job, STOPPED)
        raise


def unfinished_jobs(sponsor: str) -> list[int]:
    """Numbers of the jobs that somebody should be working on, oldest first."""
    with tenant_transaction(sponsor) as tx:
        found = tx.read(f"select id from job where state in ('{WAITING}', '{WORKING}') order by id")
        return found.get_column("id").to_list()


def _begin_next(sponsor: str, job: int) -> _Next | None:
    """The next file that waits; None, the job being over, when there is none or the job is to be cancelled."""
    with tenant_transaction(sponsor) as tx:
        with tx.cursor() as cursor:
            cursor.execute("select wants_cancel, state from job where id = %s for update", [job])
            row = cursor.fetchone()
        if row is None or row[1] in (DONE, CANCELLED):
            return None
        one = None if row[0] else _next(tx, job)
        _update_state(tx, job, WORKING if one else CANCELLED if row[0] else DONE)
        return one


def _next(tx: Tx, job: int) -> _Next | None:
    with tx.cursor() as cursor:
        cursor.execute(
            "select j.id, j.name, f.content, job.as_of, m.name, m.content,"
            " j.is_lenient, j.partner, j.on_bad_transaction"
            " from job_file j join job on job.id = j.job_id join stored_file f on f.id = j.file_id"
            " left join stored_file m on m.id = j.column_map_id"
            f" where j.job_id = %s and j.state = '{WAITING}' order by j.place limit 1",
            [job],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    id_, name, content, as_of, map_name, map_content, is_lenient, partner, on_bad = row
    column_map = NamedFile(map_name, bytes(map_content)) if map_name else None
    return _Next(id_, NamedFile(name, bytes(content)), as_of, HowRead(column_map, is_lenient, partner, on_bad))


def _take(sponsor: str, one: _Next) -> tuple[str, dict[str, Any]]:
    """State of the file, and what became of it as data."""
    try:
        taken = take_in(sponsor, one.file, one.as_of, **one.how.options)
    except (ValueError, Refused) as error:
        if not type(error).__module__.startswith("corridor."):
            raise
        faults = error.faults if isinstance(error, BadTransactions) else error.args
        return REFUSED, {"faults": [kept(fault) for fault in faults]}
    return DONE, _outcome(taken)


def _outcome(taken: TakenIn) -> dict[str, Any]:
    return {
        "kind": taken.kind,
        "batch": taken.seq,
        "is_new": taken.is_new,
        "counts": taken.counts,
        "faults": [kept(fault) for fault in taken.faults],
        "warnings": [kept(warning) for warning in taken.warnings],
    }


def _mark(sponsor: str, job: int, one: _Next, state: str, outcome: dict[str, Any]) -> None:
    with tenant_transaction(sponsor) as tx:
        tx.execute(
            "update job_file set state = %s, said = %s where id = %s",
            [state, json.dumps(outcome, default=str), one.id],
        )
        tx.execute(
            "update job set worked_at = now(),"
            f" done = (select count(*) from job_file where job_id = job.id and state <> '{WAITING}') where id = %s",
            [job],
        )


def _set_state(sponsor: str, job: int, state: str) -> None:
    with tenant_transaction(sponsor) as tx:
        _update_state(tx, job, state)


def _update_state(tx: Tx, job: int, state: str) -> None:
    tx.execute("update job set state = %s, worked_at = now() where id = %s", [state, job])
