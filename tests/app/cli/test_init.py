"""A machine is made ready for an employer, once."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.starter import write_starter
from tests.app.cli.conftest import Corridor

STARTER = [
    "plan.yaml",
    "stop-loss.yaml",
    "arrangement.yaml",
    "members.csv",
    "claims.csv",
    "claims.toml",
    "accounts.csv",
]


def test_a_starter_is_enough_for_a_first_explained_claim(corridor: Corridor, tmp_path: Path) -> None:
    made = corridor("init", "--example", tmp_path)
    assert (made.code, made.err) == (0, "")
    assert [path for path in STARTER if f"  wrote {tmp_path / path}\n" not in made.out] == []
    arrangement = tmp_path / "arrangement.yaml"
    assert "code: EMPLOYER" in arrangement.read_text("utf-8")
    arrangement.write_text(arrangement.read_text("utf-8").replace("EMPLOYER", "OAKS"))
    documents = ("arrangement", "plan", "stop-loss")
    options = [part for name in documents for part in (f"--{name}", tmp_path / f"{name}.yaml")]
    assert corridor("sponsor", "add", *options, "--as-of", "2026-01-02").out == "made sponsor OAKS\n"
    on = ("--sponsor", "OAKS", "--as-of", "2026-07-01")
    assert corridor("load", tmp_path / "members.csv", *on).code == 0
    assert corridor("load", tmp_path / "claims.csv", "--map", tmp_path / "claims.toml", *on).code == 0
    assert "line 1: paid (paid)" in corridor("explain", "A-1", "--sponsor", "OAKS").out


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    assert write_starter(tmp_path) == dict.fromkeys(STARTER, True)
    (tmp_path / "plan.yaml").write_text("mine")
    assert write_starter(tmp_path) == dict.fromkeys(STARTER, False)
    assert (tmp_path / "plan.yaml").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(ServiceError, match="taken: found a file, expected a folder or nothing"):
        write_starter(tmp_path / "taken")


@pytest.fixture
def empty_machine() -> Iterator[tuple[Path, Callable[..., str]]]:
    """A home that is not there yet, and the program with it as its home."""
    above = Path(tempfile.mkdtemp(prefix="corridor-init-"))
    home = above / "home"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")}
    program = Path(sys.executable).parent / "corridor"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [program, *arguments], env=kept | {"CORRIDOR_HOME": str(home)}, capture_output=True, text=True, check=True
        )
        return done.stdout

    yield home, run
    run("stop")
    shutil.rmtree(above)


@pytest.mark.slow
def test_a_home_is_made_private_and_a_second_time_nothing_changes(
    empty_machine: tuple[Path, Callable[..., str]],
) -> None:
    home, run = empty_machine
    first = run("init")
    assert first.startswith(f"store: made in {home}, closed to other accounts\nnext:\n")
    assert "corridor sponsor add --arrangement arrangement.yaml --plan plan.yaml --stop-loss stop-loss.yaml" in first
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert run("init").startswith(f"store: there already in {home}; nothing was changed\n")
    assert '"is_new": false' in run("init", "--json")
