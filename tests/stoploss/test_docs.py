"""Every field of the contract has its heading in the reference."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from corridor.stoploss.contract import Aggregate, Contract, Cover, Policy, Specific

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "stoploss-contract.md").read_text("utf-8")


@pytest.mark.parametrize("model", [Contract, Policy, Cover, Specific, Aggregate])
def test_every_field_has_its_heading(model: type[BaseModel]) -> None:
    headings = set(re.findall(r"^### (\w+)$", TEXT, flags=re.MULTILINE))
    assert set(model.model_fields) <= headings
