"""837 professional, institutional and dental -> records.claims.

Source: 005010X222A1, X223A2, X224A2, loops 2000A to 2430.
"""

import re
from datetime import date
from pathlib import Path

import polars as pl

from corridor.edi.reading import Segment
from corridor.edi.x12.errors import StructureError, shown
from corridor.edi.x12.guide import Guide, load_guide
from corridor.edi.x12.interchange import Transaction, element
from corridor.edi.x12.values import parse_date
from corridor.edi.x837.claim import Claim, Line
from corridor.edi.x837.line_segments import AUTHORIZATION, LineSegments
from corridor.edi.x837.other_payers import left_to_patient
from corridor.edi.x837.parties import Billing, Person, site_of, zip_of
from corridor.edi.x837.party_segments import PartySegments
from corridor.edi.x837.to_claims import CLAIM_DATES, ClaimRows
from corridor.wording.said import said

GUIDE_FILE = Path(__file__).with_name("guide.toml")
PRINCIPAL, OTHER = ("ABK", "BK"), ("ABF", "BF")
PAID_BY_OTHER_PAYER = ("D", "C4")
"""AMT01 in loop 2320: payer amount paid; C4 is its institutional form in 4010."""

ALLOWED_BY_OTHER_PAYER = "B6"
"""AMT01 in loop 2320 of 4010: the amount allowed; 5010 says it by adjustments."""

CAUSES = {"EM": "employment", "AA": "auto", "OA": "other_accident", "AB": "other_accident", "AP": "other_accident"}
"""CLM11: related causes; abuse and another responsible party are of 4010."""

ORIGINAL = "F8"
"""REF01: the payer's number of the claim that this one replaces or voids."""

DRG = "DR"
"""HI: diagnosis-related group."""

OCCURRENCE = "BH"
CAUSE_OF_OCCURRENCE = {
    "01": "other_accident",
    "02": "auto",
    "03": "other_accident",
    "04": "employment",
    "05": "other_accident",
}
"""Occurrence codes of an institutional claim that tell of an accident. Source: NUBC, form locators 31 to 34."""

NOT_IN_NETWORK = "T1"
"""HCP13: the repricer does not know the provider as one of its network."""

PREDETERMINATION = "PB"
"""CLM19: predetermination of dental benefits."""

_FACILITY = re.compile(r"[0-9A-Z]{1,2}([^0-9A-Za-z])[A-Z]?\1[0-9]")
_FREQUENCY = re.compile(r"([0-9A-Z])(?:\.0+)?\Z")


class ClaimReader(PartySegments, LineSegments):
    """Reads transactions of 837 one after another; `frame` at the end."""

    def __init__(self, file: str, *, lenient: bool) -> None:
        super().__init__(file, lenient=lenient)
        self.rows = ClaimRows()
        self.kind = "P"
        self.separator = ":"
        self.received: date | None = None
        self.claim: Claim | None = None
        self.handlers = {
            ".BHT": self._beginning,
            **self.party_handlers(),
            "2300.CLM": self._claim,
            "2300.DTP": self._claim_date,
            "2300.DN1": self._orthodontia,
            "2300.REF": self._claim_reference,
            "2300.HI": self._codes,
            "2300.HCP": self._claim_pricing,
            "2310RP.NM1": self._claim_rendering,
            "2310SF.NM1": self._claim_site,
            "2310SF.N4": self._claim_site_place,
            "2320.SBR": self._other_payer,
            "2320.CAS": self._other_payer_adjustment,
            "2320.AMT": self._other_payer_amount,
            **self.line_handlers(),
        }

    def read(self, transaction: Transaction, kind: str) -> None:
        """Adds the claims of a transaction; kind is 837P, 837I or 837D. Raises EdiError."""
        self.kind = kind[-1]
        self.claim, self.received = None, None
        self.billing, self.subscriber, self.patient = Billing(), Person(), None
        self.separator = self._component_separator(transaction)
        self.run(transaction, guide(self.kind))

    def frame(self) -> pl.DataFrame:
        """records.claims of all that was read."""
        return self.rows.frame()

    def _component_separator(self, transaction: Transaction) -> str:
        """The separator that ISA16 declares, or the one that the claims use where it is plainly another."""
        delimiters = transaction.stretch.delimiters
        declared, name = delimiters.component, f"CLM{delimiters.element}"
        first = next((text for text in transaction.texts if text.startswith(name)), "")
        facility = element(first.split(delimiters.element), 5)
        match = _FACILITY.match(facility)
        if match and match[1] != declared:
            self.transaction = transaction
            self.warn(
                said(
                    "ISA16 declares {declared!r} between components, CLM05 uses {used!r}: read with that",
                    declared=declared,
                    used=match[1],
                )
            )
            return match[1]
        return declared

    def _beginning(self, segment: Segment) -> bool:
        received = parse_date(segment[4]) or parse_date(element(self.transaction.group, 4))
        if received is None:
            raise self.error(segment, 4, shown(segment[4]), said("a date that exists, here or in GS04"))
        self.received = received
        if element(segment, 6) == "RP":
            self.warn(said("BHT06 is RP: encounters reported, not charged"))
        return True

    def _claim(self, segment: Segment) -> bool:
        self.end(self.at)
        parts = segment[5].split(self.separator)
        frequency = _FREQUENCY.match(parts[2]) if len(parts) > 2 else None
        if frequency is None:
            found = shown(parts[2] if len(parts) > 2 else "")
            expected = said("a claim frequency code such as 1, 7 or 8")
            raise self.error(segment, 5, found, expected, component=3)
        self.claim = Claim(
            id=segment[1],
            kind=self.kind,
            at=self.at,
            is_estimate=element(segment, 19) == PREDETERMINATION,
            charge=self.amount(segment, 2),
            facility=parts[0].strip(),
            frequency=frequency[1],
            first=self.position,
            billing=self.billing,
            subscriber=self.subscriber,
            patient=self.patient,
            received=self._received_date(segment),
            causes=[CAUSES[code] for code in element(segment, 11).split(self.separator) if code in CAUSES],
        )
        return True

    def _received_date(self, segment: Segment) -> date:
        if self.received is None:
            reason = said("BHT is missing before the first claim")
            raise StructureError(self.file, self.transaction.number, self.position, segment[0], None, reason)
        return self.received

    def _claim_date(self, segment: Segment) -> bool:
        if segment[1] not in CLAIM_DATES[self.kind]:
            return False
        if segment[1] == "435" and self.kind == "I" and parse_date(segment[3][:8]) is None:
            return False
        self.current().dates[segment[1]] = self.span(segment, 3)
        return True

    def _codes(self, segment: Segment) -> bool:
        """Diagnoses, and the occurrences that tell what caused the claim."""
        read = [self._code(segment, at) for at in range(1, len(segment))]
        return any(read)

    def _code(self, segment: Segment, at: int) -> bool:
        claim = self.current()
        qualifier, _, rest = segment[at].partition(self.separator)
        code = rest.split(self.separator, 1)[0].replace(".", "").strip()
        if qualifier == OCCURRENCE:
            claim.causes += [CAUSE_OF_OCCURRENCE[code]] if code in CAUSE_OF_OCCURRENCE else []
            return code in CAUSE_OF_OCCURRENCE
        if qualifier == DRG:
            return self._drg(segment, at, code)
        target = claim.principal if qualifier in PRINCIPAL else claim.others if qualifier in OTHER else None
        if target is None:
            return False
        if not code:
            self.fault(self.error(segment, at, shown(segment[at]), said("a qualifier and a diagnosis code")))
            return False
        target.append(code)
        return True

    def _drg(self, segment: Segment, at: int, code: str) -> bool:
        """Three digits, leading zeros often left out."""
        if not (code.isascii() and code.isdigit() and len(code) <= 3):
            expected = said("a diagnosis-related group of three digits")
            self.fault(self.error(segment, at, shown(segment[at]), expected))
            return False
        self.current().drg = code.zfill(3)
        return True

    def _claim_reference(self, segment: Segment) -> bool:
        number = element(segment, 2).strip() or None
        if segment[1] == AUTHORIZATION:
            self.current().authorization = number
        elif segment[1] == ORIGINAL:
            self.current().original = number
        else:
            return False
        return True

    def _orthodontia(self, segment: Segment) -> bool:
        """Months of the whole treatment."""
        months = element(segment, 1).strip()
        if not months:
            return False
        self.current().treatment_months = self.thousandths(segment, 1) // 1000
        return True

    def _claim_pricing(self, segment: Segment) -> bool:
        claim = self.current()
        claim.is_out_of_network = element(segment, 13) == NOT_IN_NETWORK
        claim.repriced = self.priced(segment)
        return claim.is_out_of_network or claim.repriced is not None

    def _claim_rendering(self, segment: Segment) -> bool:
        self.current().rendering_npi = self.npi(segment)
        return self.current().rendering_npi is not None

    def _claim_site(self, segment: Segment) -> bool:
        site = self.current().site = site_of(segment)
        return site.npi is not None

    def _claim_site_place(self, segment: Segment) -> bool:
        site = self.current().site
        assert site is not None, "the guide lets no address stand before its NM1"
        site.zip_code = zip_of(element(segment, 3))
        return site.zip_code is not None

    def _other_payer(self, segment: Segment) -> bool:
        self.current().other_left = 0
        return False

    def _other_payer_adjustment(self, segment: Segment) -> bool:
        left = left_to_patient(self, segment)
        self.current().other_left += left
        return left != 0

    def _other_payer_amount(self, segment: Segment) -> bool:
        claim = self.current()
        if segment[1] == ALLOWED_BY_OTHER_PAYER:
            claim.other_allowed = self.amount(segment, 2)
        elif segment[1] in PAID_BY_OTHER_PAYER:
            claim.other_paid = (claim.other_paid or 0) + self.amount(segment, 2)
        else:
            return False
        return True

    def end(self, at: int) -> None:
        """Adds the claim that ends before segment `at`."""
        claim, self.claim = self.claim, None
        if claim is None:
            return
        claim.last = self.transaction.position(at - 1)
        own = next((claim.dates[code] for code in CLAIM_DATES[claim.kind] if code in claim.dates), None)
        for line in claim.lines:
            line.dates = line.dates or own
        undated = [line for line in claim.lines if line.dates is None]
        if claim.is_estimate or (claim.kind == "D" and undated and len(undated) == len(claim.lines)):
            self._keep_unread(claim, at)
        elif undated:
            raise self._undated(undated[0])
        else:
            self.rows.add(claim)

    def _keep_unread(self, claim: Claim, at: int) -> None:
        """A dental claim without any date of service asks what would be paid; there is nothing to decide."""
        self.marks[claim.at : at] = bytes(at - claim.at)
        self.warn(
            said(
                "segments {first} to {last}: asks for a predetermination "
                "(CLM19 PB, or no date of service), kept, not decided",
                first=claim.first,
                last=claim.last,
            )
        )

    def _undated(self, line: Line) -> StructureError:
        position = self.transaction.position(line.at)
        reason = said("DTP*472 (date of service) is missing in loop 2400 (LX) and in its claim")
        return StructureError(self.file, self.transaction.number, position, "LX", None, reason)


def guide(kind: str) -> Guide:
    """The guide of the 837; kind is P, I or D."""
    return load_guide(GUIDE_FILE, kind)
