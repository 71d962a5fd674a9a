"""ACH files in the plain NACHA format: 94-character records, blocks of ten.

Source: Nacha Operating Rules, appendix on record formats (CCD and CCD+); the healthcare EFT standard
(45 CFR 162.1602): entry description HCCLAIMPMT and an addenda record that holds the TRN segment of the 835.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from corridor.wording.said import said

RECORD_LENGTH, BLOCKING = 94, 10
MAX_ENTRY_CENTS = 10**10 - 1
CREDITS_ONLY, DEBITS_ONLY = "220", "225"
CHECKING_CREDIT, SAVINGS_CREDIT, CHECKING_DEBIT = "22", "32", "27"
HASH_MODULUS = 10**10
CLAIM_PAYMENT = "HCCLAIMPMT"
"""Entry description that the healthcare EFT standard reserves for claim payments."""

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "AE"})


class NachaError(ValueError):
    """An ACH file that cannot be made: names the payment, never the payee."""


@dataclass(frozen=True)
class Originator:
    """Who makes the file: its bank (the ODFI) with routing number, the company as statements show it, its id."""

    bank_name: str
    bank_routing: str
    company_name: str
    company_id: str


@dataclass(frozen=True)
class Entry:
    """One transfer: transaction code, the receiver's routing and account number, cents, id, name, addenda text."""

    code: str
    routing: str
    account: str
    amount_cents: int
    receiver_id: str
    receiver_name: str
    addenda: str = ""


def is_routing_number(text: str) -> bool:
    """Nine digits with a right check digit (weights 3, 7, 1)."""
    if len(text) != 9 or not (text.isascii() and text.isdecimal()):
        return False
    return sum(int(digit) * int(weight) for digit, weight in zip(text, "371" * 3, strict=True)) % 10 == 0


def credit_file(
    originator: Originator,
    payments: pl.DataFrame,
    accounts: pl.DataFrame,
    created: datetime,
    effective_on: date,
    *,
    description: str = CLAIM_PAYMENT,
) -> bytes:
    """CCD credits, one per payment above zero, in the order of the frame; claim payments carry their TRN (CCD+).

    payments: payment_number, payee, payee_name, amount_cents, trace. accounts: payee, routing, account, and
    account_type (checking or savings; checking where the column is absent). Raises NachaError when a payment has
    no account, or an amount that an entry cannot hold, or when nothing is to be paid.
    """
    due = payments.filter(pl.col("amount_cents") != 0).join(accounts, on="payee", how="left", maintain_order="left")
    entries = [_credit_entry(originator, row, description == CLAIM_PAYMENT) for row in due.iter_rows(named=True)]
    return ach_file(originator, CREDITS_ONLY, description, entries, created, effective_on)


def debit_file(
    originator: Originator,
    call_number: str,
    amount_cents: int,
    receiver: tuple[str, str, str],
    created: datetime,
    effective_on: date,
) -> bytes:
    """One CCD debit that draws a funding call. receiver: routing, account and name of the employer."""
    routing, account, name = receiver
    entry = Entry(CHECKING_DEBIT, routing, account, amount_cents, call_number, name)
    return ach_file(originator, DEBITS_ONLY, "CLM FUND", [entry], created, effective_on)


def ach_file(
    originator: Originator,
    service_class: str,
    description: str,
    entries: Sequence[Entry],
    created: datetime,
    effective_on: date,
) -> bytes:
    """A file of one CCD batch. Raises NachaError when there is no entry or one cannot be written."""
    if not entries:
        raise NachaError(said("ACH file: found no entry, expected one at least"))
    records = [_file_header(originator, created), _batch_header(originator, service_class, description, effective_on)]
    for sequence, entry in enumerate(entries, start=1):
        records += _entry_records(originator, entry, sequence)
    addenda_count = sum(bool(entry.addenda) for entry in entries)
    totals = _totals(entries, addenda_count)
    records.append(f"8{service_class}{totals}{originator.company_id:<10}{'':25}{originator.bank_routing[:8]}0000001")
    blocks = -(-(len(records) + 1) // BLOCKING)
    file_totals = totals[:6].zfill(8) + totals[6:]
    records.append(f"9000001{blocks:06d}{file_totals}{'':39}")
    records += ["9" * RECORD_LENGTH] * (blocks * BLOCKING - len(records))
    return "".join(f"{record}\n" for record in records).encode("ascii")


def _credit_entry(originator: Originator, row: dict[str, Any], has_trn: bool) -> Entry:
    number = row["payment_number"]
    if row["routing"] is None or row["account"] is None:
        raise NachaError(said("payment {payment}: found no bank account of the payee, expected one", payment=number))
    code = SAVINGS_CREDIT if row.get("account_type") == "savings" else CHECKING_CREDIT
    addenda = f"TRN*1*{row['trace']}*{originator.company_id}~" if has_trn else ""
    return Entry(
        code,
        row["routing"],
        row["account"],
        row["amount_cents"],
        str(number),
        row["payee_name"] or row["payee"],
        addenda,
    )


def _file_header(originator: Originator, created: datetime) -> str:
    origin = f" {originator.bank_routing}"
    destination = f" {originator.bank_routing}"
    names = f"{_text(originator.bank_name, 23)}{_text(originator.company_name, 23)}"
    return f"101{destination}{origin}{created:%y%m%d%H%M}A094101{names}{'':8}"


def _batch_header(originator: Originator, service_class: str, description: str, effective_on: date) -> str:
    company = f"{_text(originator.company_name, 16)}{'':20}{originator.company_id:<10}"
    dates = f"{'':6}{effective_on:%y%m%d}{'':3}"
    return f"5{service_class}{company}CCD{_text(description, 10)}{dates}1{originator.bank_routing[:8]}0000001"


def _entry_records(originator: Originator, entry: Entry, sequence: int) -> list[str]:
    if not 0 < entry.amount_cents <= MAX_ENTRY_CENTS:
        found, most = entry.amount_cents, MAX_ENTRY_CENTS
        raise NachaError(
            said("entry {entry}: found {cents} cents, expected 1 to {most}", entry=sequence, cents=found, most=most)
        )
    if not is_routing_number(entry.routing):
        raise NachaError(
            said("entry {entry}: found a routing number of wrong form, expected nine digits that check", entry=sequence)
        )
    if not 0 < len(entry.account) <= 17 or len(entry.addenda) > 80:
        raise NachaError(
            said("entry {entry}: found a value too long or empty, expected account 1-17, addenda 0-80", entry=sequence)
        )
    money = f"{entry.amount_cents:010d}"
    receiver = f"{_text(entry.receiver_id, 15)}{_text(entry.receiver_name, 22)}"
    trace = f"{originator.bank_routing[:8]}{sequence:07d}"
    flag = "1" if entry.addenda else "0"
    detail = f"6{entry.code}{entry.routing}{entry.account:<17}{money}{receiver}{'':2}{flag}{trace}"
    return [detail, f"705{entry.addenda:<80}0001{sequence:07d}"] if entry.addenda else [detail]


def _totals(entries: Sequence[Entry], addenda_count: int) -> str:
    """Count (6), hash (10), debits (12) and credits (12), as batch control shows them."""
    hash_total = sum(int(entry.routing[:8]) for entry in entries) % HASH_MODULUS
    debits = sum(entry.amount_cents for entry in entries if entry.code == CHECKING_DEBIT)
    credits = sum(entry.amount_cents for entry in entries) - debits
    return f"{len(entries) + addenda_count:06d}{hash_total:010d}{debits:012d}{credits:012d}"


def _text(value: str, width: int) -> str:
    """`value` in printable ASCII capitals, cut and padded to `width`."""
    folded = unicodedata.normalize("NFKD", value.translate(_LETTERS))
    plain = "".join(c for c in folded if " " <= c <= "~").upper()
    return plain[:width].ljust(width)
