"""What another payer did with a claim or a line, as its segments say it."""

from corridor.edi.reading import Segment, SegmentReader
from corridor.edi.x12.interchange import element

PATIENT, COST_SHARE = "PR", ("1", "2", "3")
"""CAS01 and the reasons of deductible, coinsurance and copay: with what was paid they make up what was allowed."""

_FIRST_REASON, _TRIPLE = 2, 3


def left_to_patient(reader: SegmentReader, segment: Segment) -> int:
    """Cents of a CAS that another payer allowed and left to the patient, in CAS02 and CAS03 and the triples after."""
    if segment[1] != PATIENT:
        return 0
    reasons = range(_FIRST_REASON, len(segment), _TRIPLE)
    return sum(reader.amount(segment, at + 1) for at in reasons if element(segment, at) in COST_SHARE)
