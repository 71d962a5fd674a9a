"""The letter as a tagged PDF (PDF/UA-1), set by Typst with its own fonts."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files

import typst

from corridor.reports.overpayment_letter.letter import Letter


def pdf_of(letter: Letter, written_on: date) -> bytes:
    """The PDF; the same letter makes the same bytes."""
    made = typst.compile(
        _template(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(asdict(letter), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.combine(written_on, time(), UTC),
    )
    assert isinstance(made, bytes), "one document makes one PDF"
    return made


@cache
def _template() -> bytes:
    return (files(__package__) / "letter.typ").read_bytes()
