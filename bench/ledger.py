"""Durable balanced entries a second with every constraint on: in batches, one by one, by many; and django-hordak's."""

import argparse
from typing import Any

import psycopg

from bench.intake import DURABLE, temporary_store
from bench.ledger_writers import DAY, Timed, at_once, hordak, in_batches, one_by_one
from bench.registry import Measurement, WrongAnswer
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.limits import SetLimit
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.connect import Store
from corridor.app.store.server.cluster import BOOTSTRAP
from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import FOUNDED_ON, shop_documents

CONSTRAINTS = (
    "row-level security forced, unique keys, foreign keys, append-only, balanced in one currency, periods, floors,"
    " sums by day, idempotency by body, hash link"
)
HORDAK = "hordak"
_WARM_BEFORE, _BULKS = 10, 4
"""Transfers of django-hordak before it is timed, and how often it creates a batch, the first time to warm up."""
_SUMS = """
    select (select count(*) from journal_entry), count(*), coalesce(sum(amount_cents), 0)::bigint,
           coalesce(sum(abs(amount_cents)), 0)::bigint,
           (select coalesce(sum(postings), 0)::bigint from day_total),
           (select count(*) from (
               select from posting group by entry_id having sum(amount_cents) <> 0 or count(*) <> 2) wrong)
    from posting
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--batches", type=int, default=10, help="how many batches")
    parser.add_argument("--size", type=int, default=20_000, help="entries of a batch, two lines each")
    parser.add_argument("--singles", type=int, default=300, help="entries in transactions of their own")
    parser.add_argument("--writers", type=int, default=32, help="writers of single entries at once")
    parser.add_argument("--each", type=int, default=20, help="entries of each of them")


def measure(options: argparse.Namespace) -> Measurement:
    """Write in every way, each for a sponsor of its own, and count and add up what then is there."""
    with temporary_store() as store:
        assert store.server is not None, "the bench has a server of its own"
        home, database = str(store.server.data.parent), str(store.application["dbname"])
        for code in ("BATCH", "SINGLE", "MANY"):
            add_sponsor(shop_documents(code), FOUNDED_ON)
            do_act(code, SetLimit("ada", "1000", 0, DAY, "a floor like any fund's"), DAY)
        in_batches("BATCH", "warm", 1, options.size)
        batches = in_batches("BATCH", "batch", options.batches, options.size)
        one_by_one("SINGLE", "warm", 20)
        single = one_by_one("SINGLE", "single", options.singles)
        many = at_once(home, database, "MANY", options.writers, options.each)
        theirs = hordak(_database_of_hordak(store), options.singles, options.size)
        with tenant_transaction("BATCH") as tx:
            durable = {name: tx.scalar(f"show {name}") for name in DURABLE}
        checked = _checked("BATCH", (options.batches + 1) * options.size)
        checked += _checked("SINGLE", options.singles + 20)
        checked += _checked("MANY", options.writers * options.each + 2)
        _check_hordak(theirs, _WARM_BEFORE + options.singles + _BULKS * options.size)
    batch = Timed(sum(one.entries for one in batches), sum(one.seconds for one in batches))
    rates = _rates(options, batch, single, many, theirs)
    return Measurement(
        name="ledger",
        figure=batch.rate,
        unit="durable entries/s, of two lines, in batches",
        yardstick="django-hordak's transfers/s, created in bulk",
        yardstick_figure=rates["django-hordak, in bulk"],
        rows_checked=checked,
        settings={
            **{f"{name}, times that": f"{rate:,.0f}/s, {batch.rate / rate:.2f}" for name, rate in rates.items()},
            "batch": options.size,
            "slowest and fastest batch": [round(one(each.rate for each in batches)) for one in (min, max)],
            "constraints": CONSTRAINTS,
            "row counts and sums checked": True,
            **durable,
        },
    )


def _rates(
    options: argparse.Namespace, batch: Timed, single: Timed, many: Timed, theirs: dict[str, Any]
) -> dict[str, float]:
    return {
        "in batches": batch.rate,
        "one by one": single.rate,
        f"{options.writers} writers, one by one": many.rate,
        "django-hordak, in bulk": options.size / theirs["bulk_seconds"],
        "django-hordak, one by one": options.singles / theirs["single_seconds"],
    }


def _checked(sponsor: str, entries: int) -> int:
    """How many postings there are. Raises WrongAnswer unless all are there, in pairs that balance, and sums agree."""
    with tenant_transaction(sponsor) as tx, tx.cursor() as cursor:
        cursor.execute(_SUMS)
        found, postings, cents, moved, kept, wrong = cursor.fetchone()
    if (found, postings, cents, kept, wrong) != (entries, 2 * entries, 0, 2 * entries, 0) or moved <= 0:
        raise WrongAnswer(
            f"ledger, {sponsor}: found {found} entries, {postings} postings, {cents} cents, {wrong} wrong"
        )
    return int(postings)


def _check_hordak(theirs: dict[str, Any], transfers: int) -> None:
    found = (theirs["transactions"], theirs["legs"], float(theirs["sum"]), theirs["synchronous_commit"])
    if found != (transfers, 2 * transfers, 0.0, "on"):
        raise WrongAnswer(f"ledger, django-hordak: found {theirs['legs']} legs, {theirs['sum']} left")


def _database_of_hordak(store: Store) -> dict[str, str]:
    """An empty database on the same server, as Django names it."""
    assert store.server is not None, "the bench has a server of its own"
    with psycopg.connect(**store.server.address(BOOTSTRAP, "postgres"), autocommit=True) as connection:
        connection.execute(f"create database {HORDAK}")
    address = {str(key): str(value) for key, value in store.server.address(BOOTSTRAP, HORDAK).items()}
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT", "password": "PASSWORD"}
    return {names[key]: value for key, value in address.items() if key in names}
