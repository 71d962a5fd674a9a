"""`corridor codes`: our wording of adjustment codes, an official list in its place, and back."""

from pathlib import Path

import pytest

from corridor.app.services import code_lists
from tests.app.cli.conftest import Corridor


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home for code lists that no other test reads."""
    monkeypatch.setattr(code_lists, "home_folder", lambda: tmp_path / "home")


def test_a_list_is_loaded_shown_and_removed(corridor: Corridor, tmp_path: Path) -> None:
    file = tmp_path / "carc.csv"
    file.write_text("Code,Description\n1,Words of the publisher\n", "utf-8")
    loaded = corridor("codes", "load", "carc", str(file))
    assert (loaded.code, loaded.out) == (0, "carc.csv: 1 codes are shown as this list words them\n")
    [first] = [row for row in corridor("codes", "list", "--json").data if (row["list"], row["code"]) == ("carc", "1")]
    assert first == {"list": "carc", "code": "1", "text": "Words of the publisher", "is_official": True}
    assert "muafiyet" in corridor("codes", "list", "--lang", "tr").out
    assert corridor("codes", "remove", "carc").out == "carc: our own wording is shown again\n"
    assert "Words of the publisher" not in corridor("codes", "list").out


def test_a_list_that_cannot_be_used_is_one_line_and_an_exit_code(corridor: Corridor, tmp_path: Path) -> None:
    file = tmp_path / "carc.csv"
    file.write_text("number\n", "utf-8")
    ran = corridor("codes", "load", "carc", str(file))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("carc.csv, header: found none of them, expected a column code")
    assert corridor("codes", "remove", "rarc").code == 1
