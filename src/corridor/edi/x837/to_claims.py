"""Claims as read -> records.claims, one row per line.

Claim values are kept once per claim and spread over its lines by the frame, not by Python.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from corridor.edi.x837.claim import Claim, Line
from corridor.money.split import split_cents
from corridor.records.claims import CAUSES, CLAIMS

KINDS = {"P": "professional", "I": "institutional", "D": "dental"}

CLAIM_DATES = {"P": ("472", "435"), "I": ("434", "435", "472"), "D": ("472", "452")}
"""DTP01 of the claim's own dates, best first: they date a line that has no date of its own (472)."""
ADMISSION = "435"
ORTHODONTICS = "D8"
"""CDT codes that a length of treatment (DN1) is said of."""

_OF_CLAIM = (
    "claim_id",
    "kind",
    "frequency",
    "subscriber_id",
    "member_id",
    "patient_relationship",
    "patient_first_name",
    "patient_last_name",
    "patient_birth_date",
    "patient_sex",
    "received_date",
    "bill_type",
    "diagnosis_codes",
    "claim_charge_cents",
    "billing_npi",
    "billing_tax_id",
    "billing_name",
    "network",
    "related_cause",
    "admission_date",
    "original_reference",
    "drg",
    "patient_county",
    "segment_first",
    "segment_last",
)
_OF_LINE = (
    "claim_index",
    "line_number",
    "service_from",
    "service_to",
    "place_of_service",
    "revenue_code",
    "procedure_code",
    "modifiers",
    "units",
    "tooth",
    "surfaces",
    "charge_cents",
    "repriced_cents",
    "other_payer_paid_cents",
    "other_payer_allowed_cents",
    "authorization",
    "treatment_months",
    "rendering_npi",
    "minutes",
    "is_emergency",
    "facility_npi",
    "service_zip",
)


class ClaimRows:
    """Collects claims; `frame` turns them into records.claims."""

    def __init__(self) -> None:
        self.claims: list[tuple[Any, ...]] = []
        self.lines: list[tuple[Any, ...]] = []

    def add(self, claim: Claim) -> None:
        """Adds a claim whose lines all have dates."""
        index = len(self.claims)
        self.claims.append(_claim_row(claim))
        repriced = repriced_shares(claim)
        paid = other_paid_shares(claim)
        allowed = other_allowed_shares(claim)
        for number, line in enumerate(claim.lines):
            amounts = repriced[number], paid[number], allowed[number]
            self.lines.append(_line_row(claim, line, index, number + 1, amounts))

    def frame(self) -> pl.DataFrame:
        """records.claims of all claims added."""
        claims = _columns(self.claims, _OF_CLAIM)
        lines = _columns(self.lines, _OF_LINE)
        spread = claims[lines.get_column("claim_index")]
        return CLAIMS.conform(pl.concat([lines, spread], how="horizontal"))


def repriced_shares(claim: Claim) -> list[int | None]:
    """Cents that a repricer allows on each line: the line's own, else its share by charge of what the claim leaves.

    A line's own amount wins: a total of the claim that the lines already make up, or exceed, adds nothing.
    """
    own = [line.repriced for line in claim.lines]
    open_lines = [i for i, cents in enumerate(own) if cents is None]
    if claim.repriced is None or not open_lines:
        return own
    left = max(claim.repriced - sum(cents for cents in own if cents is not None), 0)
    for i, cents in zip(open_lines, _by_charge(left, [claim.lines[i] for i in open_lines]), strict=True):
        own[i] = cents
    return own


def other_paid_shares(claim: Claim) -> list[int | None]:
    """Cents that other payers paid on each line (SVD02), and of the claim's total (AMT*D) what the lines leave.

    Senders report a payment on the claim beside lines paid at zero, so what is left is spread over lines without an
    amount of their own, or over all when each has one: nothing that was paid is lost.
    """
    own = [line.other_paid for line in claim.lines]
    if claim.other_paid is None or not own:
        return own
    left = max(claim.other_paid - sum(cents or 0 for cents in own), 0)
    targets = [i for i, cents in enumerate(own) if cents is None] or list(range(len(own)))
    for i, cents in zip(targets, _by_charge(left, [claim.lines[i] for i in targets]), strict=True):
        own[i] = (own[i] or 0) + cents
    return own


def other_allowed_shares(claim: Claim) -> list[int | None]:
    """Cents that the payer before us allowed on each line: what it paid, and what it left to the patient as shares.

    What the claim says of all lines together is spread like the payment. Where the claim states the amount itself, the
    lines share that. None where no other payer paid on the line.
    """
    if claim.other_allowed is not None:
        return list(_by_charge(claim.other_allowed, claim.lines))
    paid, left = other_paid_shares(claim), claim.other_left
    targets = [i for i, line in enumerate(claim.lines) if line.other_paid is None] or list(range(len(claim.lines)))
    spread = dict(zip(targets, _by_charge(left, [claim.lines[i] for i in targets]), strict=True))
    return [
        None if cents is None else cents + line.other_left + spread.get(i, 0)
        for i, (cents, line) in enumerate(zip(paid, claim.lines, strict=True))
    ]


def _by_charge(cents: int, lines: Sequence[Line]) -> list[int]:
    weights = [max(line.charge, 0) for line in lines]
    return split_cents(cents, weights if any(weights) else [1] * len(lines))


def _claim_row(claim: Claim) -> tuple[Any, ...]:
    person = claim.patient or claim.subscriber
    is_self = claim.patient is None
    return (
        claim.id,
        KINDS[claim.kind],
        claim.frequency,
        claim.subscriber.id,
        person.id,
        "self" if is_self else person.relationship,
        person.first_name,
        person.last_name,
        person.birth_date,
        person.sex,
        claim.received,
        claim.facility if claim.kind == "I" else None,
        ":".join(claim.principal + claim.others) or None,
        claim.charge,
        claim.billing.npi,
        claim.billing.tax_id,
        claim.billing.name,
        "out" if claim.is_out_of_network else None,
        min(claim.causes, key=CAUSES.index, default=None),
        claim.dates[ADMISSION][0] if ADMISSION in claim.dates else None,
        claim.original,
        claim.drg,
        person.county,
        claim.first,
        claim.last,
    )


def _line_row(
    claim: Claim, line: Line, index: int, number: int, amounts: tuple[int | None, int | None, int | None]
) -> tuple[Any, ...]:
    assert line.dates is not None, "the reader refuses lines without a date"
    return (
        index,
        number,
        line.dates[0],
        line.dates[1],
        None if claim.kind == "I" else line.place or claim.facility or None,
        line.revenue_code,
        line.procedure,
        line.modifiers,
        line.units,
        ":".join(line.teeth or line.quadrants) or None,
        ":".join(line.surfaces) or None,
        line.charge,
        *amounts,
        line.authorization or claim.authorization,
        claim.treatment_months if (line.procedure or "").startswith(ORTHODONTICS) else None,
        line.rendering_npi or claim.rendering_npi,
        line.minutes,
        line.is_emergency,
        *_site(claim, line),
    )


def _site(claim: Claim, line: Line) -> tuple[str | None, str | None]:
    """NPI of the facility and postal code of the service: of the line, of the claim, else where the biller is."""
    site = line.facility or claim.site
    if site is None:
        return None, claim.billing.zip_code
    return site.npi, site.zip_code or claim.billing.zip_code


def _columns(rows: list[tuple[Any, ...]], names: tuple[str, ...]) -> pl.DataFrame:
    types = {name: CLAIMS.schema[name] for name in names}
    if not rows:
        return pl.DataFrame(schema=types)
    columns = zip(types.items(), zip(*rows, strict=True), strict=True)
    return pl.DataFrame([pl.Series(name, values, dtype) for (name, dtype), values in columns])
