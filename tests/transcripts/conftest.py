"""Transcripts run on a store of their own, in which the shop of tests/app is the only sponsor."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from corridor.app.services.sponsors import add_sponsor
from tests.app.cli.conftest import Corridor, run_on
from tests.app.conftest import FOUNDED_ON, Database, opened, shop_documents
from tests.conftest import clone

__all__ = ["only_shop", "run_on"]

FILES = Path(__file__).with_name("files")
_number = count(1)


@pytest.fixture
def only_shop(
    home: Path,
    template: str,
    worker_id: str,
    run_on: Callable[[Database], Corridor],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Corridor:
    """Runs commands in a folder with the transcripts' files."""
    database = Database(home, f"transcript_{worker_id}_{next(_number)}")
    clone(home, template, database.name)
    with opened(database):
        add_sponsor(shop_documents("SHOP"), FOUNDED_ON)
    shutil.copytree(FILES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return run_on(database)
