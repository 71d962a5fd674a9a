"""One family, run few times: the kernel's lines and those of the whole path are checked against the slow twin."""

import json

import polars as pl
import pytest

from bench.__main__ import main
from bench.family import check_path, the_whole_path
from bench.registry import WrongAnswer


def test_a_family_is_measured_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["family", "--repeat", "20", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows_checked"] == 60 + found["settings"]["lines on the whole path"]
    assert found["settings"]["whole path without the store, milliseconds"] > 0


def test_one_wrong_cent_on_the_whole_path_is_found() -> None:
    path, _ = the_whole_path()
    decided = path()
    wrong = decided.decisions.with_columns(pl.col("copay_cents") + 1)
    with pytest.raises(WrongAnswer, match=r"^the whole path: found "):
        check_path(type(decided)(wrong, decided.accumulators, decided.ready))
