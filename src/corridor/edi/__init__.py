"""X12 files in and out: syntax in x12/, one folder per transaction."""

from corridor.edi.dispatch import read
from corridor.edi.kinds import recognise
from corridor.edi.reading import Reading, SegmentCount
from corridor.edi.x12.errors import EdiError

__all__ = ["EdiError", "Reading", "SegmentCount", "read", "recognise"]
