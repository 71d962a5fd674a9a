"""Claims -> an 837 file: 005010X222A1 professional, X223A2 institutional, X224A2 dental."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl

from corridor.edi.x12.write import Envelope, Segment, Transaction, X12WriteError, d8, write_interchange
from corridor.edi.x837.write_claim import claim_loop
from corridor.edi.x837.write_parties import (
    NO_CLAIM_EXTRAS,
    ClaimExtras,
    Directory,
    Exchange,
    demographics,
    home,
)
from corridor.wording.said import said

VERSIONS = {
    "professional": "005010X222A1",
    "institutional": "005010X223A2",
    "dental": "005010X224A2",
}
"""GS08 and ST03 by kind of claim."""

_RELATIONSHIP = {"spouse": "01", "child": "19", "other": "G8"}

Row = dict[str, Any]
Claim = list[Row]


@dataclass
class _Writer:
    """The segments of one transaction as they grow, and the number of its last hierarchical level."""

    exchange: Exchange
    directory: Directory
    extras: Mapping[int, ClaimExtras]
    segments: list[Segment]
    level: int = 0

    def open_level(self, code: str, parent: int | None, has_children: bool) -> int:
        """Writes HL; returns its number."""
        self.level += 1
        number = str(self.level)
        self.segments.append(("HL", number, str(parent) if parent else "", code, "1" if has_children else "0"))
        return self.level


def write_837(
    claims: pl.DataFrame,
    *,
    envelope: Envelope,
    exchange: Exchange,
    directory: Directory,
    extras: Mapping[int, ClaimExtras] = MappingProxyType({}),
) -> bytes:
    """One 837 of `claims` (records/claims), all of one kind, the lines of a claim together and in order.

    A transaction for each received date, which is its BHT04. Within it claims follow billing provider,
    subscriber and patient, each in the order of first appearance. extras: claim_index -> ClaimExtras.
    Raises X12WriteError when there is no claim, a mixture of kinds, or somebody missing in the directory.
    """
    kinds = claims.get_column("kind").unique().to_list()
    if len(kinds) != 1 or kinds[0] not in VERSIONS:
        raise X12WriteError(
            said(
                "837: found claims of kinds {kinds}, expected one of {allowed}",
                kinds=str(sorted(kinds)),
                allowed=str(sorted(VERSIONS)),
            )
        )
    if envelope.version != VERSIONS[kinds[0]]:
        raise X12WriteError(
            said("GS08: found {found!r}, expected {expected!r}", found=envelope.version, expected=VERSIONS[kinds[0]])
        )
    transactions = []
    for number, (received, batch) in enumerate(sorted(_by_received_date(claims).items()), start=1):
        writer = _Writer(exchange, directory, extras, [])
        reference = f"{envelope.control_number}{number:02d}"
        writer.segments.append(("BHT", "0019", "00", reference, d8(received), f"{envelope.created_at:%H%M}", "CH"))
        writer.segments += exchange.header()
        _billing_levels(writer, batch)
        transactions.append(Transaction("837", writer.segments))
    return write_interchange(envelope, transactions)


def _by_received_date(claims: pl.DataFrame) -> dict[date, list[Claim]]:
    """Claims as lists of rows, by the day on which they were received."""
    by_index: dict[int, Claim] = {}
    for row in claims.iter_rows(named=True):
        by_index.setdefault(row["claim_index"], []).append(row)
    by_date: dict[date, list[Claim]] = {}
    for claim in by_index.values():
        by_date.setdefault(claim[0]["received_date"], []).append(claim)
    return by_date


def _grouped(claims: list[Claim], *columns: str) -> Iterator[list[Claim]]:
    """Claims that agree in `columns`, in the order of first appearance."""
    groups: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(tuple(claim[0][column] for column in columns), []).append(claim)
    yield from groups.values()


def _billing_levels(writer: _Writer, claims: list[Claim]) -> None:
    """Loops 2000A and all below."""
    for group in _grouped(claims, "billing_npi"):
        npi = group[0][0]["billing_npi"]
        card = writer.directory.provider(npi)
        level = writer.open_level("20", None, has_children=True)
        if card.taxonomy:
            writer.segments.append(("PRV", "BI", "PXC", card.taxonomy))
        writer.segments.append(card.name_segment("85", npi))
        writer.segments += card.address.segments
        writer.segments.append(("REF", "EI", card.tax_id))
        if card.phone:
            writer.segments.append(("PER", "IC", "BILLING OFFICE", "TE", card.phone))
        for family in _grouped(group, "subscriber_id"):
            own = [claim for claim in family if _is_own(claim)]
            others = [claim for claim in family if not _is_own(claim)]
            if own:
                _own_claims(writer, own, level)
            if others:
                _dependants(writer, others, level)


def _is_own(claim: Claim) -> bool:
    return claim[0]["patient_relationship"] in (None, "self")


def _is_secondary(writer: _Writer, claim: Claim) -> bool:
    return writer.extras.get(claim[0]["claim_index"], NO_CLAIM_EXTRAS).other_payer is not None


def _own_claims(writer: _Writer, claims: list[Claim], billing_level: int) -> None:
    """Loop 2000B where the subscriber is the patient: a level for each rank of payment (SBR01)."""
    for is_secondary in (False, True):
        ranked = [claim for claim in claims if _is_secondary(writer, claim) is is_secondary]
        for group in _grouped(ranked, "patient_county"):
            writer.open_level("22", billing_level, has_children=False)
            _subscriber(writer, group[0][0], is_secondary, is_patient=True)
            _claims(writer, group)


def _dependants(writer: _Writer, claims: list[Claim], billing_level: int) -> None:
    """Loop 2000B with a patient loop 2000C for each dependant."""
    for is_secondary in (False, True):
        ranked = [claim for claim in claims if _is_secondary(writer, claim) is is_secondary]
        if not ranked:
            continue
        level = writer.open_level("22", billing_level, has_children=True)
        _subscriber(writer, ranked[0][0], is_secondary, is_patient=False)
        key = ("patient_birth_date", "patient_sex", "patient_first_name", "patient_relationship", "patient_county")
        for group in _grouped(ranked, *key):
            writer.open_level("23", level, has_children=False)
            _patient(writer, group[0][0])
            _claims(writer, group)


def _subscriber(writer: _Writer, row: Row, is_secondary: bool, is_patient: bool) -> None:
    card = writer.directory.subscriber(row["subscriber_id"])
    rank = "S" if is_secondary else "P"
    relationship = "18" if is_patient else ""
    writer.segments.append(("SBR", rank, relationship, card.group_number, "", "", "", "", "", "CI"))
    name = ("NM1", "IL", "1", card.last_name, card.first_name, "", "", "", "MI", row["subscriber_id"])
    writer.segments.append(name)
    if is_patient:
        writer.segments += home(card.address, row["patient_county"])
        writer.segments += demographics(card.birth_date, card.sex)
    exchange = writer.exchange
    writer.segments.append(("NM1", "PR", "2", exchange.payer_name, "", "", "", "", "PI", exchange.payer_id))


def _patient(writer: _Writer, row: Row) -> None:
    """Loop 2010CA; a dependant lives where the subscriber does."""
    writer.segments.append(("PAT", _RELATIONSHIP[row["patient_relationship"]]))
    writer.segments.append(("NM1", "QC", "1", row["patient_last_name"] or "", row["patient_first_name"] or ""))
    writer.segments += home(writer.directory.subscriber(row["subscriber_id"]).address, row["patient_county"])
    writer.segments += demographics(row["patient_birth_date"], row["patient_sex"])


def _claims(writer: _Writer, claims: list[Claim]) -> None:
    for claim in claims:
        extras = writer.extras.get(claim[0]["claim_index"], NO_CLAIM_EXTRAS)
        writer.segments += claim_loop(claim, extras, writer.exchange, writer.directory)
