"""Writers that race on one family, beside the same writers on a family each, and beside one writer alone."""

import argparse
from datetime import date
from typing import Any

from bench.intake import DURABLE, temporary_store
from bench.live_writers import Raced, claim, race
from bench.registry import Measurement, WrongAnswer
from corridor.app.services.intake import take_in
from corridor.app.services.reading import NamedFile
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import FOUNDED_ON, shop_documents

AS_OF = date(2026, 12, 31)
HEADS = (
    "member_id,subscriber_id,relationship,last_name,first_name,birth_date,sex,product,plan_code,"
    "coverage_level,coverage_start,coverage_end_exclusive"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--writers", type=int, default=16, help="processes that decide claims at once")
    parser.add_argument("--claims", type=int, default=1_000, help="how many claims each of them decides")


def measure(options: argparse.Namespace) -> Measurement:
    """Race on one family and on many, decide the same claims one after another, and compare what was added up."""
    writers, claims = options.writers, options.claims
    one_family = _work(writers, claims, ["E0"] * writers)
    many = _work(writers, claims, [f"E{writer}" for writer in range(writers)])
    serial = [[pair for part in one_family for pair in part]]
    with temporary_store() as store:
        assert store.server is not None, "the bench has a server of its own"
        home, database = str(store.server.data.parent), str(store.application["dbname"])
        found: dict[str, tuple[Raced, dict[Any, int]]] = {}
        for name, work in (("ONE", one_family), ("MANY", many), ("SERIAL", serial)):
            _found(name, writers)
            if name == "SERIAL":  # whose claim was first decides whose cents are rounded: the race's own order
                place = {claim_id: number for number, claim_id in enumerate(_order("ONE"))}
                work[0].sort(key=lambda pair: place[pair[1]["claim_id"]])
            raced = race(home, database, name, work, AS_OF)
            found[name] = (raced, _accumulators(name))
        with tenant_transaction("ONE") as tx:
            durable = {name: tx.scalar(f"show {name}") for name in DURABLE}
            overshoot = int(tx.scalar("select count(*) from accumulator where kind = 'deductible' and amount > 10000"))
    total = writers * claims
    if found["ONE"][1] != found["SERIAL"][1] or overshoot:
        raise WrongAnswer(f"writers on one family: accumulators differ from a serial run, {overshoot} overshoot")
    rate = {name: total / raced.seconds for name, (raced, _) in found.items()}
    return Measurement(
        name="writers",
        figure=rate["MANY"],
        unit=f"claims/s, {writers} writers on {writers} families",
        yardstick=f"claims/s, {writers} writers on one family",
        yardstick_figure=rate["ONE"],
        rows_checked=len(found["ONE"][1]),
        settings={
            "writers": writers,
            "claims of each": claims,
            "accumulators equal a serial run": True,
            "accumulators beyond a deductible": overshoot,
            "claims/s of one writer alone": round(rate["SERIAL"], 1),
            "CPU milliseconds of a writer a claim": {
                name: round(raced.cpu_seconds * 1e3 / total, 1) for name, (raced, _) in found.items()
            },
            **durable,
        },
    )


def _work(writers: int, claims: int, subscribers: list[str]) -> list[list[tuple[str, dict[str, Any]]]]:
    return [[(f"{w}-{n}", claim(w, n, subscribers[w], 5_00 + n % 100)) for n in range(claims)] for w in range(writers)]


def _found(name: str, families: int) -> None:
    """A sponsor with a small plan and so many families of one person."""
    add_sponsor(shop_documents(name), FOUNDED_ON)
    rows = [f"E{n},E{n},self,Quill,Ada,1980-02-03,F,medical,SHOP,EMP,2026-01-01," for n in range(families)]
    take_in(name, NamedFile("members.csv", "\n".join([HEADS, *rows, ""]).encode()), FOUNDED_ON)


def _order(sponsor: str) -> list[str]:
    """The senders' numbers of the claims, in the order in which they were decided."""
    with tenant_transaction(sponsor) as tx:
        return tx.read("select claim_id from claim order by claim_number").get_column("claim_id").to_list()


def _accumulators(sponsor: str) -> dict[Any, int]:
    query = "select owner, owner_id, kind, tier, plan_year_start, amount from accumulator order by 1, 2, 3, 4, 5"
    with tenant_transaction(sponsor) as tx:
        return {tuple(row[:-1]): row[-1] for row in tx.read(query).rows()}
