"""Jobs: files taken in by a worker, with progress, cancelled between files, resumed, taken up when a worker died."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.jobs import work as working
from corridor.app.services.jobs.orders import cancel_job, order_job, resume_job
from corridor.app.services.jobs.progress import NoSuchJob, job_of, jobs_of
from corridor.app.services.jobs.queue import sweep, work
from corridor.app.services.partners import HowRead
from corridor.app.services.reading import NamedFile
from corridor.app.services.verify import verify
from corridor.app.store.queue import QUEUE
from corridor.wording.language import speaking
from corridor.wording.said import told
from tests.app.conftest import SHOP, Database, Shop, claim_row, claims_csv, new_shop

DAY = date(2026, 1, 21)


def file(number: int) -> NamedFile:
    return NamedFile(f"{number}.csv", claims_csv(claim_row(f"C{number}", "99213", "150")).encode())


def files(count: int) -> list[NamedFile]:
    return [file(number) for number in range(count)]


def short(shop: Shop, job: int) -> tuple[str, int, int, int]:
    found = job_of(shop.code, job)
    return found["state"], found["done"], found["total"], found["refused"]


def loads(shop: Shop) -> list[str]:
    return [name for (name,) in shop.rows("select params ->> 'name' from batch where kind = 'claims' order by seq")]


def test_files_are_kept_at_once_and_taken_in_by_a_worker(shop: Shop) -> None:
    job = order_job(shop.code, files(3), DAY)
    assert short(shop, job) == ("waiting", 0, 3, 0)
    assert shop.rows("select count(*)::int from stored_file where name like '%.csv' and kind = 'table'") == [(3,)]
    assert loads(shop) == []
    work(once=True)
    assert short(shop, job) == ("done", 3, 3, 0)
    assert loads(shop) == ["0.csv", "1.csv", "2.csv"]
    first = job_of(shop.code, job)["files"][0]
    assert (first["state"], first["kind"], first["is_new"], first["counts"]["lines"]) == ("done", "claims", True, 1)
    assert verify(shop.code).agrees


def test_a_job_decides_as_a_load_does(shop: Shop) -> None:
    other = new_shop()
    order_job(other.code, [NamedFile("members.csv", (SHOP / "members.csv").read_bytes()), *files(2)], DAY)
    work(once=True)
    for number in range(2):
        shop.load(f"{number}.csv", file(number).content, DAY)
    assert (other.decided(), other.accumulators()) == (shop.decided(), shop.accumulators())


def test_a_refused_file_is_told_and_the_others_go_on(shop: Shop) -> None:
    bad = NamedFile("bad.csv", claims_csv(claim_row("X", "99213", "a lot")).encode())
    job = order_job(shop.code, [file(0), bad, file(1)], DAY)
    work(once=True)
    assert short(shop, job) == ("done", 3, 3, 1)
    found = job_of(shop.code, job)["files"]
    assert [one["state"] for one in found] == ["done", "refused", "done"]
    (fault,) = found[1]["faults"]
    assert "bad.csv" in fault
    with speaking("tr"):
        assert told(fault) != fault, "what was kept is told in the language of whoever asks"
    assert loads(shop) == ["0.csv", "1.csv"]


def test_a_file_that_is_in_already_is_passed_by(shop: Shop) -> None:
    shop.load("0.csv", file(0).content, DAY)
    job = order_job(shop.code, files(2), DAY)
    work(once=True)
    assert [one["is_new"] for one in job_of(shop.code, job)["files"]] == [False, True]
    assert loads(shop) == ["0.csv", "1.csv"]


def test_a_job_is_cancelled_between_files_and_resumed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    job = order_job(shop.code, files(3), DAY)

    def and_cancel(sponsor: str, *given: Any, **options: Any) -> Any:
        assert cancel_job(sponsor, job) == "working"
        return take_in(sponsor, *given, **options)

    take_in = working.take_in
    monkeypatch.setattr(working, "take_in", and_cancel)
    work(once=True)
    assert short(shop, job) == ("cancelled", 1, 3, 0)
    monkeypatch.undo()
    work(once=True)
    assert short(shop, job) == ("cancelled", 1, 3, 0), "nobody asked for more"
    resume_job(shop.code, job)
    work(once=True)
    assert short(shop, job) == ("done", 3, 3, 0)
    assert loads(shop) == ["0.csv", "1.csv", "2.csv"]


def test_a_job_that_waits_is_cancelled_at_once(shop: Shop) -> None:
    job = order_job(shop.code, files(1), DAY)
    assert cancel_job(shop.code, job) == "cancelled"
    work(once=True)
    assert (short(shop, job), loads(shop)) == (("cancelled", 0, 1, 0), [])


def test_a_fault_of_the_machine_stops_the_job_where_it_is(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    job = order_job(shop.code, files(3), DAY)

    def fails_at_the_second(sponsor: str, one: NamedFile, *given: Any, **options: Any) -> Any:
        if one.name == "1.csv":
            raise OSError("no space left")
        return take_in(sponsor, one, *given, **options)

    take_in = working.take_in
    monkeypatch.setattr(working, "take_in", fails_at_the_second)
    work(once=True)
    assert short(shop, job) == ("stopped", 1, 3, 0)
    monkeypatch.undo()
    resume_job(shop.code, job)
    work(once=True)
    assert short(shop, job) == ("done", 3, 3, 0)


def test_a_worker_that_is_stopped_finishes_the_file_in_hand(shop: Shop, database: Database) -> None:
    job = order_job(shop.code, files(60), DAY)
    assert _end_in_the_middle(shop, database, job, signal.SIGTERM) == 0
    state, done, *_ = short(shop, job)
    assert (state, len(loads(shop))) == ("working", done)
    work(once=True)
    assert short(shop, job) == ("done", 60, 60, 0)


def test_a_job_whose_worker_was_killed_is_taken_up_again(shop: Shop, database: Database) -> None:
    job = order_job(shop.code, files(60), DAY)
    _end_in_the_middle(shop, database, job, signal.SIGKILL)
    state, done, *_ = short(shop, job)
    assert state == "working"
    assert 2 <= done < 60
    assert sweep() == 0, "a worker that has just been heard of is not taken for dead"
    work(once=True, stalled_after=0)
    assert short(shop, job) == ("done", 60, 60, 0)
    assert loads(shop) == [f"{number}.csv" for number in range(60)], "each once, in order"


def test_a_job_that_the_queue_has_lost_is_queued_again(shop: Shop, database: Database) -> None:
    job = order_job(shop.code, files(1), DAY)
    with database.connected() as connection:
        connection.execute(f"set search_path = {QUEUE}")  # its triggers name tables without a schema
        connection.execute("delete from procrastinate_jobs")
    work(once=True)
    assert short(shop, job) == ("done", 1, 1, 0)


def test_the_queue_names_nobody(shop: Shop, database: Database) -> None:
    job = order_job(shop.code, files(1), DAY, HowRead(partner="CLEARING"))
    with database.connected() as connection:
        rows = connection.execute(
            f"select args, lock from {QUEUE}.procrastinate_jobs where lock = %s", [shop.code]
        ).fetchall()
    assert rows == [({"sponsor": shop.code, "job": job}, shop.code)]


def test_jobs_of_another_sponsor_are_not_seen(shop: Shop, tenant: str) -> None:
    job = order_job(shop.code, files(1), DAY)
    assert [one["job"] for one in jobs_of(shop.code)] == [job]
    assert jobs_of(tenant) == []
    with pytest.raises(NoSuchJob):
        job_of(tenant, job)
    with pytest.raises(ServiceError, match="none of that number"):
        cancel_job(tenant, job)


def test_a_job_without_files_and_one_that_is_done_are_refused(shop: Shop) -> None:
    with pytest.raises(ServiceError, match="found no file"):
        order_job(shop.code, [], DAY)
    job = order_job(shop.code, files(1), DAY)
    work(once=True)
    for change in (cancel_job, resume_job):
        with pytest.raises(ServiceError, match="found done"):
            change(shop.code, job)


def _end_in_the_middle(shop: Shop, database: Database, job: int, by: signal.Signals) -> int:
    """Exit code of a worker in a process of its own that gets a signal when two files are done."""
    command = [str(Path(sys.executable).with_name("corridor")), "jobs", "work"]
    worker = subprocess.Popen(command, env={**os.environ, **database.environment()})
    try:
        _wait_until(lambda: job_of(shop.code, job)["done"] >= 2)
    finally:
        worker.send_signal(by)
        worker.wait()
    return worker.returncode


def _wait_until(is_so: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
