"""`corridor backup`, `restore`, `forget`, `doctor` on the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.app.store.server import ensure_running
from corridor.app.store.server.cluster import BOOTSTRAP, OWNER
from tests.app.cli.conftest import Corridor
from tests.app.conftest import Database

ADMIN = "CORRIDOR_ADMIN_DATABASE_URL"


def address(database: Database, role: str) -> str:
    """Address of a database as somebody would name it in the environment."""
    parts = ensure_running(database.home).address(role, database.name)
    return " ".join(f"{key}='{value}'" for key, value in parts.items())


@pytest.fixture
def as_admin(demo_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADMIN, address(demo_database, BOOTSTRAP))


def test_a_server_of_ones_own_is_backed_up_by_its_admin(
    on_demo: Corridor, demo_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = on_demo("backup", tmp_path)
    assert refused.code == 1
    assert refused.err.splitlines()[-1].startswith(f"{ADMIN}: found nothing, expected the address of the database")
    monkeypatch.setenv(ADMIN, address(demo_database, OWNER))
    assert f"found role {OWNER}, which stops at row-level security" in on_demo("backup", tmp_path).err
    monkeypatch.setenv(ADMIN, address(demo_database, BOOTSTRAP))
    made = on_demo("backup", tmp_path / "mine.backup", "--json")
    assert made.code == 0, made.err
    assert [head["code"] for head in made.data["manifest"]["sponsors"]] == ["MERIDIAN", "HARBOR"]
    assert made.data["size_bytes"] == (tmp_path / "mine.backup").stat().st_size


def test_refusals_are_one_line_in_both_languages(
    on_demo: Corridor, as_admin: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "foreign").write_text("hello")
    assert on_demo("restore", tmp_path / "foreign").err.splitlines()[-1].startswith("foreign: found no whole backup")
    turkish = on_demo("restore", tmp_path / "foreign", "--lang", "tr")
    assert turkish.err.splitlines()[-1].startswith("foreign – bulunan: eksiksiz bir Corridor yedeği değil")
    assert on_demo("forget", "corridor").err == (
        "database corridor: found none of that name that a restore put aside, expected one of: none\n"
    )
    assert on_demo("backup", tmp_path / "foreign").err.splitlines()[-1].endswith("(--force replaces it)")


def test_a_store_that_is_in_use_is_not_replaced(on_demo: Corridor, as_admin: None, tmp_path: Path) -> None:
    assert on_demo("backup", tmp_path / "mine.backup").code == 0
    refused = on_demo("restore", tmp_path / "mine.backup")
    assert (refused.code, "found sponsors MERIDIAN, HARBOR, expected none" in refused.err) == (1, True)
    in_use = on_demo("restore", tmp_path / "mine.backup", "--replace")
    assert (in_use.code, "expected none: end `corridor serve`" in in_use.err) == (1, True)


def test_the_doctor_says_what_is_wrong_and_ends_with_1(on_demo: Corridor) -> None:
    ran = on_demo("doctor")
    assert ran.code == 1  # the server of the tests is not durable
    assert "  fault    fsync = off\n           → switch fsync on: what was committed could be lost\n" in ran.out
    assert [line for line in ran.out.splitlines() if line[:1].strip()] == [
        "Versions",
        "Settings",
        "Disk",
        "Roles",
        "Checks",
    ]
    turkish = on_demo("doctor", "--lang", "tr").out
    assert "  hata   fsync = off\n         → fsync ayarını açın" in turkish


def test_the_doctor_warns_of_a_small_disk(on_demo: Corridor) -> None:
    def free(*options: str) -> dict[str, str]:
        return next(finding for finding in on_demo("doctor", "--json", *options).data if finding["check"] == "free")

    found = free("--least-free", str(1 << 40))
    assert found["state"] == "warning"
    assert found["remedy"].startswith("make room")


# the whole way, as an operator goes it


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "a home"
    yield home
    run_in(home, "stop")


def run_in(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")}
    return subprocess.run(
        [Path(sys.executable).parent / "corridor", *arguments],
        env=kept | {"CORRIDOR_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_backup_wipe_restore_verify(on_demo: Corridor, as_admin: None, own_home: Path, tmp_path: Path) -> None:
    assert on_demo("backup", tmp_path / "mine.backup").code == 0
    restored = run_in(own_home, "restore", tmp_path / "mine.backup")
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("restored the backup of ")
    verified = run_in(own_home, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.count("agreement, 0.00 difference") == 2
    again = run_in(own_home, "demo", "--small")
    assert "already taken in; nothing was changed" in again.stderr
    examined = run_in(own_home, "doctor", "--json")
    assert examined.returncode == 0, examined.stdout
    assert [f for f in json.loads(examined.stdout) if f["state"] == "fault"] == []
