"""procrastinate: which job is next, who works on it, jobs whose worker died."""

import asyncio
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Event

from django.db import connections
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued

from corridor.app.services.jobs.work import unfinished_jobs, work_job
from corridor.app.store.queue import queue_connector
from corridor.app.store.tenancy import tenant_codes

TASK, SWEEP = "corridor.take_files_in", "corridor.sweep"
STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""

_LIVING = ("todo", "doing")


def queue_app(is_stopping: Callable[[], bool] = bool) -> App:
    """procrastinate with what Corridor has it do, on the store that is open. is_stopping: see `work_job`."""
    app = App(connector=queue_connector())

    @app.task(name=TASK)
    def take_files_in(sponsor: str, job: int) -> None:
        try:
            work_job(sponsor, job, is_stopping)
        finally:
            connections.close_all()  # the thread ends, and Django would keep its connection

    @app.periodic(cron="* * * * *")
    @app.task(name=SWEEP, queueing_lock=SWEEP)
    async def sweep_each_minute(timestamp: int) -> None:
        await _retry_stalled(app, STALLED_AFTER)

    return app


def enqueue(sponsor: str, job: int) -> None:
    """Put a job in the queue; one that waits there already stays where it is."""
    _defer(queue_app(), [(sponsor, job)])


def work(*, once: bool = False, stalled_after: float = STALLED_AFTER) -> None:
    """Work on jobs until stopped; once: until the queue is empty. SIGINT and SIGTERM end it after the file in hand.

    Jobs whose worker has given no sign of life for `stalled_after` seconds are taken up first, and every minute.
    """
    sweep(stalled_after)
    stopping = Event()
    app = queue_app(stopping.is_set)

    async def run() -> None:
        async with app.open_async():
            options = {"concurrency": 1, "delete_jobs": "successful", "install_signal_handlers": False}
            worker = asyncio.create_task(app.run_worker_async(wait=not once, **options))

            def stop() -> None:
                stopping.set()
                worker.cancel()  # which lets the task in hand end

            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop)
            with suppress(asyncio.CancelledError):
                await worker

    asyncio.run(run())


def sweep(stalled_after: float = STALLED_AFTER) -> int:
    """Queue again the jobs whose worker died, and those that the queue has lost; returns how many."""
    app = queue_app()

    async def run() -> tuple[int, set[tuple[str, int]]]:
        async with app.open_async():
            retried = await _retry_stalled(app, stalled_after)
            lists = [await app.job_manager.list_jobs_async(task=TASK, status=status) for status in _LIVING]
            queued = [job for some in lists for job in some]
            return retried, {(str(job.task_kwargs["sponsor"]), int(str(job.task_kwargs["job"]))) for job in queued}

    retried, queued = asyncio.run(run())
    lost = [(code, job) for code in tenant_codes() for job in unfinished_jobs(code) if (code, job) not in queued]
    _defer(queue_app(), lost)
    return retried + len(lost)


async def _retry_stalled(app: App, stalled_after: float) -> int:
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)


def _defer(app: App, jobs: Iterable[tuple[str, int]]) -> None:
    """Jobs of one sponsor are worked on one after another, in their order."""
    with app.open():
        for sponsor, job in jobs:
            with suppress(AlreadyEnqueued):
                task = app.configure_task(TASK, lock=sponsor, queueing_lock=f"{sponsor}/{job}")
                task.defer(sponsor=sponsor, job=job)
