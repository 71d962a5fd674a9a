"""A job is ordered, cancelled, resumed."""

import getpass
from collections.abc import Sequence
from datetime import date

from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import MAP
from corridor.app.services.jobs.queue import enqueue
from corridor.app.services.jobs.states import CANCELLED, STOPPED, WAITING, WORKING
from corridor.app.services.partners import HowRead
from corridor.app.services.reading import NamedFile
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.edi.kinds import recognise
from corridor.wording.said import listed, said


def order_job(
    sponsor: str, files: Sequence[NamedFile], as_of: date, how: HowRead | None = None, *, actor: str = ""
) -> int:
    """Keep the files and put them in the queue; returns the number of the job. Nothing is read yet.

    Raises ServiceError when there is no file.
    """
    if not files:
        raise ServiceError(said("job: found no file, expected one or more"))
    how = how or HowRead()
    with tenant_transaction(sponsor, actor=actor) as tx:
        job = tx.scalar(
            "insert into job (tenant_id, made_by, as_of, state, wants_cancel, done, total)"
            " values (%s, %s, %s, %s, false, 0, %s) returning id",
            [tx.tenant_id, actor or getpass.getuser(), as_of, WAITING, len(files)],
        )
        map_id = tx.store_file(how.column_map.content, how.column_map.name, MAP)[0] if how.column_map else None
        for place, file in enumerate(files, start=1):
            _keep(tx, job, place, file, map_id, how)
    enqueue(sponsor, job)
    return int(job)


def _keep(tx: Tx, job: int, place: int, file: NamedFile, map_id: int | None, how: HowRead) -> None:
    form = recognise(file.content, file.name) or "table"
    file_id, _ = tx.store_file(file.content, file.name, form)
    tx.execute(
        "insert into job_file (tenant_id, job_id, place, file_id, name, column_map_id, is_lenient, partner,"
        " on_bad_transaction, state) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            tx.tenant_id,
            job,
            place,
            file_id,
            file.name,
            map_id,
            how.is_lenient,
            how.partner,
            how.on_bad_transaction,
            WAITING,
        ],
    )


def cancel_job(sponsor: str, job: int, *, actor: str = "") -> str:
    """Begin no other file of the job; returns its state: working while a file is still being taken in."""
    with tenant_transaction(sponsor, actor=actor) as tx:
        state = _state(tx, job, (WAITING, WORKING, STOPPED))
        after = WORKING if state == WORKING else CANCELLED
        tx.execute("update job set wants_cancel = true, state = %s where id = %s", [after, job])
        return after


def resume_job(sponsor: str, job: int, *, actor: str = "") -> None:
    """Put a job that was cancelled or stopped in the queue again, with the files that it has not done."""
    with tenant_transaction(sponsor, actor=actor) as tx:
        _state(tx, job, (CANCELLED, STOPPED, WORKING, WAITING))
        tx.execute(
            "update job set wants_cancel = false, state = case state when 'working' then state else %s end"
            " where id = %s",
            [WAITING, job],
        )
    enqueue(sponsor, job)


def _state(tx: Tx, job: int, allowed: Sequence[str]) -> str:
    """The state of a job, held until the transaction ends. Raises ServiceError for another than `allowed`."""
    state = tx.scalar("select state from job where id = %s for update", [job])
    if state not in allowed:
        raise ServiceError(
            said(
                "job {job}: found {state}, expected one that is {allowed}",
                job=job,
                state=state or said("none of that number"),
                allowed=listed(allowed),
            )
        )
    return str(state)
