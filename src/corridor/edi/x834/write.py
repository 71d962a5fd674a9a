"""Enrolment statements -> an 834 file, 005010X220A1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Any

import polars as pl

from corridor.edi.x12.write import Address, Envelope, Segment, Transaction, X12WriteError, d8, write_interchange
from corridor.money.cents import x12_amount
from corridor.wording.said import said

VERSION = "005010X220A1"

_ACTION = {"add": "021", "change": "001", "terminate": "024", "reinstate": "025", "audit": "030"}
_RELATIONSHIP = {"self": "18", "spouse": "01", "child": "19", "other": "G8"}
_INSURANCE_LINE = {"medical": "HLT", "dental": "DEN", "vision": "VIS", "pharmacy": "PDG", "disability": "LTD"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Organization:
    """The sponsor or the payer of the file: name and federal tax id."""

    name: str
    tax_id: str


@dataclass(frozen=True)
class MemberDetail:
    """What a file says of a person beyond the enrolment statement; every part may be absent.

    language: ISO 639 code. premium_cents: monthly contribution for the medical cover, cents.
    other_policy: policy number under another plan that pays first.
    """

    address: Address | None = None
    phone: str | None = None
    language: str | None = None
    premium_cents: int | None = None
    other_policy: str | None = None
    other_insurer: str | None = None


_NO_DETAIL = MemberDetail()


def write_834(
    statements: pl.DataFrame,
    *,
    envelope: Envelope,
    sponsor: Organization,
    payer: Organization,
    reference: str,
    is_full: bool = False,
    details: Mapping[str, MemberDetail] = MappingProxyType({}),
) -> bytes:
    """One 834 of `statements` (records/enrollment), in their order.

    Consecutive statements about one person with one action share a member loop (2000), one coverage loop
    (2300) for each product. is_full: the file restates everybody (BGN08 4), otherwise it changes (BGN08 2).
    details: member id -> MemberDetail. Raises X12WriteError when there is no statement.
    """
    if statements.is_empty():
        raise X12WriteError(said("834: found no statement, expected at least one"))
    segments = list(_header(envelope, sponsor, payer, reference, is_full))
    rows = statements.iter_rows(named=True)
    for (member_id, _, _), group in groupby(rows, key=_member_loop_key):
        segments += _member_loop(list(group), details.get(member_id, _NO_DETAIL))
    return write_interchange(envelope, [Transaction("834", segments)])


def _member_loop_key(row: Row) -> tuple[str, str, str | None]:
    return row["member_id"], row["action"], row["termination_reason"]


def _header(
    envelope: Envelope, sponsor: Organization, payer: Organization, reference: str, is_full: bool
) -> Iterator[Segment]:
    sent_on = d8(envelope.created_on)
    kind = "4" if is_full else "2"
    yield ("BGN", "00", reference, sent_on, f"{envelope.created_at:%H%M}", "", "", "", kind)
    yield ("DTP", "007", "D8", sent_on)
    yield ("N1", "P5", sponsor.name, "FI", sponsor.tax_id)
    yield ("N1", "IN", payer.name, "FI", payer.tax_id)


def _member_loop(rows: list[Row], detail: MemberDetail) -> Iterator[Segment]:
    first = rows[0]
    yield _insured(first)
    yield from _references(first)
    yield from _member_dates(rows)
    yield ("NM1", "IL", "1", first["last_name"] or "", first["first_name"] or "")
    if detail.phone:
        yield ("PER", "IP", "", "HP", detail.phone)
    if detail.address:
        yield from detail.address.segments
    if first["birth_date"]:
        yield ("DMG", "D8", d8(first["birth_date"]), first["sex"] or "U")
    if detail.language:
        yield ("LUI", "LE", detail.language)
    for row in rows:
        if row["product"]:
            yield from _coverage_loop(row, detail)


def _insured(row: Row) -> Segment:
    is_subscriber = row["relationship"] == "self"
    status = ("TE" if row["action"] == "terminate" else "FT") if is_subscriber else ""
    return (
        "INS",
        "Y" if is_subscriber else "N",
        _RELATIONSHIP[row["relationship"]],
        _ACTION[row["action"]],
        row["termination_reason"] or "",
        "A",
        "",
        "",
        status,
    )


def _references(row: Row) -> Iterator[Segment]:
    yield ("REF", "0F", row["subscriber_id"])
    if row["group_number"]:
        yield ("REF", "1L", row["group_number"])
    if row["relationship"] != "self":
        yield ("REF", "17", row["member_id"])


def _member_dates(rows: list[Row]) -> Iterator[Segment]:
    """Eligibility begins (356) or ends (357, the last day) at the outermost date of the coverages stated."""
    if rows[0]["action"] == "terminate":
        ends = [row["coverage_end_exclusive"] for row in rows if row["coverage_end_exclusive"]]
        if ends:
            yield ("DTP", "357", "D8", d8(max(ends) - timedelta(days=1)))
        return
    starts = [row["coverage_start"] for row in rows if row["coverage_start"]]
    if starts:
        yield ("DTP", "356", "D8", d8(min(starts)))


def _coverage_loop(row: Row, detail: MemberDetail) -> Iterator[Segment]:
    line = _INSURANCE_LINE[row["product"]]
    yield ("HD", _ACTION[row["action"]], "", line, row["plan_code"] or "", row["coverage_level"] or "")
    if row["coverage_start"]:
        yield ("DTP", "348", "D8", d8(row["coverage_start"]))
    if row["coverage_end_exclusive"]:
        yield ("DTP", "349", "D8", d8(row["coverage_end_exclusive"] - timedelta(days=1)))
    if row["product"] != "medical":
        return
    if detail.premium_cents is not None:
        yield ("AMT", "P3", x12_amount(detail.premium_cents))
    if detail.other_policy:
        yield ("COB", "P", detail.other_policy, "1")
        if detail.other_insurer:
            yield ("NM1", "IN", "2", detail.other_insurer)
