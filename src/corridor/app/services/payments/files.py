"""The files of a release: made once, kept in the store with the payments, so that sending writes the same bytes."""

from datetime import datetime

import polars as pl

from corridor.app.services.payments.doing import Doing
from corridor.app.services.remittances import CUT_AT, remittance
from corridor.banking.nacha import CLAIM_PAYMENT, credit_file
from corridor.funding.cycle import Cycle
from corridor.funding.payments import CLAIMS
from corridor.records.payment_life import OUTBOX

FEES = "PLAN FEES"


def make_files(doing: Doing, run: str, round_: Cycle, accounts: pl.DataFrame, payees: pl.DataFrame) -> tuple[str, ...]:
    """Keep the files of a release under their names; returns the names.

    accounts: who is paid by ACH. A run that is released in parts has files for each part.
    """
    part = doing.tx.scalar("select count(distinct batch_id) + 1 from outbox_file where run_number = %s", [run])
    head = f"{run}-{part}"
    made = [
        *_ach_files(doing, head, round_, accounts, payees),
        *_remittances(doing, head, round_, accounts),
    ]
    return keep(doing, run, made)


def keep(doing: Doing, run: str | None, made: list[tuple[str, str, bytes]]) -> tuple[str, ...]:
    """Store files (name, kind, bytes) as ones that are to leave; returns their names."""
    rows = []
    for name, kind, content in made:
        file_id, _ = doing.tx.store_file(content, name, kind, "out")
        sha256 = doing.tx.scalar("select sha256 from stored_file where id = %s", [file_id])
        rows.append({"file_name": name, "kind": kind, "run_number": run, "made_on": doing.day, "sha256": sha256})
    doing.insert("outbox_file", OUTBOX.from_rows(rows))
    return tuple(row["file_name"] for row in rows)


def _ach_files(
    doing: Doing, head: str, round_: Cycle, accounts: pl.DataFrame, payees: pl.DataFrame
) -> list[tuple[str, str, bytes]]:
    """Claims to providers as CCD+, to persons as PPD, fees and premium as CCD: a file for each that there is."""
    # The receiver's id of an entry has 15 characters: the trace fits, the number of a payment does not.
    by_ach = round_.payments.filter(pl.col("method") == "ACH").with_columns(pl.col("trace").alias("payment_number"))
    persons = payees.filter(pl.col("entity") == "person").get_column("payee").implode()
    is_claim, is_person = pl.col("kind") == CLAIMS, pl.col("payee").is_in(persons)
    parts = (
        ("providers", is_claim & ~is_person, CLAIM_PAYMENT),
        ("persons", is_claim & is_person, "CLAIMS"),
        ("fees", ~is_claim, FEES),
    )
    files = []
    for name, chosen, description in parts:
        payments = by_ach.filter(chosen)
        if payments.height:
            content = credit_file(
                doing.documents.arrangement.originator,
                payments,
                accounts,
                datetime.combine(doing.day, CUT_AT),
                doing.day,
                description=description,
            )
            files.append((f"{head}-{name}.ach", "ach", content))
    return files


def _remittances(doing: Doing, head: str, round_: Cycle, accounts: pl.DataFrame) -> list[tuple[str, str, bytes]]:
    write = remittance(doing.tx, doing.batch, doing.documents, round_, accounts)
    return [(f"{head}-remittances.835", "835", write())] if write else []
