"""Who stands in an 837 beside the claims: the data that the claims table does not hold, as segments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from corridor.edi.x12.write import Address, Segment, X12WriteError, d8
from corridor.edi.x837.parties import COUNTY
from corridor.wording.said import said


@dataclass(frozen=True)
class ProviderCard:
    """A provider's name and address. first_name empty: an organisation, and `name` is all of it.

    taxonomy: code of the provider taxonomy (PRV03), empty when none is sent.
    """

    name: str
    tax_id: str
    address: Address
    first_name: str = ""
    taxonomy: str = ""
    phone: str = ""

    def name_segment(self, entity: str, npi: str) -> Segment:
        """NM1 with `entity` as its first element, the NPI as identifier."""
        kind = "1" if self.first_name else "2"
        return ("NM1", entity, kind, self.name, self.first_name, "", "", "", "XX", npi)


@dataclass(frozen=True)
class SubscriberCard:
    """An employee as the claim forms show them."""

    last_name: str
    first_name: str
    birth_date: date
    sex: str
    address: Address
    group_number: str = ""


@dataclass(frozen=True)
class Directory:
    """Providers by NPI, subscribers by id."""

    providers: Mapping[str, ProviderCard]
    subscribers: Mapping[str, SubscriberCard]

    def provider(self, npi: str) -> ProviderCard:
        """Raises X12WriteError where the directory lacks the provider."""
        try:
            return self.providers[npi]
        except KeyError:
            raise X12WriteError(said("837: found a provider that the directory lacks, expected its card")) from None

    def subscriber(self, subscriber_id: str) -> SubscriberCard:
        """Raises X12WriteError where the directory lacks the subscriber."""
        try:
            return self.subscribers[subscriber_id]
        except KeyError:
            raise X12WriteError(said("837: found a subscriber whom the directory lacks, expected their card")) from None


@dataclass(frozen=True)
class Exchange:
    """Submitter, receiver, payer and the network's repricing organisation, each by name and id."""

    submitter_name: str
    submitter_id: str
    submitter_phone: str
    receiver_name: str
    receiver_id: str
    payer_name: str
    payer_id: str
    repricer_id: str

    def header(self) -> Iterator[Segment]:
        """Loops 1000A and 1000B."""
        yield ("NM1", "41", "2", self.submitter_name, "", "", "", "", "46", self.submitter_id)
        yield ("PER", "IC", "CLAIMS DESK", "TE", self.submitter_phone)
        yield ("NM1", "40", "2", self.receiver_name, "", "", "", "", "46", self.receiver_id)


@dataclass(frozen=True)
class OtherPayer:
    """A plan that pays before this one (loops 2320 and 2330); what it paid stands in the claims table."""

    name: str
    payer_id: str
    policy_id: str
    holder_last_name: str
    holder_first_name: str
    holder_relationship: str
    paid_on: date


@dataclass(frozen=True)
class LineExtras:
    """Segments of one line that no column holds: of loop 2400 itself, and of loops 2410 to 2440 in their order."""

    body: tuple[Segment, ...] = ()
    loops: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class ClaimExtras:
    """Segments of one claim that no column holds.

    body: of loop 2300 itself, in any order. parties: loops 2310, each beginning with its NM1. other_payer: who
    paid before. lines: line number -> LineExtras. is_repriced_by_claim: the allowed amount stands once, on the
    claim. admission_type, discharge_status: CL101 and CL103 of an institutional claim.
    """

    body: tuple[Segment, ...] = ()
    parties: tuple[tuple[Segment, ...], ...] = ()
    other_payer: OtherPayer | None = None
    lines: Mapping[int, LineExtras] = field(default_factory=lambda: MappingProxyType({}))
    is_repriced_by_claim: bool = False
    admission_type: str = "3"
    discharge_status: str = "01"


NO_CLAIM_EXTRAS = ClaimExtras()
NO_LINE_EXTRAS = LineExtras()


def demographics(birth_date: date | None, sex: str | None) -> Iterator[Segment]:
    """DMG, where a birth date is known."""
    if birth_date:
        yield ("DMG", "D8", d8(birth_date), sex or "U")


def home(address: Address, county: str | None) -> Iterator[Segment]:
    """N3 and N4, with the county where it is known."""
    street, city = address.segments
    yield street
    yield (*city, "", COUNTY, county) if county else city
