"""The files of a release: made once, kept in the store with the payments, so that sending writes the same bytes."""

from datetime import datetime
from string import ascii_uppercase, digits

import polars as pl

from corridor.app.services.payments.doing import Doing
from corridor.app.services.remittances import CUT_AT, remittance
from corridor.banking.nacha import CLAIM_PAYMENT, COMPANY, PERSON, Batch, ach_file, credit_batch, prenote_batch
from corridor.banking.positive_pay import Cheque, ChequeAccount, issue_file
from corridor.funding.cycle import Cycle
from corridor.funding.payments import CLAIMS
from corridor.records.payment_life import OUTBOX

FEES, TO_PERSONS = "PLAN FEES", "CLAIMS"
"""Entry descriptions; that of claims to providers is the standard's."""
MODIFIERS = ascii_uppercase + digits


def make_files(doing: Doing, run: str, round_: Cycle, accounts: pl.DataFrame, payees: pl.DataFrame) -> tuple[str, ...]:
    """Keep the files of a release under their names; returns the names.

    accounts: who is paid by ACH. A run that is released in parts has files for each part.
    """
    part = doing.tx.scalar("select count(distinct batch_id) + 1 from outbox_file where run_number = %s", [run])
    head = f"{run}-{part}"
    made = [
        *_ach_files(doing, head, part, round_, accounts, payees),
        *_remittances(doing, head, round_, accounts),
        *cheque_file(doing, head, _cheques(round_.payments)),
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
    doing: Doing, head: str, part: int, round_: Cycle, accounts: pl.DataFrame, payees: pl.DataFrame
) -> list[tuple[str, str, bytes]]:
    """One file: claims to providers as CCD+, to persons as PPD, fees and premium as CCD."""
    # The receiver's id of an entry has 15 characters: the trace fits, the number of a payment does not.
    by_ach = round_.payments.filter(pl.col("method") == "ACH").with_columns(pl.col("trace").alias("payment_number"))
    is_claim, is_person = pl.col("kind") == CLAIMS, _is_person(payees)
    parts = (
        (is_claim & ~is_person, CLAIM_PAYMENT, COMPANY),
        (is_claim & is_person, TO_PERSONS, PERSON),
        (~is_claim, FEES, COMPANY),
    )
    originator = doing.documents.arrangement.originator
    batches = [
        credit_batch(originator, payments, accounts, doing.day, description=description, entry_class=entry_class)
        for chosen, description, entry_class in parts
        if (payments := by_ach.filter(chosen)).height
    ]
    return [(f"{head}-payments.ach", "ach", _ach_file(doing, batches, part))] if batches else []


def prenote_file(doing: Doing, accounts: pl.DataFrame, payees: pl.DataFrame) -> tuple[str, ...]:
    """Keep a file that tries accounts (PAYEE_ACCOUNTS); returns its name, none where there is no account."""
    named = accounts.join(payees.select("payee", pl.col("name").alias("payee_name")), on="payee", how="left")
    batches = [
        prenote_batch(chosen, doing.day, entry_class=entry_class)
        for chosen, entry_class in (
            (named.filter(~_is_person(payees)), COMPANY),
            (named.filter(_is_person(payees)), PERSON),
        )
        if chosen.height
    ]
    if not batches:
        return ()
    part = doing.tx.scalar("select count(*) + 1 from outbox_file where kind = 'prenote' and made_on = %s", [doing.day])
    name = f"PRENOTE-{doing.day:%Y%m%d}-{part}.ach"
    return keep(doing, None, [(name, "prenote", _ach_file(doing, batches, part))])


def _is_person(payees: pl.DataFrame) -> pl.Expr:
    return pl.col("payee").is_in(payees.filter(pl.col("entity") == "person").get_column("payee").implode())


def _ach_file(doing: Doing, batches: list[Batch], part: int) -> bytes:
    """The files of a day are told apart by a letter or digit in the header."""
    created = datetime.combine(doing.day, CUT_AT)
    modifier = MODIFIERS[(part - 1) % len(MODIFIERS)]
    return ach_file(doing.documents.arrangement.originator, batches, created, modifier=modifier)


def _remittances(doing: Doing, head: str, round_: Cycle, accounts: pl.DataFrame) -> list[tuple[str, str, bytes]]:
    write = remittance(doing.tx, doing.batch, doing.documents, round_, accounts)
    return [(f"{head}-remittances.835", "835", write())] if write else []


def cheque_file(doing: Doing, head: str, cheques: list[Cheque]) -> list[tuple[str, str, bytes]]:
    """What the bank is told of cheques issued or void, where it takes such a file and there are any."""
    arrangement = doing.documents.arrangement
    layout, ours = arrangement.funding.payments.positive_pay, arrangement.bank.claims_account
    if layout is None or not cheques:
        return []
    content = issue_file(layout, cheques, account=ChequeAccount(ours.routing, ours.account), made_on=doing.day)
    return [(f"{head}-cheques.txt", "positive_pay", content)]


def _cheques(payments: pl.DataFrame) -> list[Cheque]:
    rows = payments.filter(pl.col("method") == "CHK").select("trace", "paid_on", "amount_cents", "payee_name")
    return [Cheque(*row) for row in rows.iter_rows()]
