"""Published prices by the way a user asks for them: a contract, reference tables and a service."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.book.pricing import price_claims, service
from corridor.claims.pricing.tables import PriceTables
from corridor.records.reference import ANAESTHESIA_BASES, RELATIVE_VALUES

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "pricing_published.yaml").read_text("utf-8"))
SHARED = HERE / ".." / ".." / ".." / "shared" / "cases"
FROM = {"effective_from": date(2010, 1, 1)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_contract_gives_the_published_price(case: dict[str, Any], tmp_path: Path) -> None:
    contract = tmp_path / "contract.yaml"
    contract.write_text(
        "code: CASE\nname: case\neffective: 2010-01-01\nlines:\n"
        f"  - {{name: only, clause: '1', text: t, {case['line']}}}\n",
        "utf-8",
    )
    asked = service(service_from=date(2010, 7, 1), charge_cents=10**9, **case["service"])
    [line] = price_claims(contract, asked, tables_of(case))
    assert line.price_cents is not None
    assert Decimal(line.price_cents) / 100 == Decimal(str(case["expect"]["price"]))


def tables_of(case: dict[str, Any]) -> PriceTables:
    values = [hundredths(case["values"]) | FROM] if "values" in case else []
    bases = [case["bases"] | FROM] if "bases" in case else []
    return PriceTables(relative_values=RELATIVE_VALUES.from_rows(values), bases=ANAESTHESIA_BASES.from_rows(bases))


def hundredths(row: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value * 100) if name != "code" else value for name, value in row.items()}


def test_every_collected_price_is_restated() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    links = {case["case"]: case["link"] for case in CASES}
    collected = list(SHARED.glob("price_*.json"))
    assert collected
    for path in collected:
        assert links[path.stem] in json.loads(path.read_text("utf-8"))["source"], path.stem
