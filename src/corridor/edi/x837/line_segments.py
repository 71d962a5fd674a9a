"""The segments of a service line (loops 2400 to 2430), and what claim and line read alike."""

from corridor.edi.reading import Handler, Segment, SegmentReader
from corridor.edi.x12.errors import shown
from corridor.edi.x12.interchange import element
from corridor.edi.x837.claim import Claim, Line
from corridor.edi.x837.other_payers import left_to_patient
from corridor.edi.x837.parties import site_of, zip_of
from corridor.wording.said import said

AUTHORIZATION = "G1"
"""REF01: number of the prior authorisation."""

QUADRANTS = {"10": "UR", "20": "UL", "30": "LL", "40": "LR"}
"""SV304, designation of the oral cavity -> records' quadrant; an arch or the whole mouth is none."""

MINUTES = "MJ"
"""SV103: the quantity is minutes, as of anaesthesia; the line is one service."""

MOST_MINUTES = 10_080
"""A week."""

YES_OR_NO = {"Y": True, "N": False}

NOT_PRICED = "00"
"""HCP01: priced at nothing, for no contract covers it."""


class LineSegments(SegmentReader):
    """Handlers of the service line for a reader that knows its current claim."""

    claim: Claim | None
    separator: str

    def line_handlers(self) -> dict[str, Handler]:
        """Handlers by slot."""
        return {
            "2400.LX": self._line,
            "2400.SV1": self._professional,
            "2400.SV2": self._institutional,
            "2400.SV3": self._dental,
            "2400.TOO": self._tooth,
            "2400.DTP": self._line_date,
            "2400.REF": self._line_reference,
            "2400.HCP": self._line_pricing,
            "2420RP.NM1": self._line_rendering,
            "2420SF.NM1": self._line_facility,
            "2420SF.N4": self._line_facility_place,
            "2430.SVD": self._paid_by_other_payer,
            "2430.CAS": self._adjusted_by_other_payer,
        }

    def current(self) -> Claim:
        """The claim that the segments being read belong to."""
        assert self.claim is not None, "the guide lets nothing of a claim stand before its CLM"
        return self.claim

    def priced(self, segment: Segment) -> int | None:
        """Cents that a repricer allows (HCP02); None when it priced nothing."""
        if segment[1] == NOT_PRICED or not element(segment, 2):
            return None
        return self.amount(segment, 2)

    def _current_line(self) -> Line:
        return self.current().lines[-1]

    def _line(self, segment: Segment) -> bool:
        self.current().lines.append(Line(self.at))
        return True

    def _professional(self, segment: Segment) -> bool:
        line = self._current_line()
        self._procedure(segment, 1)
        line.charge = self.amount(segment, 2)
        if element(segment, 3) == MINUTES:
            line.minutes = self._minutes(segment)
        else:
            line.units = self.thousandths(segment, 4)
        line.is_emergency = YES_OR_NO.get(element(segment, 9))
        line.place = element(segment, 5).strip() or None
        return True

    def _minutes(self, segment: Segment) -> int:
        """Whole minutes of anaesthesia; a part of one is none."""
        minutes = self.thousandths(segment, 4) // 1000
        if not 0 <= minutes <= MOST_MINUTES:
            raise self.error(segment, 4, shown(segment[4]), said("minutes from 0 to {most}", most=MOST_MINUTES))
        return minutes

    def _institutional(self, segment: Segment) -> bool:
        line = self._current_line()
        revenue = segment[1].strip()
        line.revenue_code = revenue.zfill(4) if revenue.isdigit() else revenue or None
        self._procedure(segment, 2)
        line.charge = self.amount(segment, 3)
        line.units = self.thousandths(segment, 5)
        return True

    def _dental(self, segment: Segment) -> bool:
        line = self._current_line()
        self._procedure(segment, 1)
        line.charge = self.amount(segment, 2)
        line.place = element(segment, 3).strip() or None
        designations = element(segment, 4).split(self.separator)
        line.quadrants = [QUADRANTS[code] for code in designations if code in QUADRANTS]
        line.units = self.thousandths(segment, 6)
        return True

    def _procedure(self, segment: Segment, at: int) -> None:
        """Qualifier, code and up to four modifiers."""
        parts = element(segment, at).split(self.separator)
        if len(parts) < 2:
            if parts[0].strip():
                raise self.error(segment, at, shown(parts[0]), said("a qualifier and a procedure code"))
            return
        line = self._current_line()
        line.procedure = parts[1].strip() or None
        line.modifiers = ":".join(filter(None, parts[2:6])) or None

    def _tooth(self, segment: Segment) -> bool:
        line = self._current_line()
        line.teeth.append(segment[2].strip())
        surfaces = element(segment, 3).replace(self.separator, "").strip()
        if surfaces:
            line.surfaces.append(surfaces)
        return True

    def _line_date(self, segment: Segment) -> bool:
        if segment[1] != "472":
            return False
        self._current_line().dates = self.span(segment, 3)
        return True

    def _line_reference(self, segment: Segment) -> bool:
        if segment[1] != AUTHORIZATION:
            return False
        self._current_line().authorization = element(segment, 2).strip() or None
        return True

    def _line_pricing(self, segment: Segment) -> bool:
        line = self._current_line()
        line.repriced = self.priced(segment)
        return line.repriced is not None

    def _line_rendering(self, segment: Segment) -> bool:
        line = self._current_line()
        line.rendering_npi = self.npi(segment)
        return line.rendering_npi is not None

    def _line_facility(self, segment: Segment) -> bool:
        line = self._current_line()
        line.facility = site_of(segment)
        return line.facility.npi is not None

    def _line_facility_place(self, segment: Segment) -> bool:
        facility = self._current_line().facility
        assert facility is not None, "the guide lets no address stand before its NM1"
        facility.zip_code = zip_of(element(segment, 3))
        return facility.zip_code is not None

    def _paid_by_other_payer(self, segment: Segment) -> bool:
        line = self._current_line()
        line.other_paid, line.other_left = (line.other_paid or 0) + self.amount(segment, 2), 0
        return True

    def _adjusted_by_other_payer(self, segment: Segment) -> bool:
        left = left_to_patient(self, segment)
        self._current_line().other_left += left
        return left != 0
