"""The four formulas as OpenFisca-Core has them: variables of a person, amounts as dated parameters."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import Entity
from openfisca_core.model_api import YEAR, Variable, min_
from openfisca_core.parameters import ParameterNode
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

PERIOD = "2026"
PERSON = Entity("person", "persons", "A person", "")


class allowed(Variable):
    value_type = float
    entity = PERSON
    definition_period = YEAR
    label = "Allowed amount of the person's line"


class deductible(Variable):
    value_type = float
    entity = PERSON
    definition_period = YEAR
    label = "What the person pays first"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        return min_(person("allowed", period), parameters(period).deductible)


class copay(Variable):
    value_type = float
    entity = PERSON
    definition_period = YEAR
    label = "Copay of what the deductible leaves"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        return min_(person("allowed", period) - person("deductible", period), parameters(period).copay)


class coinsurance(Variable):
    value_type = float
    entity = PERSON
    definition_period = YEAR
    label = "Share of what deductible and copay leave"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        left = person("allowed", period) - person("deductible", period) - person("copay", period)
        return left * parameters(period).coinsurance


class out_of_pocket(Variable):
    value_type = float
    entity = PERSON
    definition_period = YEAR
    label = "What the person bears, held to the maximum"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        shares = person("deductible", period) + person("copay", period) + person("coinsurance", period)
        return min_(shares, parameters(period).out_of_pocket_maximum)


def system_of(document: dict[str, Any]) -> TaxBenefitSystem:
    """The country package of a plan document: its amounts in the network, from the day that it takes effect."""
    share = document["benefits"][0]["in"]
    amounts = {
        "deductible": document["deductible"]["in"]["individual"],
        "copay": share["copay"],
        "coinsurance": float(share["coinsurance"].removesuffix("%")) / 100,
        "out_of_pocket_maximum": document["out_of_pocket_maximum"]["in"]["individual"],
    }
    system = TaxBenefitSystem([PERSON])
    system.add_variables(allowed, deductible, copay, coinsurance, out_of_pocket)
    dated = {name: {"values": {str(document["effective"]): {"value": value}}} for name, value in amounts.items()}
    system.parameters = ParameterNode("", data=dated)
    return system


def simulation_of(system: TaxBenefitSystem, allowed_cents: NDArray[np.int64]) -> Simulation:
    """A simulation of as many persons, their allowed amounts given."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(allowed_cents)))
    simulation = builder.build(system)
    simulation.set_input("allowed", PERIOD, (allowed_cents / 100).astype(np.float32))
    return simulation


def calculated(simulation: Simulation) -> NDArray[np.float32]:
    """What each person bears, in dollars."""
    found: NDArray[np.float32] = simulation.calculate("out_of_pocket", PERIOD)
    return found
