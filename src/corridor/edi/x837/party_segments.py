"""The segments above the claim: billing provider, subscriber, patient (loops 2000A to 2010CA)."""

from corridor.edi.reading import Handler, Segment, SegmentReader
from corridor.edi.x12.errors import shown
from corridor.edi.x12.interchange import element
from corridor.edi.x837.parties import (
    MEMBER_NUMBER_REFERENCE,
    TAX_ID_QUALIFIERS,
    TAX_ID_REFERENCES,
    Billing,
    Person,
    county_of,
    relationship_of,
    zip_of,
)
from corridor.wording.said import Said, said

_BILLING_PROVIDER, _SUBSCRIBER = said("billing provider"), said("subscriber")


class PartySegments(SegmentReader):
    """Handlers of the levels above the claim. `end` closes the claim that a new level ends."""

    def __init__(self, file: str, *, lenient: bool) -> None:
        super().__init__(file, lenient=lenient)
        self.billing = Billing()
        self.subscriber = Person()
        self.patient: Person | None = None

    def party_handlers(self) -> dict[str, Handler]:
        """Handlers by slot."""
        return {
            "2000A.HL": self._billing_level,
            "2010AA.NM1": self._billing_name,
            "2010AA.N4": self._billing_place,
            "2010AA.REF": self._billing_reference,
            "2000B.HL": self._subscriber_level,
            "2000B.SBR": self._subscriber,
            "2010BA.NM1": self._person_name,
            "2010BA.N4": self._home,
            "2010BA.DMG": self._demographics,
            "2010BA.REF": self._person_reference,
            "2000C.HL": self._patient_level,
            "2000C.PAT": self._patient,
            "2010CA.NM1": self._person_name,
            "2010CA.N4": self._home,
            "2010CA.DMG": self._demographics,
            "2010CA.REF": self._person_reference,
        }

    def _billing_level(self, segment: Segment) -> bool:
        self.end(self.at)
        self.billing, self.subscriber, self.patient = Billing(level=segment[1]), Person(), None
        return True

    def _subscriber_level(self, segment: Segment) -> bool:
        self.end(self.at)
        self._check_parent(segment, self.billing.level, _BILLING_PROVIDER)
        self.subscriber, self.patient = Person(level=segment[1]), None
        return True

    def _patient_level(self, segment: Segment) -> bool:
        self.end(self.at)
        self._check_parent(segment, self.subscriber.level, _SUBSCRIBER)
        self.patient = Person(level=segment[1])
        return True

    def _check_parent(self, segment: Segment, parent: str, what: Said) -> None:
        if segment[2] != parent:
            expected = said("{level}, the level of the {party} above", level=shown(parent), party=what)
            self.fault(self.error(segment, 2, shown(segment[2]), expected))

    def _billing_name(self, segment: Segment) -> bool:
        number = element(segment, 9).strip()
        first_name = element(segment, 4).strip()
        self.billing.name = ", ".join(filter(None, (element(segment, 3).strip(), first_name))) or None
        if element(segment, 8) == "XX":
            self.billing.npi = self.npi(segment)
        elif element(segment, 8) in TAX_ID_QUALIFIERS:
            self.billing.tax_id = number or None
        return True

    def _billing_place(self, segment: Segment) -> bool:
        self.billing.zip_code = zip_of(element(segment, 3))
        return self.billing.zip_code is not None

    def _home(self, segment: Segment) -> bool:
        self._person().county = county_of(element(segment, 5), element(segment, 6))
        return self._person().county is not None

    def _billing_reference(self, segment: Segment) -> bool:
        if segment[1] not in TAX_ID_REFERENCES:
            return False
        self.billing.tax_id = segment[2].strip() or None
        return True

    def _subscriber(self, segment: Segment) -> bool:
        self.subscriber.relationship = relationship_of(element(segment, 2))
        return True

    def _patient(self, segment: Segment) -> bool:
        self._person().relationship = relationship_of(element(segment, 1))
        return True

    def _person(self) -> Person:
        return self.patient or self.subscriber

    def _person_name(self, segment: Segment) -> bool:
        person = self._person()
        person.last_name = element(segment, 3).strip() or None
        person.first_name = element(segment, 4).strip() or None
        person.id = element(segment, 9).strip() or None
        return True

    def _person_reference(self, segment: Segment) -> bool:
        if segment[1] != MEMBER_NUMBER_REFERENCE:
            return False
        self._person().id = segment[2].strip() or None
        return True

    def _demographics(self, segment: Segment) -> bool:
        person = self._person()
        person.birth_date = self.birth_date(segment, 2)
        person.sex = element(segment, 3) or None
        return True
