"""Published statutory figures by the call that a user makes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.codes.statutory import statutory_cents

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "statutory_figures.yaml").read_text("utf-8"))
SHARED = HERE / ".." / ".." / ".." / "shared" / "cases"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_figures_are_the_published_ones(case: dict[str, Any]) -> None:
    for year, figures in case["expected"].items():
        found = {name: statutory_cents(case["names"][name], date(year, 1, 1)) for name in figures}
        assert found == {name: dollars * 100 for name, dollars in figures.items()}


def test_every_collected_case_of_these_topics_is_restated() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    restated = {case["case"]: case["expected"] for case in CASES}
    for path in [*SHARED.glob("aca_*.json"), *SHARED.glob("hdhp_*.json")]:
        expected = json.loads(path.read_text("utf-8"))["expected"]
        assert {str(year): figures for year, figures in restated[path.stem].items()} == expected
