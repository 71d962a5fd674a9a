"""Sponsors for the tests of services and commands: the small demo, run once for all workers, and a shop made by hand.

The demo is made in a database of its own, from which every worker has a clone to read and a test may take more to
change. The shop is a sponsor in the worker's store: its plan is small enough to work out by hand.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from corridor.app.services.documents import ARRANGEMENT, PLAN, STOP_LOSS, SourceDocument
from corridor.app.services.intake import NamedFile, TakenIn, take_in
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store import connect
from corridor.app.store.connect import SCHEMA, open_store
from corridor.app.store.server import ensure_running
from corridor.app.store.server.cluster import APP, BOOTSTRAP, OWNER
from corridor.app.store.tenancy import tenant_transaction
from tests.conftest import TEMPLATE, clone

SHOP = Path(__file__).parent / "shop"
FOUNDED_ON = date(2026, 1, 2)
DEMO = "template_of_demo"
WHOLE_DEMO = "template_of_whole_demo"
MUTE = ("access_log",)
"""Tables that a reading may write."""

_number = count(1)


@dataclass(frozen=True)
class Database:
    """A database of the test run's server."""

    home: Path
    name: str

    def connected(self, role: str = BOOTSTRAP) -> psycopg.Connection[Any]:
        """A connection past row-level security and triggers, in the schema of the tables."""
        address = ensure_running(self.home).address(role, self.name)
        return psycopg.connect(**address, autocommit=True, options=f"-c search_path={SCHEMA}")

    def environment(self) -> dict[str, str]:
        """What makes the command line use this database."""
        server = ensure_running(self.home)
        url, owner = (
            " ".join(f"{key}='{value}'" for key, value in server.address(role, self.name).items())
            for role in (APP, OWNER)
        )
        return {"CORRIDOR_HOME": str(self.home), "CORRIDOR_DATABASE_URL": url, "CORRIDOR_OWNER_DATABASE_URL": owner}

    def tables(self) -> list[str]:
        with self.connected() as connection:
            rows = connection.execute(
                "select relname from pg_class where relnamespace = %s::regnamespace and relkind = 'r' order by 1",
                [SCHEMA],
            )
            return [name for (name,) in rows]

    def digest(self, but: tuple[str, ...] = MUTE) -> dict[str, tuple[int, str]]:
        """Of every table but those of `but`: how many rows, and a digest of them all."""
        found = {}
        with self.connected() as connection:
            for table in self.tables():
                if table not in but:
                    rows = connection.execute(f"select t::text from {table} t order by 1").fetchall()
                    found[table] = (len(rows), hashlib.sha256("\n".join(row for (row,) in rows).encode()).hexdigest())
        return found


@contextmanager
def opened(database: Database) -> Iterator[Database]:
    """The database as the one that `default` serves; afterwards that is again the one before."""
    before = connect._opened[0] if connect._opened else None
    open_store(database.home, database=database.name)
    try:
        yield database
    finally:
        connections.close_all()
        # Nobody may stay connected to what is cloned.
        if before and before.server and (name := before.application["dbname"]) not in (TEMPLATE, DEMO, WHOLE_DEMO):
            open_store(before.server.data.parent, database=name)


@pytest.fixture(scope="session")
def demo_template(home: Path, template: str) -> str:
    """Name of a database in which the small demo has run; its files are under `home`/demo."""
    return _demo_in(home, template, DEMO, small=True)


@pytest.fixture(scope="session")
def whole_demo_template(home: Path, template: str) -> str:
    """Name of a database in which the whole demo has run, three plan years: most of a minute, so for slow tests."""
    return _demo_in(home, template, WHOLE_DEMO, small=False)


def _demo_in(home: Path, template: str, name: str, *, small: bool) -> str:
    size = "demo" if small else "whole_demo"
    with (home / f"{size}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / f"{size}.done").exists():
            from corridor.app.services.demo.generate import make_files
            from corridor.app.services.demo.run import run_demo

            clone(home, template, name)
            with opened(Database(home, name)):
                run_demo(make_files(home / size, small=small), small=small)
            (home / f"{size}.done").touch()
    return name


@pytest.fixture(scope="session")
def demo_database(home: Path, demo_template: str, worker_id: str) -> Database:
    """The worker's copy of the demo: for reading."""
    name = f"demo_{worker_id}"
    clone(home, demo_template, name)
    return Database(home, name)


@pytest.fixture
def demo(demo_database: Database) -> Iterator[Database]:
    """The demo, opened: for reading."""
    with opened(demo_database):
        yield demo_database


@pytest.fixture(scope="session")
def whole_demo_database(home: Path, whole_demo_template: str, worker_id: str) -> Database:
    """The worker's copy of the whole demo: for reading."""
    name = f"whole_demo_{worker_id}"
    clone(home, whole_demo_template, name)
    return Database(home, name)


@pytest.fixture
def whole_demo(whole_demo_database: Database) -> Iterator[Database]:
    """The whole demo, opened: for reading, by slow tests."""
    with opened(whole_demo_database):
        yield whole_demo_database


@pytest.fixture
def own_demo(home: Path, demo_template: str, worker_id: str) -> Iterator[Database]:
    """A copy of the demo that the test may change, opened."""
    name = f"demo_{worker_id}_{next(_number)}"
    clone(home, demo_template, name)
    with opened(Database(home, name)):
        yield Database(home, name)


@pytest.fixture
def database(home: Path, store: object, worker_id: str) -> Database:
    """The worker's store, in which shops are made."""
    return Database(home, f"test_{worker_id}")


@dataclass(frozen=True)
class Shop:
    """A sponsor made by hand: plan SHOP, stop-loss SHOP-SL, two families (members.csv)."""

    code: str

    def load(self, name: str, content: bytes | str, as_of: date, **options: Any) -> TakenIn:
        body = content.encode() if isinstance(content, str) else content
        return take_in(self.code, NamedFile(name, body), as_of, **options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with tenant_transaction(self.code) as tx:
            return tx.read(query).rows()

    def transaction(self) -> Any:
        return tenant_transaction(self.code)

    def decided(self) -> dict[tuple[str, int], tuple[str, int]]:
        """(sender's number, line) -> (reason, plan pays in cents), as decisions stand."""
        rows = self.rows(
            "select distinct on (d.claim_number, d.line_number) claim_id, line_number, reason, plan_paid_cents"
            " from decision d join claim c using (claim_number) order by d.claim_number, d.line_number, version desc"
        )
        return {(claim_id, line): (reason, cents) for claim_id, line, reason, cents in rows}

    def accumulators(self) -> dict[tuple[str, str, str], int]:
        """(owner id, kind, tier) -> amount."""
        rows = self.rows("select owner, owner_id, kind, tier, amount from accumulator order by 1, 2, 3, 4")
        return {(f"{owner} {owner_id}", kind, tier): amount for owner, owner_id, kind, tier, amount in rows}

    def balances(self) -> dict[str, int]:
        """Account -> cents, those that are not zero."""
        rows = self.rows("select account, sum(amount_cents)::bigint from posting group by 1 order by 1")
        return {account: cents for account, cents in rows if cents}


def shop_documents(code: str, plan: str = "plan.yaml") -> tuple[SourceDocument, ...]:
    """The shop's documents under a code of its own."""
    arrangement = (SHOP / "arrangement.yaml").read_text().replace("code: SHOP", f"code: {code}")
    return (
        SourceDocument(PLAN, plan, (SHOP / plan).read_bytes()),
        SourceDocument(STOP_LOSS, "stoploss.yaml", (SHOP / "stoploss.yaml").read_bytes()),
        SourceDocument(ARRANGEMENT, "arrangement.yaml", arrangement.encode()),
    )


@pytest.fixture
def shop(store: object) -> Shop:
    """A shop whose members are in, and nothing else."""
    made = new_shop()
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


def new_shop() -> Shop:
    """A shop without members."""
    return Shop(add_sponsor(shop_documents(f"SHOP{next(_number)}"), FOUNDED_ON))


CLAIM_COLUMNS = (
    "claim_id,kind,subscriber_id,member_id,patient_relationship,received_date,service_from,"
    "place_of_service,procedure_code,diagnosis_codes,units,charge,billing_npi,billing_tax_id,billing_name,network"
)


def claim_row(
    claim_id: str, procedure: str, charge: str, *, service: str = "2026-01-10", received: str = "2026-01-20",
    subscriber: str = "E1", member: str = "E1", relationship: str = "self", npi: str = "1000000004",
    network: str = "in", kind: str = "professional",
) -> str:  # fmt: skip
    """A line of a claims file in our own column names."""
    return (
        f"{claim_id},{kind},{subscriber},{member},{relationship},{received},{service},"
        f"11,{procedure},Z000,1,{charge},{npi},,Practice {npi[-1]},{network}"
    )


def claims_csv(*rows: str) -> str:
    """A claims file in our own column names."""
    return "\n".join((CLAIM_COLUMNS, *rows)) + "\n"
