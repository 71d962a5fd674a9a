"""Ways of writing entries: in batches, one by one by one writer, one by one by many, and django-hordak's own."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from corridor.app.store.journal import post
from corridor.app.store.tenancy import tenant_transaction
from corridor.records.postings import POSTINGS

DAY = date(2026, 3, 2)
KIND = "bench"
PROCESSES = 2
"""Over which the many writers are spread: threads of one process would wait for its interpreter."""


@dataclass(frozen=True)
class Timed:
    """So many entries, from the first statement to the last commit."""

    entries: int
    seconds: float

    @property
    def rate(self) -> float:
        """Entries a second."""
        return self.entries / self.seconds


def entries_of(name: str, count: int, first: int = 0) -> pl.DataFrame:
    """POSTINGS of `count` entries of two legs as decisions have them: an expense and what is owed for it."""
    number = pl.int_range(first + 1, first + count + 1, eager=True, dtype=pl.Int64).alias("claim_number")
    cents = 10_000 + number % 9_973
    head = pl.DataFrame([number]).with_columns(
        pl.format("{}:{}", pl.lit(name), "claim_number").alias("entry_key"),
        pl.lit("decision").alias("entry_kind"),
        pl.lit("USD").alias("currency"),
        pl.lit(DAY).alias("effective_on"),
        pl.lit("medical").alias("product"),
        pl.lit("SHOP").alias("plan_code"),
        pl.lit(1, pl.Int32).alias("line_number"),
        pl.format("M{}", pl.col("claim_number") % 5_000).alias("member_id"),
        pl.format("10000{}", 10_000 + pl.col("claim_number") % 400).alias("payee"),
    )
    legs = [
        head.with_columns(
            pl.lit(leg, pl.Int32).alias("leg"), pl.lit(account).alias("account"), (sign * cents).alias("amount_cents")
        )
        for leg, (account, sign) in enumerate((("5000", 1), ("2000", -1)))
    ]
    absent = [pl.lit(None, pl.String).alias(name) for name in ("reference", "reverses")]
    return POSTINGS.conform(pl.concat(legs).with_columns(absent))


def write_batch(sponsor: str, postings: pl.DataFrame) -> int:
    """One batch as every service writes it; returns how many entries are new."""
    with tenant_transaction(sponsor) as tx:
        batch = tx.next_batch(KIND, DAY)
        new = post(tx, batch, postings)
        tx.seal(batch, {"entries": new})
        return new


def in_batches(sponsor: str, name: str, batches: int, size: int) -> list[Timed]:
    """Batches of `size` entries, one after another."""
    found = []
    for number in range(batches):
        postings = entries_of(name, size, number * size)
        started = time.perf_counter()
        new = write_batch(sponsor, postings)
        found.append(Timed(new, time.perf_counter() - started))
    return found


def one_by_one(sponsor: str, name: str, count: int, first: int = 0) -> Timed:
    """Entries in transactions of their own, by one writer."""
    singles = [entries_of(name, 1, first + number) for number in range(count)]
    started = time.perf_counter()
    new = sum(write_batch(sponsor, postings) for postings in singles)
    return Timed(new, time.perf_counter() - started)


_WRITERS = """
import json, sys, time
from pathlib import Path
from threading import Thread
from django.db import connections
from bench.ledger_writers import entries_of, write_batch
from corridor.app.store.connect import open_store

order = json.loads(sys.argv[1])
open_store(Path(order["home"]), database=order["database"])

def write(writer):
    for one in work[writer]:
        write_batch(order["sponsor"], one)
    connections.close_all()

work = {w: [entries_of(f"writer-{w}", 1, n) for n in range(order["count"])] for w in order["writers"]}
write_batch(order["sponsor"], entries_of(f"warm-{order['writers'][0]}", 1))
print("ready", flush=True)
sys.stdin.readline()
threads = [Thread(target=write, args=(writer,)) for writer in work]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps({"ended": time.time()}))
"""


def at_once(home: str, database: str, sponsor: str, writers: int, count: int) -> Timed:
    """So many writers, each with `count` entries in transactions of their own, all let go at the same moment."""
    shares = [list(range(writers))[part::PROCESSES] for part in range(PROCESSES)]
    order = {"home": home, "database": database, "sponsor": sponsor, "count": count}
    running = [_started(_WRITERS, order | {"writers": share}) for share in shares if share]
    started = time.time()
    for one in running:
        _let_go(one)
    answers = [_heard(one) for one in running]
    return Timed(writers * count, max(answer["ended"] for answer in answers) - started)


_HORDAK = """
import json, sys, time
order = json.loads(sys.argv[1])
import django
from django.conf import settings
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **order["database"]}}, USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "mptt", "hordak"], SECRET_KEY="bench",
    DEFAULT_CURRENCY="USD", HORDAK_CURRENCIES=["USD"], CURRENCIES=["USD"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from hordak.models import Account, Leg, Transaction
from moneyed import Money

call_command("migrate", verbosity=0)
bank = Account.objects.create(name="Bank", code="1", type="AS", currencies=["USD"])
owed = Account.objects.create(name="Owed", code="2", type="LI", currencies=["USD"])
amounts = [Money(100 + number % 9973, "USD") for number in range(order["batch"])]

def single(count):
    for amount in amounts[:count]:
        with transaction.atomic():
            bank.transfer_to(owed, amount)

def bulk():
    with transaction.atomic():
        heads = Transaction.objects.bulk_create([Transaction() for _ in amounts])
        legs = []
        for head, amount in zip(heads, amounts):
            legs.append(Leg(transaction=head, account=bank, credit=amount))
            legs.append(Leg(transaction=head, account=owed, debit=amount))
        Leg.objects.bulk_create(legs)

def seconds(act, *arguments):
    started = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - started

single(10)
bulk()
print("ready", flush=True)
sys.stdin.readline()
found = {"single_seconds": seconds(single, order["singles"]), "bulk_seconds": min(seconds(bulk) for _ in range(3))}
with connection.cursor() as cursor:
    cursor.execute("select count(*), count(distinct transaction_id),"
                   " coalesce(sum(coalesce(credit, 0) - coalesce(debit, 0)), 0) from hordak_leg")
    legs, heads, total = cursor.fetchone()
    cursor.execute("show synchronous_commit")
    found |= {"legs": legs, "transactions": heads, "sum": str(total), "synchronous_commit": cursor.fetchone()[0]}
print(json.dumps(found))
"""


def hordak(database: dict[str, str], singles: int, batch: int) -> dict[str, Any]:
    """django-hordak in a process and a database of its own: transfers one by one, and as many in bulk as a batch has.

    Raises RuntimeError where it does not run.
    """
    return _answer(_started(_HORDAK, {"database": database, "singles": singles, "batch": batch}))


def _started(program: str, order: dict[str, Any]) -> "subprocess.Popen[str]":
    """A process that has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise RuntimeError("a writer did not start")
    return process


def _answer(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What a process that is ready answers when it is let go."""
    _let_go(process)
    return _heard(process)


def _let_go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def _heard(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    process.wait()
    return answer
