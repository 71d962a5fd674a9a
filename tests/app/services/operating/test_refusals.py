"""What a backup and a restore refuse, each time leaving everything as it was."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from corridor.app.services.operating import backup
from corridor.app.services.operating.manifest import BackupError
from corridor.app.store.errors import StoreTooNew, UpkeepError
from corridor.app.store.server.cluster import OWNER
from corridor.app.store.upkeep.access import access_to, on
from corridor.app.store.upkeep.programs import dumped, load
from tests.app.conftest import Database
from tests.app.services.operating.conftest import AT, Target, archived

Change = Callable[[dict[str, bytes]], None]


def rewritten(archive: Path, target: Path, change: Change, compression: int = zipfile.ZIP_STORED) -> Path:
    """The archive with other members: a ZIP without a fault, as a forger would make it."""
    with zipfile.ZipFile(archive) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target


def manifest_with(**values: Any) -> Change:
    """Other values in the manifest."""

    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return change


def flipped(members: dict[str, bytes]) -> None:
    content = bytearray(members["database.dump"])
    content[len(content) // 2] ^= 1
    members["database.dump"] = bytes(content)


def climbing(members: dict[str, bytes]) -> None:
    name = "files/../data/PG_VERSION"
    members[name] = b"17"
    manifest = json.loads(members["manifest.json"])
    manifest["members"][name] = {"size_bytes": 2, "sha256": "0" * 64}
    members["manifest.json"] = json.dumps(manifest).encode()


DAMAGED: dict[str, tuple[Change, str]] = {
    "a changed byte": (flipped, "member database.dump: found other bytes than the manifest says"),
    "a member too many": (lambda m: m.update({"files/x": b""}), "member files/x: found other bytes"),
    "a member too few": (lambda m: void(m.pop("files/notes/plan.yaml")), "member files/notes/plan.yaml: found other"),
    "no dump": (lambda m: void(m.pop("database.dump")), "member database.dump: found other bytes"),
    "a way out of the home": (climbing, r"member files/../data/PG_VERSION: found other bytes"),
    "no manifest": (lambda m: void(m.pop("manifest.json")), "found no whole backup of Corridor"),
    "a manifest that is no JSON": (lambda m: m.update({"manifest.json": b"{"}), r"does not read \(JSON\)"),
    "another layout": (manifest_with(layout=2), r"does not read \(layout\), expected one of layout 1"),
    "an unknown field": (manifest_with(surprise=1), r"does not read \(surprise\)"),
    "a newer program": (manifest_with(corridor="99.1.0"), "found a backup by Corridor 99.1.0, expected"),
}


def void(_: object) -> None:
    """Nothing, from something."""


@pytest.mark.parametrize("name", DAMAGED)
def test_a_changed_archive_is_refused(name: str, archive: Path, target: Target, tmp_path: Path) -> None:
    change, message = DAMAGED[name]
    before = target.look()
    with pytest.raises(BackupError, match=message) as refused:
        target.restore(rewritten(archive, tmp_path / "changed.backup", change))
    assert "\n" not in str(refused.value)
    assert target.look() == before


@pytest.mark.parametrize("share", [0.01, 0.5, 0.999])
def test_an_archive_that_was_cut_short_is_refused(share: float, archive: Path, target: Target, tmp_path: Path) -> None:
    cut = tmp_path / "cut.backup"
    cut.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])
    with pytest.raises(BackupError, match=r"cut.backup: found no whole backup of Corridor"):
        target.restore(cut)


def test_bytes_damaged_on_the_disk_are_found(archive: Path, target: Target, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "damaged.backup").write_bytes(content)
    with pytest.raises(BackupError, match=r"member database.dump: found other bytes"):
        target.restore(tmp_path / "damaged.backup")


@pytest.mark.parametrize("content", [b"", b"PK", b"hello" * 100])
def test_a_foreign_file_is_refused(content: bytes, target: Target, tmp_path: Path) -> None:
    (tmp_path / "foreign").write_bytes(content)
    with pytest.raises(BackupError, match="foreign: found no whole backup of Corridor"):
        target.restore(tmp_path / "foreign")


def test_a_compressed_archive_is_refused(archive: Path, target: Target, tmp_path: Path) -> None:
    small = rewritten(archive, tmp_path / "small.backup", void, zipfile.ZIP_DEFLATED)
    with pytest.raises(BackupError, match=r"member manifest\.json: found other bytes"):
        target.restore(small)


def test_nothing_to_read_is_refused(target: Target, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="found no such file or folder, expected a backup to read"):
        target.restore(tmp_path / "absent.backup")
    with pytest.raises(BackupError, match="found a folder, expected a backup to read"):
        target.restore(tmp_path)


def test_another_end_of_the_chain_is_refused(archive: Path, target: Target, tmp_path: Path) -> None:
    head = {"code": "MERIDIAN", "batches": 3, "chain_hash": "00"}
    forged = rewritten(archive, tmp_path / "forged.backup", manifest_with(sponsors=[head]))
    before = target.look()
    with pytest.raises(BackupError, match="sponsor HARBOR: found another end of the chain than the manifest says"):
        target.restore(forged)
    assert target.look() == before


def test_sponsors_are_not_replaced_unless_it_is_wanted(archive: Path, target: Target) -> None:
    target.restore(archive)
    before = target.look(), target.database.digest()
    with pytest.raises(BackupError, match="database plans: found sponsors MERIDIAN, HARBOR, expected none"):
        target.restore(archive)
    assert (target.look(), target.database.digest()) == before


def test_a_store_in_use_is_not_replaced(archive: Path, target: Target) -> None:
    target.restore(archive)
    before = target.look()
    with (
        target.database.connected(),
        pytest.raises(UpkeepError, match=r"plans: found connections \(1\), expected none"),
    ):
        target.restore(archive, replace=True)
    assert target.look() == before


def test_tables_of_a_newer_program_are_refused(own_demo: Database, target: Target, tmp_path: Path) -> None:
    with own_demo.connected() as connection:
        connection.execute("insert into django_migrations (app, name, applied) values ('store', '9999_later', now())")
        connection.execute("update schema_state set digest = 'of a later program'")
    path, before = archived(own_demo, tmp_path), target.look()
    with pytest.raises(StoreTooNew, match=r"found migration store\.9999_later"):
        target.restore(path)
    assert target.look() == before


def test_a_disk_that_is_too_small_is_refused(
    archive: Path, target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=3_000_000))
    with pytest.raises(BackupError, match="found 3 MB free, expected"):
        target.restore(archive)


# backups


def test_a_role_that_stops_at_row_level_security_cannot_back_up(demo_database: Database, tmp_path: Path) -> None:
    access = access_to(demo_database.home, demo_database.name)
    as_owner = replace(access, admin={**access.admin, "user": OWNER})
    for faulty, message in (
        (replace(access, admin=None), "CORRIDOR_ADMIN_DATABASE_URL: found nothing, expected the address"),
        (as_owner, f"CORRIDOR_ADMIN_DATABASE_URL: found role {OWNER}, which stops at row-level security"),
    ):
        with pytest.raises(UpkeepError, match=message):
            backup.back_up(tmp_path, AT, faulty, home=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_not_backed_up(home: Path, store: object, tmp_path: Path) -> None:
    with pytest.raises(UpkeepError, match="database postgres: found no tables of Corridor"):
        backup.back_up(tmp_path, AT, access_to(home, "postgres"), home=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_dump_that_fails_leaves_no_file(
    demo_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = backup.dumped
    monkeypatch.setattr(backup, "dumped", lambda address, _, schemas: true(address, "00000000-00000000-0", schemas))
    with pytest.raises(UpkeepError, match=r"pg_dump: found exit code 1 \(PostgreSQL refused a statement\)"):
        backup.back_up(tmp_path, AT, access_to(demo_database.home, demo_database.name), home=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(demo_database: Database, tmp_path: Path) -> None:
    access = access_to(demo_database.home, demo_database.name)
    with pytest.raises(BackupError, match="found no such file or folder, expected a file that can be written"):
        backup.back_up(tmp_path / "absent" / "mine", AT, access, home=tmp_path)


def test_no_connection_is_one_sentence(demo_database: Database) -> None:
    access = access_to(demo_database.home, "absent")
    with pytest.raises(
        UpkeepError, match=r'database absent, role corridor_bootstrap: found no connection \(.*"absent"'
    ):
        access.to_read_all()


# the programs


def test_a_load_that_fails_quotes_no_row(target: Target) -> None:
    access = access_to(target.home, "postgres")
    with pytest.raises(UpkeepError, match=r"pg_restore: found exit code 1 \(input file"):
        load(access.to_make(), [b"no dump at all" * 1000] * 100)


def test_a_dump_that_nobody_reads_to_the_end_leaves_no_process(demo_database: Database) -> None:
    access = access_to(demo_database.home, demo_database.name)
    admin = access.to_read_all()
    with psycopg.connect(**on(admin, demo_database.name)) as connection:
        snapshot = connection.execute("select pg_export_snapshot()").fetchone()[0]
        pieces = dumped(admin, snapshot, ["corridor"])
        next(pieces)
        pieces.close()
        query = "select count(*) from pg_stat_activity where application_name = 'pg_dump' and datname = %s"
        for _ in range(100):
            connection.execute("select pg_sleep(0.05), pg_stat_clear_snapshot()")
            if connection.execute(query, [demo_database.name]).fetchone() == (0,):
                break
        assert connection.execute(query, [demo_database.name]).fetchone() == (0,)
