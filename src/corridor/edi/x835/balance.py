"""Does an 835 balance? An independent reader for our own files and anybody else's.

Source: 005010X221A1 front matter on balancing; RULES 3.12, last line. Service: charge = paid + adjustments. Claim:
charge = paid + adjustments of claim and services; patient responsibility = adjustments of group PR. Transaction:
BPR02 = sum of claim payments - sum of provider adjustments.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from corridor.edi.x835.adjustments import RemittanceError
from corridor.wording.said import Said, said


@dataclass(frozen=True)
class BalanceFault:
    """An equation that does not hold: segment is its position in the file, from 1."""

    segment: int
    what: str
    found: Decimal
    expected: Decimal

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("segment {segment}, {what}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


@dataclass
class _Sum:
    """A charge and a payment that adjustments must bridge."""

    segment: int
    charge: Decimal
    paid: Decimal
    adjusted: Decimal = Decimal(0)


@dataclass
class _Claim(_Sum):
    patient: Decimal | None = None
    patient_adjusted: Decimal = Decimal(0)
    service: _Sum | None = None
    serviced: list[_Sum] = field(default_factory=list)


def check_balance(content: bytes) -> list[BalanceFault]:
    """All faults of balance in an 835 file, first in the file first. Raises RemittanceError for no 835 at all."""
    try:
        return list(_faults(_segments(content)))
    except (InvalidOperation, IndexError) as error:
        raise RemittanceError(
            said("835: found an amount that is missing or no number, expected a sound file")
        ) from error


def _segments(content: bytes) -> list[list[str]]:
    text = content.decode("latin-1").lstrip("\ufeff \r\n")
    element, terminator = text[3], text[105]
    return [part.strip().split(element) for part in text.split(terminator) if part.strip()]


def _faults(segments: list[list[str]]) -> Iterator[BalanceFault]:
    payment, payment_at, claims, provider = Decimal(0), 0, Decimal(0), Decimal(0)
    claim: _Claim | None = None
    for position, segment in enumerate(segments, 1):
        name = segment[0]
        if name in ("CLP", "PLB", "SE", "LX") and claim:
            yield from _claim_faults(claim)
            claim = None
        if name == "BPR":
            payment, payment_at, claims, provider = _signed(segment), position, Decimal(0), Decimal(0)
        elif name == "CLP":
            claim = _Claim(position, Decimal(segment[3]), Decimal(segment[4]), patient=_amount(segment, 5))
            claims += claim.paid
        elif name == "SVC" and claim:
            claim.service = _Sum(position, Decimal(segment[2]), Decimal(segment[3]))
            claim.serviced.append(claim.service)
        elif name == "CAS" and claim:
            _adjust(claim, segment)
        elif name == "PLB":
            provider += sum((Decimal(amount) for amount in segment[4::2] if amount), Decimal(0))
        elif name == "SE" and payment != claims - provider:
            yield BalanceFault(payment_at, "BPR02", payment, claims - provider)


def _adjust(claim: _Claim, segment: list[str]) -> None:
    amount = sum((Decimal(text) for text in segment[3::3] if text), Decimal(0))
    claim.adjusted += amount
    if segment[1] == "PR":
        claim.patient_adjusted += amount
    if claim.service:
        claim.service.adjusted += amount


def _claim_faults(claim: _Claim) -> Iterator[BalanceFault]:
    for service in claim.serviced:
        if service.charge != service.paid + service.adjusted:
            yield BalanceFault(service.segment, "SVC02", service.charge, service.paid + service.adjusted)
    if claim.charge != claim.paid + claim.adjusted:
        yield BalanceFault(claim.segment, "CLP03", claim.charge, claim.paid + claim.adjusted)
    if claim.serviced and claim.charge != sum(service.charge for service in claim.serviced):
        yield BalanceFault(claim.segment, "CLP03", claim.charge, sum((s.charge for s in claim.serviced), Decimal(0)))
    if claim.patient is not None and claim.patient != claim.patient_adjusted:
        yield BalanceFault(claim.segment, "CLP05", claim.patient, claim.patient_adjusted)


def _signed(segment: list[str]) -> Decimal:
    """BPR02, negative where BPR03 says debit."""
    amount = Decimal(segment[2])
    return -amount if segment[3] == "D" else amount


def _amount(segment: list[str], position: int) -> Decimal | None:
    return Decimal(segment[position]) if len(segment) > position and segment[position] else None
