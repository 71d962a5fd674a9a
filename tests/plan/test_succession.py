"""From which day of service two documents of one plan decide differently."""

from datetime import date
from pathlib import Path

import pytest

from corridor.plan.load import load_plan
from corridor.plan.succession import differs_from
from corridor.plan.versions import Plan

PPO = (Path(__file__).parents[2] / "plans" / "ppo.yaml").read_text("utf-8")
HELD_TO = {date(2026, 5, 1): 30, date(2027, 1, 1): 40}


def ppo(amendments: dict[date, int], text: str = PPO) -> Plan:
    """The example plan with office visits at other prices from given days on."""
    more = "".join(
        f"  - effective: {day}\n    clause: From {day}\n    text: An office visit costs more.\n"
        f"    changes: {{benefits.primary_care.in.copay: {copay}}}\n"
        for day, copay in amendments.items()
    )
    return load_plan((text + more).encode(), "ppo.yaml")


def test_the_same_plan_differs_nowhere_whatever_its_comments() -> None:
    assert differs_from(ppo(HELD_TO), ppo(HELD_TO, f"# A comment.\n{PPO}")) is None


@pytest.mark.parametrize(
    ("was", "now", "from_day"),
    [
        ({}, HELD_TO, date(2026, 5, 1)),
        (HELD_TO, {}, date(2026, 5, 1)),
        ({date(2026, 5, 1): 30}, HELD_TO, date(2027, 1, 1)),
        (HELD_TO, {date(2026, 5, 1): 35, date(2027, 1, 1): 40}, date(2026, 5, 1)),
        (HELD_TO, {date(2026, 7, 1): 30, date(2027, 1, 1): 40}, date(2026, 5, 1)),
        (HELD_TO, {date(2026, 3, 1): 30, date(2027, 1, 1): 40}, date(2026, 3, 1)),
    ],
)
def test_an_amendment_counts_from_its_day(was: dict[date, int], now: dict[date, int], from_day: date) -> None:
    assert differs_from(ppo(was), ppo(now)) == from_day


def test_a_corrected_plan_differs_from_its_first_day() -> None:
    corrected = PPO.replace("name: ", "name: New ", 1)
    assert differs_from(ppo({}), ppo({}, corrected)) == ppo({}).versions[0].effective_from


def test_a_plan_that_comes_or_goes_differs_from_its_first_day() -> None:
    plan = ppo({})
    first = plan.versions[0].effective_from
    assert (differs_from(None, plan), differs_from(plan, None), differs_from(None, None)) == (first, first, None)
