"""Every field of a network contract has its heading in the reference, and the example is a contract."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from corridor.claims.pricing import contract, methods
from corridor.claims.pricing.contract import ContractDocument, PriceLine, PriceMatch, load_network_contract
from corridor.plan.document import Strict
from corridor.plan.match import Match

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "reference" / "network-contract.md").read_text("utf-8")
MODELS = [
    model
    for module in (contract, methods)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, Strict) and model.__module__ == module.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_its_heading(model: type[BaseModel]) -> None:
    headings = set(re.findall(r"^### (\w+)$", TEXT, flags=re.MULTILINE))
    assert set(model.model_fields) - set(Match.model_fields) <= headings


def test_the_models_are_found() -> None:
    assert {ContractDocument, PriceLine, PriceMatch, methods.Drg} <= set(MODELS)


def test_the_example_is_a_contract() -> None:
    example = load_network_contract(ROOT / "plans" / "networks" / "ppo.yaml")
    assert len(example.versions) == 2
    assert example.versions[-1].terms.lines[-1].match.model_fields_set == set()
