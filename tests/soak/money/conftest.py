"""The run's store, in which sponsors are made."""

from pathlib import Path

import pytest

from tests.app.conftest import Database


@pytest.fixture
def database(home: Path, store: object, worker_id: str) -> Database:
    """Past row-level security, of the run's own store."""
    return Database(home, f"test_{worker_id}")
