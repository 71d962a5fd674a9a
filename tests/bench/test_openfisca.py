"""The kernel beside OpenFisca-Core, run tiny: both bear the same, and a difference is found."""

import json

import numpy as np
import pytest
import yaml

from bench.__main__ import main
from bench.openfisca import DOCUMENT, compare, lines_of_persons
from bench.openfisca_plan import calculated, simulation_of, system_of
from bench.registry import WrongAnswer
from corridor.adjudication.run import live
from corridor.plan.compile import compile_plans
from corridor.plan.load import load_plan

ALLOWED = np.array([0, 1, 500_00, 520_00, 530_01, 1_000_00, 8_230_00, 50_000_00])


def test_both_are_measured_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openfisca", "--persons", "2000", "--repeat", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows_checked"] == 2_000
    assert found["settings"]["largest difference, dollars"] <= 0.005


def test_what_the_four_formulas_say() -> None:
    system = system_of(yaml.safe_load(DOCUMENT.read_text("utf-8")))
    borne = calculated(simulation_of(system, ALLOWED))
    assert borne.dtype == np.float32
    assert borne.round(2).tolist() == np.array([0, 0.01, 500, 520, 530, 624, 2_000, 2_000], np.float32).tolist()


def test_one_wrong_cent_is_found() -> None:
    plan = compile_plans([load_plan(DOCUMENT.read_bytes(), DOCUMENT.name)]).arrays
    outcome, _ = live(plan, *lines_of_persons(ALLOWED))
    theirs = calculated(simulation_of(system_of(yaml.safe_load(DOCUMENT.read_text("utf-8"))), ALLOWED))
    compare(outcome, theirs)
    outcome.copay_cents[5] += 1
    with pytest.raises(WrongAnswer, match=r"^person 5: the kernel found 624\.01, "):
        compare(outcome, theirs)
