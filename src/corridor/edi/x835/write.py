"""Payments and decided lines -> an 835 file (005010X221A1), one transaction per payment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import polars as pl

from corridor.edi.x12.write import Address, Envelope, Segment, Transaction, composite, d8, write_interchange
from corridor.edi.x835.adjustments import RemittanceError, paid_cents
from corridor.edi.x835.lines import REMITTANCE_LINES
from corridor.edi.x835.text import plain
from corridor.edi.x835.write_claim import claim_loop
from corridor.money.cents import x12_amount
from corridor.wording.said import said

VERSION = "005010X221A1"
MAX_PLB_PARTS = 6

Row = dict[str, Any]


@dataclass(frozen=True)
class Payer:
    """Who pays: name, the id that TRN03 shows, address, telephone, and the account that is debited."""

    name: str
    payer_id: str
    address: Address
    telephone: str
    routing: str
    account: str


def write_835(
    payments: pl.DataFrame,
    lines: pl.DataFrame,
    *,
    payer: Payer,
    accounts: pl.DataFrame,
    offsets: pl.DataFrame,
    envelope: Envelope,
) -> bytes:
    """An 835 of all payments, in their order.

    payments: payment_number, payee (NPI or nine-digit tax id), payee_name, paid_on, amount_cents, method (ACH, CHK or
    NON), trace, and withheld_cents where tax was kept back.
    lines: REMITTANCE_LINES. accounts: payee, routing, account of those who are paid by ACH. offsets:
    payment_number, claim_number, amount_cents taken back. Raises RemittanceError for a payment that does not equal
    the sum of what it reports, or a payee that an 835 cannot name.
    """
    by_payment = _grouped(REMITTANCE_LINES.conform(lines))
    taken_back = _taken_back(offsets)
    banks = {row["payee"]: row for row in accounts.iter_rows(named=True)}
    transactions = [
        _transaction(payment, by_payment.get(payment["payment_number"], []), taken_back, payer, banks, envelope)
        for payment in payments.iter_rows(named=True)
    ]
    return write_interchange(envelope, transactions)


def _transaction(
    payment: Row,
    claims: list[list[Row]],
    taken_back: dict[str, dict[int, int]],
    payer: Payer,
    banks: dict[str, Row],
    envelope: Envelope,
) -> Transaction:
    segments = list(_header(payment, payer, banks.get(payment["payee"]), envelope.created_on))
    if claims:
        segments.append(("LX", "1"))
    for claim in claims:
        segments += claim_loop(claim)
    adjustments = _provider_adjustments(claims, taken_back.get(payment["payment_number"], {}))
    if payment.get("withheld_cents"):
        adjustments.append(("IR", payment["trace"], payment["withheld_cents"]))
    segments += _plb(payment, adjustments)
    _refuse_unbalanced(payment, claims, adjustments)
    return Transaction("835", segments, has_version=False)


def _header(payment: Row, payer: Payer, bank: Row | None, created_on: date) -> Iterator[Segment]:
    """BPR to the end of loop 1000B."""
    yield _financial(payment, payer, bank)
    yield ("TRN", "1", payment["trace"], payer.payer_id)
    yield ("DTM", "405", d8(created_on))
    yield ("N1", "PR", plain(payer.name, 60))
    yield from payer.address.segments
    yield ("PER", "BL", plain(payer.name, 60), "TE", payer.telephone)
    yield _payee(payment)


def _financial(payment: Row, payer: Payer, bank: Row | None) -> Segment:
    paid_on = d8(payment["paid_on"])
    if payment["method"] == "NON":
        return ("BPR", "H", "0", "C", "NON", *[""] * 11, paid_on)
    if payment["method"] == "CHK":
        return ("BPR", "I", x12_amount(payment["amount_cents"]), "C", "CHK", *[""] * 11, paid_on)
    if bank is None:
        raise RemittanceError(
            said(
                "payment {payment}: found no bank account of the payee, expected one", payment=payment["payment_number"]
            )
        )
    kind = "SG" if bank.get("account_type") == "savings" else "DA"
    ours = ("01", payer.routing, "DA", payer.account)
    theirs = ("01", bank["routing"], kind, bank["account"])
    return (
        "BPR",
        "I",
        x12_amount(payment["amount_cents"]),
        "C",
        "ACH",
        "CCP",
        *ours,
        payer.payer_id,
        "",
        *theirs,
        paid_on,
    )


def _payee(payment: Row) -> Segment:
    payee = payment["payee"]
    qualifier = {10: "XX", 9: "FI"}.get(len(payee)) if payee.isdecimal() else None
    if qualifier is None:
        raise RemittanceError(
            said(
                "payment {payment}: found a payee of wrong form, expected NPI or tax id",
                payment=payment["payment_number"],
            )
        )
    return ("N1", "PE", plain(payment["payee_name"], 60) or payee, qualifier, payee)


def _provider_adjustments(claims: list[list[Row]], taken_back: dict[int, int]) -> list[tuple[str, str, int]]:
    """PLB parts: code, claim number, cents; positive lessens the payment.

    What is taken back lessens it. A reversal already lessens the claims by the whole overpayment, so what of it is
    not recovered yet goes forward with the opposite sign, and lessens a later payment (codes FB).
    """
    reversed_cents = {
        claim[0]["claim_number"]: sum(map(paid_cents, claim)) for claim in claims if claim[0]["is_reversal"]
    }
    amounts = {
        number: taken_back.get(number, 0) - reversed_cents.get(number, 0)
        for number in sorted({*taken_back, *reversed_cents})
    }
    return [("FB", str(number), cents) for number, cents in amounts.items() if cents]


def _plb(payment: Row, adjustments: list[tuple[str, str, int]]) -> list[Segment]:
    """PLB segments, six parts each. PLB02 is the last day of the year, where no fiscal year is known."""
    year_end = d8(date(payment["paid_on"].year, 12, 31))
    segments: list[Segment] = []
    for start in range(0, len(adjustments), MAX_PLB_PARTS):
        parts = adjustments[start : start + MAX_PLB_PARTS]
        elements = [e for code, claim, cents in parts for e in (composite(code, claim), x12_amount(cents))]
        segments.append(("PLB", payment["payee"], year_end, *elements))
    return segments


def _refuse_unbalanced(payment: Row, claims: list[list[Row]], adjustments: list[tuple[str, str, int]]) -> None:
    paid = sum(-paid_cents(line) if line["is_reversal"] else paid_cents(line) for c in claims for line in c)
    rest = paid - sum(cents for _, _, cents in adjustments) - payment["amount_cents"]
    if rest:
        raise RemittanceError(
            said(
                "payment {payment}: found claims that differ from it by {rest} cents, expected 0",
                payment=payment["payment_number"],
                rest=rest,
            )
        )


def _grouped(lines: pl.DataFrame) -> dict[str, list[list[Row]]]:
    """Payment -> its claims, reversals first, each the list of its lines."""
    ordered = lines.sort("payment_number", ~pl.col("is_reversal"), "claim_number", "version", "line_number")
    by_payment: dict[str, list[list[Row]]] = {}
    key = ("payment_number", "is_reversal", "claim_number", "version")
    for _, rows in groupby(ordered.iter_rows(named=True), key=lambda row: tuple(row[name] for name in key)):
        claim = list(rows)
        by_payment.setdefault(claim[0]["payment_number"], []).append(claim)
    return by_payment


def _taken_back(offsets: pl.DataFrame) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for payment, claim, cents in offsets.select("payment_number", "claim_number", "amount_cents").iter_rows():
        of = found.setdefault(payment, {})
        of[claim] = of.get(claim, 0) + cents
    return found


def remittance_envelope(sender_id: str, receiver_id: str, created: datetime, control_number: int) -> Envelope:
    """ISA and GS of an 835 file."""
    return Envelope(sender_id, receiver_id, "HP", VERSION, created.date(), created.time(), control_number)
