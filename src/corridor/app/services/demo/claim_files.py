"""Claims -> the files that carry them: one 837 a kind and month, one pharmacy CSV a month."""

from collections.abc import Iterable, Iterator
from csv import writer as csv_writer
from dataclasses import dataclass, replace
from datetime import date, time
from io import StringIO

from corridor.app.services.demo.drafts import Draft
from corridor.app.services.demo.sponsors import Sponsor
from corridor.app.services.demo.workdays import last_workday_of_month
from corridor.edi.x12.write import Envelope
from corridor.edi.x837.write import VERSIONS, write_837
from corridor.edi.x837.write_parties import Directory, Exchange
from corridor.money.cents import format_cents
from corridor.records.claims import CLAIMS

LETTER = {"professional": "P", "institutional": "I", "dental": "D", "pharmacy": "R"}
SENT_AT = time(6, 0)

PHARMACY_COLUMNS = (
    "rx_number",
    "processed_date",
    "fill_date",
    "cardholder_id",
    "member_number",
    "relationship",
    "first_name",
    "last_name",
    "birth_date",
    "sex",
    "ndc",
    "quantity",
    "days_supply",
    "usual_and_customary",
    "negotiated_price",
    "pharmacy_npi",
    "pharmacy_tax_id",
    "pharmacy_name",
    "in_network",
)
_PHARMACY_RELATIONSHIP = {"self": "1", "spouse": "2", "child": "3", "other": "4"}
_PHARMACY_SEX = {"M": "1", "F": "2", "U": "0"}


@dataclass(frozen=True)
class ClaimFile:
    """One file of claims: kind as in records/claims, the month of receipt, the day on which it is sent."""

    kind: str
    month: date
    sent_on: date
    content: bytes


def numbered(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts by date of receipt, each with its number: letter, year, position."""
    order = sorted(drafts, key=lambda d: (d.received, d.service_from, d.patient.member_id, d.visit, d.charge_cents))
    return [
        replace(draft, claim_id=f"{LETTER[draft.kind]}{draft.received:%y}{position:06d}")
        for position, draft in enumerate(order, start=1)
    ]


def claim_files(drafts: list[Draft], sponsor: Sponsor, directory: Directory, as_of: date) -> Iterator[ClaimFile]:
    """Files by month of receipt and kind, each sent on the last workday of its month, none after `as_of`."""
    batches: dict[tuple[date, str], list[Draft]] = {}
    for draft in drafts:
        batches.setdefault((draft.received.replace(day=1), draft.kind), []).append(draft)
    for number, ((month, kind), batch) in enumerate(sorted(batches.items()), start=1):
        sent_on = last_workday_of_month(month)
        if sent_on > as_of:
            continue
        if kind == "pharmacy":
            content = pharmacy_csv(batch)
        else:
            ids = sponsor.network_id, sponsor.receiver_id
            envelope = Envelope(*ids, "HC", VERSIONS[kind], sent_on, SENT_AT, number)
            content = _claims_837(batch, envelope, sponsor.exchange, directory)
        yield ClaimFile(kind, month, sent_on, content)


def _claims_837(batch: list[Draft], envelope: Envelope, exchange: Exchange, directory: Directory) -> bytes:
    rows = [row for index, draft in enumerate(batch) for row in draft.rows(index)]
    extras = {index: draft.extras for index, draft in enumerate(batch)}
    claims = CLAIMS.from_rows(rows)
    return write_837(claims, envelope=envelope, exchange=exchange, directory=directory, extras=extras)


def pharmacy_csv(batch: list[Draft]) -> bytes:
    """Pharmacy claims with the pharmacy manager's own column names; dates CCYYMMDD, amounts in dollars."""
    text = StringIO(newline="")
    out = csv_writer(text, lineterminator="\n")
    out.writerow(PHARMACY_COLUMNS)
    out.writerows(_pharmacy_row(draft) for draft in batch)
    return text.getvalue().encode("ascii")


def _pharmacy_row(draft: Draft) -> tuple[str, ...]:
    patient, line = draft.patient, draft.lines[0]
    return (
        draft.claim_id,
        f"{draft.received:%Y%m%d}",
        f"{draft.service_from:%Y%m%d}",
        patient.subscriber_id,
        patient.member_id,
        _PHARMACY_RELATIONSHIP[patient.relationship],
        patient.first_name,
        patient.last_name,
        f"{patient.birth_date:%Y%m%d}",
        _PHARMACY_SEX[patient.sex],
        line.procedure or "",
        str(line.units // 1000),
        str(line.days_supply),
        format_cents(line.charge_cents, thousands=False),
        format_cents(line.repriced_cents or 0, thousands=False),
        draft.provider.npi,
        draft.provider.card.tax_id,
        draft.provider.card.name,
        "Y" if draft.provider.network == "in" else "N",
    )
