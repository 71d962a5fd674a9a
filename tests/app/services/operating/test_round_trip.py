"""Backup, and everything comes back."""

import stat
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from corridor.app.services.demo.generate import make_files
from corridor.app.services.demo.run import run_demo
from corridor.app.services.operating import backup
from corridor.app.services.operating.archive import opened_archive
from corridor.app.services.operating.kept import forget
from corridor.app.services.operating.manifest import BackupError
from corridor.app.services.verify import verify
from corridor.app.store.migrate import program_digest
from corridor.app.store.server.cluster import OWNER
from corridor.app.store.tenancy import create_tenant, tenant_codes
from corridor.app.store.upkeep.access import access_to
from tests.app.conftest import Database, opened
from tests.app.services.operating.conftest import AT, Target, archived


def test_everything_comes_back(archive: Path, demo_database: Database, target: Target, home: Path) -> None:
    restored = target.restore(archive)
    assert (restored.faults, restored.kept_database, restored.kept_files) == ((), None, None)
    before = demo_database.digest(but=("access_log",))
    assert target.database.digest(but=("access_log",)) == before
    with opened(target.database):
        assert {code: verify(code).agrees for code in tenant_codes()} == {"MERIDIAN": True, "HARBOR": True}
        again = run_demo(make_files(home / "demo", small=True), small=True)
        assert (again.files_new, again.rounds) == (0, 0)
    assert target.database.digest(but=("access_log",)) == before


def test_the_manifest_says_what_is_in_the_archive(archive: Path, demo_database: Database) -> None:
    assert archive.name == "corridor-2026-11-23.backup"
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    with opened_archive(archive) as opened_one:
        manifest = opened_one.manifest
    assert (manifest.taken_at, manifest.migrations_digest) == (AT, program_digest())
    with demo_database.connected() as connection:
        batches = connection.execute(
            "select code, count(*), (array_agg(encode(chain_hash, 'hex') order by seq desc))[1]"
            " from batch join tenant t on t.id = tenant_id group by t.id, code order by t.id"
        ).fetchall()
    assert [(head.code, head.batches, head.chain_hash) for head in manifest.sponsors] == batches
    assert set(manifest.members) == {"database.dump", "files/letters/head.png", "files/notes/plan.yaml"}


def test_writers_are_not_held_up_and_the_archive_holds_one_moment(
    own_demo: Database, target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = backup.dumped

    def written_meanwhile(*arguments: object) -> object:
        create_tenant("LATER", "A sponsor made during the backup")
        return true(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "dumped", written_meanwhile)
    target.restore(archived(own_demo, tmp_path))
    assert tenant_codes()[-1] == "LATER"
    with opened(target.database):
        assert tenant_codes() == ["MERIDIAN", "HARBOR"]


def test_a_file_is_not_overwritten_unless_it_is_wanted(demo_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "mine.backup"
    path.write_text("something else")
    access = access_to(demo_database.home, demo_database.name)
    with pytest.raises(BackupError, match=r"mine.backup: found a file of that name, expected none"):
        backup.back_up(path, AT, access, home=tmp_path)
    assert path.read_text() == "something else"
    done = backup.back_up(path, AT, access, home=tmp_path, force=True)
    assert (done.size_bytes, stat.S_IMODE(path.stat().st_mode)) == (path.stat().st_size, 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_files_come_back_and_those_in_the_way_are_kept(archive: Path, target: Target) -> None:
    for name, text in (("notes/plan.yaml", "another"), ("letters/head.png", "this is letters/head.png")):
        (target.home / name).parent.mkdir()
        (target.home / name).write_text(text)
    restored = target.restore(archive)
    assert restored.files == 2
    assert (target.home / "notes" / "plan.yaml").read_text() == "this is notes/plan.yaml"
    assert restored.kept_files == target.home / "before_20261123_093000"
    kept = [path.relative_to(restored.kept_files) for path in restored.kept_files.rglob("*") if path.is_file()]
    assert kept == [Path("notes/plan.yaml")]
    assert (restored.kept_files / "notes" / "plan.yaml").read_text() == "another"


def test_what_was_there_is_kept_under_another_name_until_it_is_forgotten(archive: Path, target: Target) -> None:
    target.restore(archive)
    with opened(target.database):
        create_tenant("AFTER", "A sponsor made after the backup")
    restored = target.restore(archive, replace=True)
    assert restored.kept_database == "plans_before_20261123_093000"
    with Database(target.home, restored.kept_database).connected() as connection:
        assert connection.execute("select code from tenant order by id").fetchall()[-1] == ("AFTER",)
    access = access_to(target.home, target.name)
    with pytest.raises(BackupError, match="expected one of: plans_before_20261123_093000"):
        forget("plans", access)
    forget(restored.kept_database, access)
    assert restored.kept_database not in target.look()[0]


def test_sessions_end_and_accounts_stay(own_demo: Database, target: Target, tmp_path: Path) -> None:
    with own_demo.connected(OWNER) as owner:
        owner.execute("create schema corridor_accounts")
        for table in ("django_session", "person"):
            owner.execute(f"create table corridor_accounts.{table} (id bigint)")
            owner.execute(f"insert into corridor_accounts.{table} values (1), (2)")
    assert target.restore(archived(own_demo, tmp_path)).ended_sessions == 2
    with target.database.connected() as connection:
        assert connection.execute("select count(*) from corridor_accounts.django_session").fetchone() == (0,)
        assert connection.execute("select count(*) from corridor_accounts.person").fetchone() == (2,)


def test_tables_of_an_older_program_are_brought_up(own_demo: Database, target: Target, tmp_path: Path) -> None:
    with own_demo.connected() as connection:
        connection.execute("update schema_state set digest = 'of an earlier program'")
    target.restore(archived(own_demo, tmp_path))
    with target.database.connected() as connection:
        assert connection.execute("select digest from schema_state").fetchone() == (program_digest(),)


def test_a_fault_that_was_there_before_comes_back_and_is_told(
    own_demo: Database, target: Target, tmp_path: Path
) -> None:
    with own_demo.connected() as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update decision set plan_paid_cents = plan_paid_cents + 1 where claim_number = 1"
            " and tenant_id = (select id from tenant where code = 'MERIDIAN')"
        )
    faults = target.restore(archived(own_demo, tmp_path)).faults
    assert len(faults) == 1
    assert faults[0].startswith("MERIDIAN, batch ")


def test_what_a_crash_left_is_in_nobodys_way(archive: Path, target: Target) -> None:
    with psycopg.connect(**access_to(target.home, "postgres").to_read_all(), autocommit=True) as connection:
        connection.execute("create database plans_unfinished")
    (target.home / "restore.unfinished").mkdir()
    target.restore(archive)
    names, files = target.look()
    assert "plans_unfinished" not in names
    assert "restore.unfinished" not in files


def test_a_day_names_the_file_in_a_folder(tmp_path: Path) -> None:
    assert backup.named_target(tmp_path, AT + timedelta(days=8)).name == "corridor-2026-12-01.backup"
    assert backup.named_target(tmp_path / "mine", AT) == tmp_path / "mine"
