"""One embedded server for the whole test run, a database of its own for each worker, a sponsor of its own for a test.

The main process chooses the folder and ends the server; workers find it by an environment variable. Nothing is
started before a test asks for it. Tables only grow, so tests are kept apart by sponsor, never by emptying tables.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from corridor.app.config.settings import choose
from corridor.app.config.web import web_settings

QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"
TEST_HOME = "CORRIDOR_TEST_HOME"
TEMPLATE = "template_of_tests"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_number = count(1)


# Workers inherit the folder that the main process makes here.
if TEST_HOME not in os.environ:
    os.environ[TEST_HOME] = tempfile.mkdtemp(prefix="corridor-test-")
# Django is set up once in a process: with the pages, so that tests of pages may come in any order.
choose(web_settings(Path(os.environ[TEST_HOME])) | {"PASSWORD_HASHERS": [QUICK_HASHER]})


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    home = Path(os.environ.pop(TEST_HOME))
    if (home / "data").exists():
        from corridor.app.store.server import stop

        stop(home)
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def home() -> Path:
    """The folder of the test run's server."""
    return Path(os.environ[TEST_HOME])


@pytest.fixture(scope="session")
def template(home: Path) -> str:
    """Name of a database with all tables and no rows, from which others are cloned in a few milliseconds."""
    import fcntl

    from django.db import connections

    from corridor.app.store.connect import open_store

    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        open_store(home, database=TEMPLATE, server_settings=FAST)
        connections.close_all()  # a database that somebody is connected to cannot be cloned
    return TEMPLATE


@pytest.fixture(scope="session")
def store(home: Path, template: str, worker_id: str) -> Iterator[object]:
    """The worker's own store, opened: connection `default` serves it."""
    from django.db import connections

    from corridor.app.store.connect import open_store

    name = f"test_{worker_id}"
    clone(home, template, name)
    yield open_store(home, database=name)
    connections.close_all()


@pytest.fixture
def tenant(store: object) -> str:
    """Code of a fresh sponsor: to a test, an empty store."""
    from corridor.app.store.tenancy import create_tenant

    code = f"sponsor-{next(_number)}"
    create_tenant(code, "A sponsor of a test")
    return code


def clone(home: Path, template: str, name: str) -> None:
    """Make database `name` as a copy of `template`."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    from corridor.app.store.server import ensure_running
    from corridor.app.store.server.cluster import APP, BOOTSTRAP, OWNER

    server = ensure_running(home)
    names = {"name": Identifier(name), "template": Identifier(template), "owner": Identifier(OWNER)}
    with psycopg.connect(**server.address(BOOTSTRAP, "postgres"), autocommit=True) as connection:
        connection.execute(SQL("create database {name} template {template} owner {owner}").format(**names))
        connection.execute(SQL("revoke all on database {name} from public").format(**names))
        connection.execute(
            SQL("grant connect, temporary on database {} to {}").format(Identifier(name), Identifier(APP))
        )
