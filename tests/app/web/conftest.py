"""People at the small demo: for each role a signed-in browser without a window (Django's test client)."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from corridor.app.config.settings import configure, database_entry
from tests.app.conftest import Database, opened
from tests.conftest import clone

configure({"default": database_entry("nowhere")})  # the pages' modules want Django set up before they are imported

SPONSOR, OTHER = "MERIDIAN", "HARBOR"
PASSWORD = "a-word-for-tests"

ClientOf = Callable[[str], Client]

_number = count(1)


def email_of(role: str) -> str:
    return f"{role}@corridor.example"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """A page in Turkish leaves its language behind for whatever runs next."""
    yield
    translation.deactivate()


@pytest.fixture
def people(demo_database: Database) -> Iterator[Database]:
    """The demo's database, opened for people, with one person for each role at MERIDIAN."""
    from corridor.app.services.access.demo import add_demo_people
    from corridor.app.store.accounts.models import User
    from corridor.app.store.accounts.schema import open_for_people

    with opened(demo_database):
        open_for_people(demo_database.home, database=demo_database.name)
        if not User.objects.exists():
            add_demo_people(SPONSOR, PASSWORD, actor="tests")
        yield demo_database


@pytest.fixture
def client_of(people: Database) -> ClientOf:
    """A client signed in with a role: of the demo's people, or of an address that a test added."""
    from corridor.app.store.accounts.models import User

    def signed_in(role: str) -> Client:
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.force_login(User.objects.get(email=role if "@" in role else email_of(role)))
        return client

    return signed_in


@pytest.fixture
def stranger(people: Database) -> Client:
    """Somebody who is not signed in."""
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


@pytest.fixture
def own_people(people: Database, worker_id: str) -> Iterator[Database]:
    """A copy of the demo with its people that the test may change, opened."""
    from corridor.app.store.accounts.schema import open_for_people

    own = Database(people.home, f"people_{worker_id}_{next(_number)}")
    connections.close_all()  # a database that somebody is connected to cannot be cloned
    clone(own.home, people.name, own.name)
    with opened(own):
        open_for_people(own.home, database=own.name)
        yield own
