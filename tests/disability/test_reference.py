"""docs/reference/disability-plan.md has a heading for every field of the document, and for nothing else."""

import re
from pathlib import Path

from corridor.disability.schema import DisabilityDocument
from tests.plan.test_reference import field_ways

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "disability-plan.md"


def test_every_field_has_its_heading_and_every_heading_its_field() -> None:
    headings = set(re.findall(r"^### (\S+)$", REFERENCE.read_text("utf-8"), re.M))
    assert headings == field_ways(DisabilityDocument)
