"""Sixteen writers with a thousand claims each: as one after another, and faster with a family each."""

import argparse

import pytest

from bench.writers import measure

pytestmark = pytest.mark.soak


def test_sixteen_writers_race() -> None:
    found = measure(argparse.Namespace(writers=16, claims=1_000))
    assert found.settings["accumulators equal a serial run"]
    assert found.settings["accumulators beyond a deductible"] == 0
    assert found.figure >= 1.5 * found.yardstick_figure
