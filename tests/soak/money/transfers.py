"""A process that writes to or reads one sponsor's books with others: `python -m tests.soak.money.transfers ORDER`.

It says `ready`, waits for a line, does what is ordered and answers with one line of JSON.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.balances import balances
from corridor.app.services.ledger.entries import PostEntry
from corridor.app.services.ledger.holds import PlaceHold, PostHold, VoidHold
from corridor.app.store.connect import open_store
from corridor.app.store.journal import post
from corridor.app.store.tenancy import tenant_transaction
from corridor.records.postings import POSTINGS

DAY = date(2026, 3, 2)
FUND, EMPLOYER, CHARGES = "1000", "3000", "5300"
ACCOUNTS = ("1000", "1100", "1150", "1300", "2000", "2100", "2200", "3000", "4000", "4100", "5000", "5100", "5300")


def race(order: dict[str, Any]) -> dict[str, Any]:
    """Writers of single acts on one fund, each a thread; what each of them was told was done."""
    with ThreadPoolExecutor(len(order["writers"])) as pool:
        told = list(pool.map(lambda writer: _one_writer(order, writer), order["writers"]))
    return {"told": [dict(one) for one in told]}


def _one_writer(order: dict[str, Any], writer: int) -> Counter[str]:
    """Takes money out, puts some in, holds some and posts or frees it; refused where the floor would be passed."""
    from django.db import connections

    chance, told = random.Random(f"{order['seed']}:{writer}"), Counter[str]()
    for number in range(order["count"]):
        key, cents = f"{writer}-{number}", chance.randint(1, 40_00)
        way = chance.choice(("out", "out", "in", "hold", "hold"))
        try:
            if way == "hold":
                do_act(order["sponsor"], PlaceHold("ada", FUND, CHARGES, cents, "race", key), DAY)
                told["held"] += 1
                if chance.random() < 0.6:
                    do_act(order["sponsor"], PostHold("ada", key), DAY)
                    told["cents"] -= cents
                else:
                    do_act(order["sponsor"], VoidHold("ada", key, "race"), DAY)
            else:
                into = (FUND, EMPLOYER) if way == "in" else (CHARGES, FUND)
                do_act(order["sponsor"], PostEntry("ada", key, ((into[0], cents), (into[1], -cents)), "race"), DAY)
                told["cents"] += cents if way == "in" else -cents
            told["done"] += 1
        except ServiceError as error:
            told["refused" if "cents left" in str(error) else "failed"] += 1
    connections.close_all()
    return told


def transfer(order: dict[str, Any]) -> dict[str, Any]:
    """So many random transfers, in batches of random sizes."""
    chance, left, cents = random.Random(f"{order['seed']}:{order['writer']}"), order["count"], Counter[str]()
    done = 0
    while left:
        size = min(left, chance.choice((1, 7, 100, 1_000, 5_000, 10_000)))
        postings = _transfers(f"{order['writer']}", done, size, chance)
        with tenant_transaction(order["sponsor"]) as tx:
            batch = tx.next_batch("transfers", DAY)
            post(tx, batch, postings)
            tx.seal(batch, {"entries": size})
        for account, moved in postings.group_by("account").agg(pl.col("amount_cents").sum()).iter_rows():
            cents[account] += moved
        left, done = left - size, done + size
    return {"entries": done, "cents": dict(cents)}


def _transfers(writer: str, first: int, count: int, chance: random.Random) -> pl.DataFrame:
    """POSTINGS: one account to another, by any cents, on any day of a year."""
    pairs = [chance.sample(ACCOUNTS, 2) for _ in range(count)]
    head = pl.DataFrame(
        {
            "entry_key": [f"t:{writer}:{first + place}" for place in range(count)],
            "entry_kind": ["transfer"] * count,
            "currency": ["USD"] * count,
            "effective_on": [date(2026, 1, 1) + timedelta(days=chance.randrange(365)) for _ in range(count)],
            "cents": [chance.randint(1, 1_000_000) for _ in range(count)],
        }
    )
    legs = [
        head.with_columns(
            pl.lit(leg, pl.Int32).alias("leg"),
            pl.Series("account", [pair[leg] for pair in pairs]),
            (sign * pl.col("cents")).alias("amount_cents"),
        ).drop("cents")
        for leg, sign in ((0, 1), (1, -1))
    ]
    missing = [pl.lit(None, kind).alias(name) for name, kind in POSTINGS.schema.items() if name not in legs[0].columns]
    return POSTINGS.conform(pl.concat(legs).with_columns(missing))


def read(order: dict[str, Any]) -> dict[str, Any]:
    """Reads until the file of the order is there; how many reads, and how many did not sum to 0."""
    reads = wrong = most = 0
    while not Path(order["until"]).exists():
        rows = balances(order["sponsor"], date(2026, 12, 31))
        with tenant_transaction(order["sponsor"]) as tx:
            total, legs, odd = tx.read(
                "select coalesce(sum(amount_cents), 0)::bigint as a, count(*) as b, count(*) %% 2 as c from posting"
                " where %s", [True]
            ).row(0)  # fmt: skip
        cents = rows.get_column("balance_cents").fill_null(0).sum()
        wrong += bool(cents or total or odd or legs < most)
        reads, most = reads + 1, max(most, legs)
        time.sleep(0.01)
    return {"reads": reads, "wrong": wrong, "legs": most}


class Process:
    """Such a process, ready to be let go."""

    def __init__(self, what: str, order: dict[str, Any]):
        arguments = [sys.executable, "-m", "tests.soak.money.transfers", json.dumps(order | {"what": what})]
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def go(self) -> None:
        """Let it begin."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def answer(self, seconds: float) -> dict[str, Any]:
        """What it answers when it is done. Raises TimeoutExpired where it hangs: it is ended then."""
        try:
            told, _ = self._process.communicate(timeout=seconds)
        finally:
            self._process.kill()
        found: dict[str, Any] = json.loads(told)
        return found


if __name__ == "__main__":
    ordered = json.loads(sys.argv[1])
    open_store(Path(ordered["home"]), database=ordered["database"])
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps({"race": race, "transfer": transfer, "read": read}[ordered["what"]](ordered)), flush=True)
