"""A step of payments while it is written: one batch, and what every step asks of the store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.store.journal import post
from corridor.app.store.tx import Batch, Tx
from corridor.records.payment_life import PAYMENT_EVENTS, RUNS
from corridor.wording.said import said


@dataclass(frozen=True)
class Doing:
    """The transaction and the batch of a step."""

    tx: Tx
    batch: Batch

    @property
    def day(self) -> date:
        """The day of the step."""
        return self.batch.as_of

    @cached_property
    def documents(self) -> Documents:
        """The documents in force."""
        return documents_of(self.tx)

    @property
    def currency(self) -> str:
        """The sponsor's."""
        return self.documents.arrangement.sponsor.currency

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Rows of this batch."""
        self.tx.insert(table, frame, batch_id=self.batch.id)

    def post(self, postings: pl.DataFrame) -> None:
        """Entries of this batch."""
        post(self.tx, self.batch, postings)

    def add_events(self, rows: list[dict[str, Any]]) -> None:
        """The next events of payments: rows of PAYMENT_EVENTS without event_number, in their order."""
        numbers = sorted({row["payment_number"] for row in rows})
        found = self.tx.read(
            "select payment_number, max(event_number) as last from payment_event"
            " where payment_number = any(%s) group by 1",
            [numbers],
        )
        last: dict[str, int] = dict(found.rows())
        for row in rows:
            number = row["payment_number"]
            last[number] = row["event_number"] = last.get(number, 0) + 1
        self.insert("payment_event", PAYMENT_EVENTS.from_rows(rows))


Done = tuple[Any, dict[str, Any]]
"""What a step answers, and what the batch counts."""
Doer = Callable[[Doing, Any], Done]


def run_of(tx: Tx, number: str | None) -> dict[str, Any]:
    """The run of that number, or the last one. Raises ServiceError when there is none, or a later one."""
    runs = tx.read(f"select {', '.join(RUNS.schema)} from payment_run order by prepared_on desc, run_number desc")
    if runs.is_empty():
        raise ServiceError(said("payment run: found none, expected one; begin with `corridor payments prepare`"))
    last = runs.row(0, named=True)
    if number is None or number == last["run_number"]:
        return last
    if number not in runs.get_column("run_number"):
        raise ServiceError(
            said("payment run {run}: found none of that number, expected {last}", run=number, last=last["run_number"])
        )
    raise ServiceError(
        said(
            "payment run {run}: found {last} after it, which has taken over what it left",
            run=number,
            last=last["run_number"],
        )
    )


def refuse_assumed(documents: Documents) -> None:
    """Raises ServiceError where deposits are assumed: the weekly round does it all."""
    if documents.arrangement.funding.deposits == "assumed":
        raise ServiceError(
            said(
                "payments: found funding.deposits {found}, expected {expected}; `corridor round` pays",
                found="assumed",
                expected="confirmed",
            )
        )


def stated(text: str | None, what: str) -> str:
    """A text that may not be empty. Raises ServiceError."""
    if not text or not text.strip():
        raise ServiceError(said("{what}: found nothing, expected a text", what=what))
    return text.strip()
