"""The 835 of a round: what was paid, what was taken back, and what was decided with nothing to pay."""

from collections.abc import Callable
from datetime import time
from functools import partial

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import Documents
from corridor.app.services.family_versions import SETTLED_BY_VERSION
from corridor.app.store.tx import Batch, Tx
from corridor.book.disability import IS_DISABILITY
from corridor.edi.x12.write import Envelope
from corridor.edi.x835.write import write_835
from corridor.funding.cycle import Cycle
from corridor.funding.paid import claims_settled
from corridor.funding.postings import payees_of
from corridor.funding.remittance import assign, payer_of, payment_day, reportable_lines
from corridor.ledger.accounts import CLAIMS_PAYABLE
from corridor.records.decisions import DECISIONS

CUT_AT = time(9)
"""The hour that files of a round bear: the same round writes the same bytes."""
_LAST_ROUND = """
    select coalesce(max(id), 0) from batch
    where kind = 'cycle' or (kind = 'payments' and params ->> 'step' = 'Release')
"""


def remittance(
    tx: Tx, batch: Batch, documents: Documents, round_: Cycle, accounts: pl.DataFrame
) -> Callable[[], bytes] | None:
    """What writes the 835 file of the round: what was paid, and what was decided since with nothing to pay."""
    last = tx.scalar(_LAST_ROUND)
    decided = tx.read("select distinct claim_number from decision where batch_id > %s", [last])
    numbers = sorted({*claims_settled(round_.postings), *decided.get_column("claim_number")})
    if not numbers:
        return None
    standing = selectors.current_decisions(tx, numbers).filter(~pl.col("reason").is_in(SETTLED_BY_VERSION))
    every_claim = selectors.claims_numbered(tx, numbers)
    claims = every_claim.filter(~IS_DISABILITY)
    reversed_decisions = _reversed_since(tx, last)
    lines = reportable_lines(standing, claims, reversed_decisions)
    paid_on = payment_day(documents.arrangement, batch.as_of)
    remittances = assign(round_, lines, payees_of(claims), paid_on)
    can_be_told = pl.col("payee").is_in(accounts.get_column("payee").implode()) | pl.col("method").is_in(("NON", "CHK"))
    # An employee's id may look like a tax id; nobody sends a remittance to an employee.
    to_employees = _payments_of(round_, every_claim.filter(IS_DISABILITY))
    payments = remittances.payments.filter(can_be_told & ~pl.col("payment_number").is_in(to_employees))
    if payments.is_empty():
        return None
    if "withheld_cents" in round_.payments.columns:
        kept = round_.payments.select("payment_number", "withheld_cents")
        payments = payments.join(kept, on="payment_number", how="left", maintain_order="left")
    return partial(
        write_835,
        payments,
        remittances.lines.join(
            payments.select("payment_number"), on="payment_number", how="semi", maintain_order="left"
        ),
        payer=payer_of(documents.arrangement),
        accounts=accounts,
        offsets=remittances.offsets,
        envelope=_envelope(documents, batch),
    )


def _payments_of(round_: Cycle, claims: pl.DataFrame) -> list[str]:
    """Numbers of the payments that settle one of `claims`."""
    settled = round_.postings.filter((pl.col("account") == CLAIMS_PAYABLE) & (pl.col("entry_kind") == "payment"))
    own = settled.join(claims.select("claim_number").unique(), on="claim_number", how="semi")
    return own.get_column("reference").unique().sort().to_list()


def _reversed_since(tx: Tx, last_cycle_id: int) -> pl.DataFrame:
    """DECISIONS that had been paid and were taken back after the last round."""
    return DECISIONS.conform(
        tx.read(
            f"select {', '.join(DECISIONS.schema)} from decision where (claim_number, version) in"
            " (select claim_number, version from paid_line where amount_cents + account_cents < 0"
            "  and payment_number is null and batch_id > %s)"
            " order by claim_number, version, line_number",
            [last_cycle_id],
        )
    )


def _envelope(documents: Documents, batch: Batch) -> Envelope:
    sponsor = documents.arrangement.sponsor
    return Envelope(
        sender_id=documents.arrangement.payer_id,
        receiver_id=sponsor.code,
        functional_code="HP",
        version="005010X221A1",
        created_on=batch.as_of,
        created_at=CUT_AT,
        control_number=batch.seq,
    )
