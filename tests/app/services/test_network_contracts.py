"""A network contract through the whole job: prices, an amendment into the past, the explanation, verify."""

from datetime import date
from typing import Any

import pytest

from corridor.adjudication.wording import step_text
from corridor.app.services.amend import Amended, amend
from corridor.app.services.document_kinds import recognised
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from tests.app.conftest import Shop, claim_row, claims_csv

ON = date(2026, 4, 1)
CONTRACT = """code: PPO
name: Example network
effective: 2026-01-01
ends: 2027-01-01
lines:
  - {name: all, clause: "A.1", text: Half of charges., percent_of_charge: {percent: 50%}}
"""
AMENDED = (
    CONTRACT
    + """amendments:
  - effective: 2026-03-01
    clause: "A1"
    text: From March on less.
    changes: {lines.all.percent_of_charge.percent: 40%}
"""
)
PROVIDERS = """npi,network,contract,effective_from
1000000004,in,PPO,2026-01-01
1000000005,in,,2026-01-01
"""
CLAIMS = claims_csv(
    claim_row("A1", "80053", "600", network=""),
    claim_row("A2", "80053", "600", service="2026-03-02", received="2026-03-09", network=""),
    claim_row("B1", "80053", "600", subscriber="E2", member="E2", network=""),
    claim_row("B2", "80053", "600", subscriber="E2", member="E2", service="2026-03-05", received="2026-03-09",
              npi="1000000005", network=""),
)  # fmt: skip


def add(shop: Shop, text: str, **options: Any) -> Amended:
    return amend(shop.code, [recognised("ppo.yaml", text.encode())], ON, **options)


@pytest.fixture
def priced(shop: Shop) -> Shop:
    """A shop with a contract, its providers, and claims of two families; in March only one is the contract's."""
    add(shop, CONTRACT)
    shop.load("providers.csv", PROVIDERS, ON)
    shop.load("claims.csv", CLAIMS, ON)
    return shop


def allowed(shop: Shop) -> dict[str, int]:
    rows = shop.rows(
        "select distinct on (d.claim_number) claim_id, allowed_cents from decision d join claim c using (claim_number)"
        " order by d.claim_number, version desc"
    )
    return dict(rows)


def test_the_contract_prices_its_providers(priced: Shop) -> None:
    assert allowed(priced) == {"A1": 30_000, "A2": 30_000, "B1": 30_000, "B2": 60_000}
    assert verify(priced.code).agrees


def test_an_amendment_decides_again_the_families_that_it_prices(priced: Shop) -> None:
    done = add(priced, AMENDED)
    assert (done.counts["families_touched"], done.counts["claims_redecided"]) == (1, 1)
    assert allowed(priced) == {"A1": 30_000, "A2": 24_000, "B1": 30_000, "B2": 60_000}
    assert verify(priced.code).agrees
    undo(priced.code, NamedFile("ppo.yaml", AMENDED.encode()), ON)
    assert allowed(priced)["A2"] == 30_000


def test_the_explanation_names_the_line_of_the_contract(priced: Shop) -> None:
    [line] = explain(priced.code, "A1").lines
    told = step_text(line.steps[0], "en")
    assert told.startswith("Contract PPO, line all (clause A.1), a share of the charge: 300.00.")
    assert told.endswith("(600.00 x 50% = 300.00)")


def test_a_provider_whose_contract_has_ended(priced: Shop) -> None:
    late = claims_csv(claim_row("A3", "80053", "600", service="2027-01-01", received="2027-01-05", network=""))
    priced.load("late.csv", late, date(2027, 1, 6))
    assert priced.decided()["A3", 1] == ("contract_not_in_force", 0)
