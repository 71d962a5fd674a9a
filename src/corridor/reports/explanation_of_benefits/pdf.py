"""The notice as a tagged PDF (PDF/UA-1): the same sheet, set by Typst.

Only the fonts that Typst carries are used, none of the machine's: a page looks the same everywhere.
"""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Final

import typst

from corridor.reports.explanation_of_benefits.sheet import Sheet

STANDARD: Final = "ua-1"


def pdf_of(sheet: Sheet, noticed_on: date) -> bytes:
    """The PDF. The same sheet makes the same bytes: noticed_on is the day that the file says it was made."""
    made = typst.compile(
        _template(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(asdict(sheet), ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=datetime.combine(noticed_on, time(), UTC),
    )
    assert isinstance(made, bytes), "one document makes one PDF"
    return made


@cache
def _template() -> bytes:
    return (files(__package__) / "sheet.typ").read_bytes()
