"""The doctor: a healthy store, and faults planted one at a time."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from corridor.app.services.operating import machine, served, sponsors_seen
from corridor.app.services.operating.doctor import examine
from corridor.app.services.operating.finding import AREAS, Finding, has_fault
from corridor.app.services.operating.machine import DiskLimits
from corridor.app.store.migrate import program_digest
from corridor.app.store.server import status, stop
from corridor.app.store.server.cluster import APP, OWNER
from corridor.app.store.upkeep.catalog import applied_migrations
from tests.app.conftest import Database

NOT_DURABLE = {"fsync", "synchronous_commit", "full_page_writes"}
"""Switched off on the server of the tests."""


def now() -> datetime:
    return datetime.now(UTC)


def examined(database: Database) -> list[Finding]:
    database.home.chmod(0o700)
    return examine(now(), home=database.home, database=database.name)


def faults(findings: list[Finding]) -> dict[str, str]:
    """Faults but for those of the tests' own server: check -> what was found."""
    return {f.check: str(f.found) for f in findings if f.state == "fault" and f.check not in NOT_DURABLE}


def named(findings: list[Finding], check: str) -> list[Finding]:
    return [finding for finding in findings if finding.check == check]


def test_a_healthy_store_has_no_fault_and_nothing_is_changed(demo_database: Database) -> None:
    before = demo_database.digest(but=())
    findings = examined(demo_database)
    assert faults(findings) == {}
    assert demo_database.digest(but=()) == before
    assert {finding.area for finding in findings} == set(AREAS)
    assert [f.found for f in named(findings, "chain")] == [
        "MERIDIAN: the last link of the chain holds",
        "HARBOR: the last link of the chain holds",
    ]
    checks = {"python", "numba", "polars", "django", "postgresql", "free", "store", "home", "migrations", "clock"}
    assert checks <= {finding.check for finding in findings}


def test_what_is_wrong_comes_with_what_to_do(demo_database: Database) -> None:
    assert all(f.remedy for f in examined(demo_database) if f.state != "ok")


def test_no_person_is_named(demo_database: Database) -> None:
    text = " ".join(f"{finding.found} {finding.remedy}" for finding in examined(demo_database)).upper()
    with demo_database.connected() as connection:
        people = connection.execute("select distinct member_id, upper(last_name) from coverage").fetchall()
    assert not [name for row in people for name in row if name and f" {name.upper()} " in text]


def test_settings_that_can_lose_a_batch_are_faults(demo_database: Database) -> None:
    off = {finding.check for finding in examined(demo_database) if finding.state == "fault"}
    assert off == NOT_DURABLE


@pytest.mark.parametrize(
    ("statement", "check", "found"),
    [
        ("alter table claim no force row level security", "isolation", "forced row-level security: claim"),
        ("alter table posting disable row level security", "isolation", "forced row-level security: posting"),
        ("drop policy decision_of_tenant on decision", "isolation", "forced row-level security: decision"),
        ("create table stray (tenant_id bigint)", "isolation", "forced row-level security: stray"),
        ("alter view posting_row reset (security_invoker)", "views", "their owner's rights: posting_row"),
        (f"grant update on posting to {APP}", "grants", f"posting update ({APP})"),
        (f"grant truncate on coverage to {APP}", "grants", f"coverage truncate ({APP})"),
        ("grant select on coverage to public", "grants", "coverage select (public)"),
        ("alter table posting disable trigger posting_balanced", "triggers", "switched off: posting.posting_balanced"),
        ("delete from django_migrations where name like '0005%'", "migrations", "missing: 0005_paid_lines"),
    ],
)
def test_a_planted_fault_is_found(statement: str, check: str, found: str, own_demo: Database) -> None:
    with own_demo.connected() as connection:
        connection.execute(statement)
    findings = faults(examined(own_demo))
    assert list(findings) == [check]
    assert found in findings[check]


@pytest.fixture
def trial(demo_database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose changes of roles, which all tests share, are taken back."""
    with demo_database.connected() as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.mark.parametrize(
    ("statement", "role", "powers"),
    [
        (f"alter role {APP} bypassrls", APP, "bypasses row-level security"),
        (f"alter role {APP} superuser createdb", APP, "is a superuser, may make roles or databases, owns tables"),
        (f"grant {OWNER} to {APP}", APP, "owns tables"),
        (f"alter role {OWNER} bypassrls", OWNER, "bypasses row-level security"),
    ],
)
def test_a_role_with_too_much_power_is_found(
    statement: str, role: str, powers: str, trial: psycopg.Connection[Any]
) -> None:
    assert [finding.state for finding in served.roles(trial)] == ["ok", "ok"]
    trial.execute(statement)
    found = [finding for finding in served.roles(trial) if finding.state == "fault"]
    assert [(finding.check, finding.found) for finding in found] == [(role, f"role {role}: {powers}")]


def test_a_changed_last_batch_is_found(own_demo: Database) -> None:
    with own_demo.connected() as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("update batch set chain_hash = '\\x00' where id = (select max(id) from batch)")
    assert [where for where in faults(examined(own_demo)).values() if "found another hash link" in where]


def test_a_time_zone_that_is_not_known_is_found(own_demo: Database) -> None:
    with own_demo.connected() as connection:
        connection.execute("update tenant set time_zone = 'Mars/Olympus' where code = 'HARBOR'")
    assert faults(examined(own_demo)) == {"time-zone": "HARBOR: time zone Mars/Olympus is not known here"}


def test_tables_follow_the_program(demo_database: Database) -> None:
    with demo_database.connected(OWNER) as owner:
        applied = applied_migrations(owner)
    assert served.migrations(program_digest(), applied).state == "ok"
    assert served.migrations("another", applied[:-1]).state == "warning"
    assert served.migrations(program_digest(), applied[:-1]).state == "fault"
    assert served.migrations("another", None).state == "fault"
    ahead = served.migrations("another", [*applied, "9999_later"])
    assert (ahead.state, ahead.found) == ("fault", "tables are ahead of this program: 9999_later")


def test_clocks_that_part_are_told(own_demo: Database) -> None:
    past = now() - timedelta(days=400)
    findings = examine(past, home=own_demo.home, database=own_demo.name)
    told = [finding for check in ("clock", "last-batch") for finding in named(findings, check)]
    assert {finding.state for finding in told} == {"warning"}
    assert sponsors_seen.clock(past, past).state == "ok"


# the machine


def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path) -> None:
    assert machine.disk(tmp_path, DiskLimits(free_bytes=0, free_percent=0)).state == "ok"
    assert machine.disk(tmp_path, DiskLimits(free_bytes=1 << 60, free_percent=0)).state == "warning"
    assert machine.disk(tmp_path / "absent", DiskLimits(free_bytes=0, free_percent=100)).state == "warning"


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
def test_a_home_that_is_open_to_others_is_a_fault(mode: int, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert machine.home_folder(tmp_path).state == "ok"
    tmp_path.chmod(mode)
    found = machine.home_folder(tmp_path)
    assert (found.state, found.remedy) == ("fault", f"run `chmod 700 {tmp_path}`")


def test_a_home_of_another_account_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)
    assert "not to 4000000" in machine.home_folder(tmp_path).found


def test_a_package_that_is_missing_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PACKAGES", ("corridor", "no-such-package"))
    assert [finding.state for finding in machine.versions()] == ["ok", "ok", "fault"]


def test_kernels_are_compiled_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    assert machine.kernels(tmp_path).state == "warning"
    for name in ("kernel._live-1.py311.nbi", "kernel._batch-2.py311.nbi"):
        (tmp_path / name).touch()
    assert machine.kernels(tmp_path).state == "ok"
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert machine.kernels(tmp_path).remedy == "unset NUMBA_DISABLE_JIT"


def test_a_browser_is_looked_for_when_it_is_asked_for(demo_database: Database) -> None:
    assert machine.browser(["sh"]).state == "ok"
    assert machine.browser(["no-such-browser"]).state == "warning"
    assert named(examined(demo_database), "browser") == []
    asked = examine(now(), home=demo_database.home, database=demo_database.name, with_browser=True)
    assert len(named(asked, "browser")) == 1


# stores that are not there, or not running


def test_without_a_store_nothing_is_made(tmp_path: Path) -> None:
    findings = examine(now(), home=tmp_path / "home")
    assert not has_fault(findings)
    assert [finding.found for finding in named(findings, "server")] == ["no store yet"]
    assert not (tmp_path / "home").exists()


def test_a_stopped_server_is_started_and_that_is_said(elsewhere: Path) -> None:
    stop(elsewhere)
    findings = examine(now(), home=elsewhere, database="postgres")
    found = [str(finding.found) for finding in named(findings, "server")]
    assert found == ["the server was started and runs until `corridor stop`", "no store yet"] or (
        "role corridor_app" in found[0]
    )
    assert status(elsewhere).is_running


def test_a_store_that_cannot_be_reached_is_a_fault(demo_database: Database) -> None:
    findings = examine(now(), home=demo_database.home, database="absent")
    assert list(faults(findings)) == ["server"]
    assert "database absent, role corridor_app: found no connection" in faults(findings)["server"]
