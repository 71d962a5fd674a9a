"""One round of a plan's money in a process of its own: a file taken in, then a payment run to its files in the outbox.

Each step is told on standard output when it begins. Run again after a kill, it goes on where the killed one stopped:
it asks the store what is done and does the rest.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from corridor.app.services.intake import NamedFile, take_in
from corridor.app.services.payments.approving import Approve, approvers
from corridor.app.services.payments.deposits import Deposit, open_calls
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.sending import send
from corridor.app.services.payments.standing import candidates_of
from corridor.app.services.payments.steps import do_step
from corridor.app.store.connect import open_store
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx

APPROVERS = ("ada", "ben")
_command = "start"


def tell(step: str) -> None:
    """One line at once: whoever kills this process has read it."""
    sys.stdout.write(f"{step}\n")
    sys.stdout.flush()


def begin(command: str) -> None:
    """The steps that follow belong to `command`."""
    global _command
    _command = command
    tell(command)


def tell_of_storing() -> None:
    """Tell when a batch writes its first rows, and when it is sealed."""
    insert, seal, told = Tx.insert, Tx.seal, set[tuple[str, int]]()

    def telling_insert(tx: Tx, *arguments: Any, **named: Any) -> Any:
        if (_command, id(tx)) not in told:
            told.add((_command, id(tx)))
            tell(f"{_command}: rows")
        return insert(tx, *arguments, **named)

    def telling_seal(tx: Tx, *arguments: Any, **named: Any) -> Any:
        tell(f"{_command}: seal")
        return seal(tx, *arguments, **named)

    Tx.insert, Tx.seal = telling_insert, telling_seal  # type: ignore[method-assign]


def pay(sponsor: str, day: date) -> None:
    """Prepare, approve, deposit and release the run of the day, as far as that is not done."""
    run = f"RUN-{day:%Y%m%d}"
    if not asked(sponsor, lambda tx: tx.scalar("select exists (select from payment_run where run_number = %s)", [run])):
        begin("prepare")
        do_step(sponsor, Prepare("cid"), day)
    for who in APPROVERS[len(asked(sponsor, lambda tx: approvers(tx, run))) :]:
        begin("approve")
        do_step(sponsor, Approve(who, run), day)
    owed = int(asked(sponsor, open_calls).get_column("open_cents").sum())
    if owed:
        begin("deposit")
        do_step(sponsor, Deposit("dan", owed, day), day)
    if not asked(sponsor, lambda tx: candidates_of(tx, run)).is_empty():
        begin("release")
        do_step(sponsor, Release("eve", run), day)


def asked(sponsor: str, question: Callable[[Tx], Any]) -> Any:
    with tenant_transaction(sponsor) as tx:
        return question(tx)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("sponsor")
    parser.add_argument("claims", type=Path)
    parser.add_argument("day", type=date.fromisoformat)
    parser.add_argument("--wait-when", help="a step of sending at which to wait for the kill")
    options = parser.parse_args()
    open_store(options.home)
    pl.DataFrame({"warm": [1]}).lazy().collect()
    tell_of_storing()
    begin("load")
    take_in(options.sponsor, NamedFile(options.claims.name, options.claims.read_bytes()), options.day)
    pay(options.sponsor, options.day)
    begin("send")

    def told(step: str, name: str) -> None:
        begin(f"file {step}")
        if step == options.wait_when:
            time.sleep(3600)

    send(options.sponsor, options.home / "outbox", options.day, "fay", do_step, told=told)
    tell("done")


if __name__ == "__main__":
    main()
