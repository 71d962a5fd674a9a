"""Entries in batches, one by one, by many writers, and django-hordak's: counted and added up after each."""

import argparse

import pytest

from bench.ledger import measure

pytestmark = pytest.mark.soak


def test_the_ledger_is_measured_and_checked() -> None:
    asked = argparse.Namespace(batches=3, size=20_000, singles=100, writers=32, each=10)
    found = measure(asked)
    assert found.rows_checked == 2 * (4 * 20_000 + 120 + 322)
    assert found.settings["synchronous_commit"] == "on"
    assert found.figure > 2 * found.yardstick_figure
