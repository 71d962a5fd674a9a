"""ACH files in the plain NACHA format: 94-character records, blocks of ten.

Source: Nacha Operating Rules, appendix on record formats (CCD, CCD+, PPD); the healthcare EFT standard
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
MIXED, CREDITS_ONLY, DEBITS_ONLY = "200", "220", "225"
COMPANY, PERSON = "CCD", "PPD"
"""Entry classes that we write: to the account of a company, and to that of a person."""
CHECKING, SAVINGS = "checking", "savings"
_CREDIT = {CHECKING: "22", SAVINGS: "32"}
_DEBIT = {CHECKING: "27", SAVINGS: "37"}
_PRENOTE_CREDIT = {CHECKING: "23", SAVINGS: "33"}
_PRENOTE_DEBIT = {CHECKING: "28", SAVINGS: "38"}
_DEBITS = frozenset({*_DEBIT.values(), *_PRENOTE_DEBIT.values()})
_PRENOTES = frozenset({*_PRENOTE_CREDIT.values(), *_PRENOTE_DEBIT.values()})
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


@dataclass(frozen=True)
class Batch:
    """Entries of one class that share a description and a day. Its service class follows from the entries."""

    entry_class: str
    description: str
    effective_on: date
    entries: Sequence[Entry]

    @property
    def service_class(self) -> str:
        """Credits only, debits only, or mixed."""
        debits = {entry.code in _DEBITS for entry in self.entries}
        return MIXED if len(debits) > 1 else DEBITS_ONLY if True in debits else CREDITS_ONLY


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
    entry_class: str = COMPANY,
) -> bytes:
    """A file of the one batch of `credit_batch`."""
    batch = credit_batch(originator, payments, accounts, effective_on, description=description, entry_class=entry_class)
    return ach_file(originator, [batch], created)


def credit_batch(
    originator: Originator,
    payments: pl.DataFrame,
    accounts: pl.DataFrame,
    effective_on: date,
    *,
    description: str = CLAIM_PAYMENT,
    entry_class: str = COMPANY,
) -> Batch:
    """Credits, one per payment above zero, in the order of the frame; claim payments to companies carry their TRN.

    payments: payment_number, payee, payee_name, amount_cents, trace. accounts: payee, routing, account, and
    account_type (checking or savings; checking where the column is absent). Raises NachaError when a payment has
    no account, or when the description of claim payments is given to persons.
    """
    if entry_class == PERSON and description == CLAIM_PAYMENT:
        raise NachaError(
            said("batch description: found {found}, expected another for entries to persons", found=description)
        )
    due = payments.filter(pl.col("amount_cents") != 0).join(accounts, on="payee", how="left", maintain_order="left")
    entries = [_credit_entry(originator, row, description == CLAIM_PAYMENT) for row in due.iter_rows(named=True)]
    return Batch(entry_class, description, effective_on, entries)


def prenote_batch(
    accounts: pl.DataFrame, effective_on: date, *, entry_class: str = COMPANY, is_debit: bool = False
) -> Batch:
    """Entries of zero that try accounts before money moves. accounts: payee, payee_name, routing, account, and
    account_type (checking or savings)."""
    codes = _PRENOTE_DEBIT if is_debit else _PRENOTE_CREDIT
    entries = [
        Entry(
            codes[row.get("account_type", CHECKING)],
            row["routing"],
            row["account"],
            0,
            row["payee"],
            row["payee_name"] or row["payee"],
        )
        for row in accounts.iter_rows(named=True)
    ]
    return Batch(entry_class, "PRENOTE", effective_on, entries)


def debit_batch(
    reference: str,
    amount_cents: int,
    receiver: tuple[str, str, str],
    effective_on: date,
    *,
    description: str = "CLM FUND",
    account_type: str = CHECKING,
) -> Batch:
    """One CCD debit. receiver: routing, account and name of who is debited."""
    routing, account, name = receiver
    entry = Entry(_DEBIT[account_type], routing, account, amount_cents, reference, name)
    return Batch(COMPANY, description, effective_on, [entry])


def debit_file(
    originator: Originator,
    call_number: str,
    amount_cents: int,
    receiver: tuple[str, str, str],
    created: datetime,
    effective_on: date,
) -> bytes:
    """One CCD debit that draws a funding call. receiver: routing, account and name of the employer."""
    return ach_file(originator, [debit_batch(call_number, amount_cents, receiver, effective_on)], created)


def ach_file(originator: Originator, batches: Sequence[Batch], created: datetime, *, modifier: str = "A") -> bytes:
    """A file of the batches in their order; traces ascend through the file.

    modifier: A to Z or 0 to 9, tells files of one day apart. Raises NachaError when a batch has no entry or one cannot
    be written.
    """
    if not batches or not all(batch.entries for batch in batches):
        raise NachaError(said("ACH file: found no entry, expected one at least"))
    records, sequence = [_file_header(originator, created, modifier)], 0
    for number, batch in enumerate(batches, start=1):
        records += _batch_records(originator, batch, number, sequence)
        sequence += len(batch.entries)
    blocks = -(-(len(records) + 1) // BLOCKING)
    totals = _totals([entry for batch in batches for entry in batch.entries])
    records.append(f"9{len(batches):06d}{blocks:06d}{totals[:6].zfill(8)}{totals[6:]}{'':39}")
    records += ["9" * RECORD_LENGTH] * (blocks * BLOCKING - len(records))
    return "".join(f"{record}\n" for record in records).encode("ascii")


def _batch_records(originator: Originator, batch: Batch, number: int, before: int) -> list[str]:
    """Header, entries and control of a batch; `before`: entries of the batches before it."""
    records = [_batch_header(originator, batch, number)]
    for sequence, entry in enumerate(batch.entries, start=before + 1):
        records += _entry_records(originator, entry, sequence)
    company, bank = f"{originator.company_id:<10}", originator.bank_routing[:8]
    records.append(f"8{batch.service_class}{_totals(batch.entries)}{company}{'':25}{bank}{number:07d}")
    return records


def _credit_entry(originator: Originator, row: dict[str, Any], has_trn: bool) -> Entry:
    number = row["payment_number"]
    if row["routing"] is None or row["account"] is None:
        raise NachaError(said("payment {payment}: found no bank account of the payee, expected one", payment=number))
    addenda = f"TRN*1*{row['trace']}*{originator.company_id}~" if has_trn else ""
    return Entry(
        _CREDIT[row.get("account_type") or CHECKING],
        row["routing"],
        row["account"],
        row["amount_cents"],
        str(number),
        row["payee_name"] or row["payee"],
        addenda,
    )


def _file_header(originator: Originator, created: datetime, modifier: str) -> str:
    origin = f" {originator.bank_routing}"
    destination = f" {originator.bank_routing}"
    names = f"{_text(originator.bank_name, 23)}{_text(originator.company_name, 23)}"
    return f"101{destination}{origin}{created:%y%m%d%H%M}{modifier}094101{names}{'':8}"


def _batch_header(originator: Originator, batch: Batch, number: int) -> str:
    company = f"{_text(originator.company_name, 16)}{'':20}{originator.company_id:<10}"
    dates = f"{'':6}{batch.effective_on:%y%m%d}{'':3}"
    kind = f"{batch.entry_class}{_text(batch.description, 10)}"
    return f"5{batch.service_class}{company}{kind}{dates}1{originator.bank_routing[:8]}{number:07d}"


def _entry_records(originator: Originator, entry: Entry, sequence: int) -> list[str]:
    is_prenote = entry.code in _PRENOTES
    if (entry.amount_cents != 0) if is_prenote else not 0 < entry.amount_cents <= MAX_ENTRY_CENTS:
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


def _totals(entries: Sequence[Entry]) -> str:
    """Count (6), hash (10), debits (12) and credits (12), as batch control shows them."""
    hash_total = sum(int(entry.routing[:8]) for entry in entries) % HASH_MODULUS
    debits = sum(entry.amount_cents for entry in entries if entry.code in _DEBITS)
    credits = sum(entry.amount_cents for entry in entries) - debits
    addenda_count = sum(bool(entry.addenda) for entry in entries)
    return f"{len(entries) + addenda_count:06d}{hash_total:010d}{debits:012d}{credits:012d}"


def _text(value: str, width: int) -> str:
    """`value` in printable ASCII capitals, cut and padded to `width`."""
    folded = unicodedata.normalize("NFKD", value.translate(_LETTERS))
    plain = "".join(c for c in folded if " " <= c <= "~").upper()
    return plain[:width].ljust(width)
