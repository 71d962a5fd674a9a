"""Journal entries: are they sound, what are they called, how are they taken back."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.ledger.accounts import ACCOUNT_BY_CODE, LedgerError
from corridor.records.postings import ADDED_COLUMNS, POSTINGS
from corridor.wording.said import Said, said

HEADER = ("entry_kind", "effective_on", "reference", "reverses")
"""Columns that all legs of an entry share."""

_BODY = tuple(name for name in POSTINGS.schema if name not in ("entry_key", *ADDED_COLUMNS))
_UNIT, _RECORD, _NULL = "\x1f", "\x1e", "\x00"


@dataclass(frozen=True)
class JournalFault:
    """One thing wrong with one entry."""

    entry_key: str
    what: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("entry {entry_key}, {what}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


def check_balanced(postings: pl.DataFrame) -> list[JournalFault]:
    """All that is wrong with the entries in `postings`; an empty list when each is sound."""
    return [fault for check in CHECKS for fault in check(postings)]


def sums_to_zero(postings: pl.DataFrame) -> list[JournalFault]:
    """Debits equal credits in every entry and currency."""
    sums = postings.group_by("entry_key", "currency", maintain_order=True).agg(pl.col("amount_cents").sum())
    wrong = sums.filter(pl.col("amount_cents") != 0)
    return [
        JournalFault(
            key, said("sum in {currency}", currency=currency), said("{cents} cents", cents=cents), said("0 cents")
        )
        for key, currency, cents in wrong.rows()
    ]


def has_two_legs(postings: pl.DataFrame) -> list[JournalFault]:
    """An entry has two legs at least, none of them zero."""
    legs = postings.group_by("entry_key", maintain_order=True).agg(
        pl.len(), (pl.col("amount_cents") == 0).sum().alias("zero")
    )
    few = [JournalFault(key, said("legs"), str(n), said("two or more")) for key, n, _ in legs.rows() if n < 2]
    zero = [JournalFault(key, said("legs of zero"), str(n), said("none")) for key, _, n in legs.rows() if n]
    return few + zero


def legs_are_numbered(postings: pl.DataFrame) -> list[JournalFault]:
    """No two legs of an entry have the same number: an entry_key used twice shows here."""
    twice = postings.filter(pl.struct("entry_key", "leg").is_duplicated())
    keys = twice.get_column("entry_key").unique(maintain_order=True)
    return [JournalFault(key, said("leg numbers"), said("one used twice"), said("each once")) for key in keys]


def accounts_exist(postings: pl.DataFrame) -> list[JournalFault]:
    """Every leg is on an account of the chart."""
    strange = postings.filter(~pl.col("account").is_in(list(ACCOUNT_BY_CODE))).select("entry_key", "account")
    return [
        JournalFault(key, said("account"), repr(code), said("one of the chart of accounts"))
        for key, code in strange.unique(maintain_order=True).rows()
    ]


def has_one_header(postings: pl.DataFrame) -> list[JournalFault]:
    """Kind, day, reference and reversed entry are the same on all legs of an entry."""
    counts = postings.group_by("entry_key", maintain_order=True).agg(pl.col(HEADER).n_unique())
    return [
        JournalFault(row["entry_key"], name, said("{count} values", count=row[name]), said("one value on all legs"))
        for row in counts.iter_rows(named=True)
        for name in HEADER
        if row[name] > 1
    ]


CHECKS: tuple[Callable[[pl.DataFrame], list[JournalFault]], ...] = (
    sums_to_zero,
    has_two_legs,
    legs_are_numbered,
    accounts_exist,
    has_one_header,
)


def entries(postings: pl.DataFrame) -> pl.DataFrame:
    """One row per entry in order of appearance: entry_key, entry_kind, effective_on, reference, reverses, body_hash.

    body_hash: SHA-256 (hex) over all that the legs say. The same entry_key with another body is another entry
    under a used name, which whoever stores it must refuse.
    """
    headers = postings.group_by("entry_key", maintain_order=True).agg(pl.col(HEADER).first())
    return headers.join(_body_hashes(postings), on="entry_key", how="left", maintain_order="left")


def _body_hashes(postings: pl.DataFrame) -> pl.DataFrame:
    fields = [pl.col(name).cast(pl.String).fill_null(_NULL) for name in _BODY]
    added = [pl.format("{}={}", pl.lit(name), pl.col(name)) for name in ADDED_COLUMNS if name in postings.columns]
    parts = [pl.concat_str(fields, separator=_UNIT), *added]
    body = pl.concat_str(parts, separator=_UNIT, ignore_nulls=True).alias("body")
    legs = postings.sort("entry_key", "leg").select("entry_key", body)
    bodies = legs.group_by("entry_key", maintain_order=True).agg(pl.col("body").str.join(_RECORD))
    hashes = [hashlib.sha256(body.encode()).hexdigest() for body in bodies.get_column("body")]
    return bodies.select("entry_key", pl.Series("body_hash", hashes, dtype=pl.String))


def reversal_key(entry_key: str) -> str:
    """Key of the entry that takes `entry_key` back: there can be one only."""
    return f"reversal:{entry_key}"


def reverse(postings: pl.DataFrame, entry_keys: Collection[str], effective_on: date) -> pl.DataFrame:
    """Entries that take back `entry_keys`, linked by `reverses`, effective on the given day.

    postings: the journal, with the entries and with any reversal of them. Raises LedgerError when an entry is not
    in the journal, is itself a reversal, was reversed before, or is effective after `effective_on`.
    """
    chosen = postings.filter(pl.col("entry_key").is_in(list(entry_keys)))
    _refuse_irreversible(postings, chosen, set(entry_keys), effective_on)
    return POSTINGS.conform(
        chosen.with_columns(
            pl.col("entry_key").alias("reverses"),
            pl.format("reversal:{}", "entry_key").alias("entry_key"),
            pl.format("{}_reversal", "entry_kind").alias("entry_kind"),
            -pl.col("amount_cents"),
            pl.lit(effective_on).alias("effective_on"),
        )
    )


def _refuse_irreversible(journal: pl.DataFrame, chosen: pl.DataFrame, keys: set[str], effective_on: date) -> None:
    missing = keys - set(chosen.get_column("entry_key"))
    if missing:
        raise LedgerError(
            said("entry {entry}: found nothing in the journal, expected an entry to reverse", entry=min(missing))
        )
    reversals = chosen.filter(pl.col("reverses").is_not_null())
    if len(reversals):
        entry = reversals["entry_key"][0]
        raise LedgerError(said("entry {entry}: found a reversal, expected an entry; post it anew", entry=entry))
    twice = keys & set(journal.get_column("reverses").drop_nulls())
    if twice:
        raise LedgerError(
            said("entry {entry}: found reversed already, expected an entry that stands", entry=min(twice))
        )
    early = chosen.filter(pl.col("effective_on") > effective_on)
    if len(early):
        key, day = early.select("entry_key", "effective_on").row(0)
        raise LedgerError(
            said(
                "entry {entry}: found a reversal on {found}, expected {day} or later",
                entry=key,
                found=effective_on,
                day=day,
            )
        )
