"""The page about the overview names the postings that the program sums."""

import re
from pathlib import Path

from corridor.app.services.overview.codes import FigureCode
from corridor.app.services.overview.selections import LESS_BUDGET, SELECTIONS
from corridor.app.web.overview.words import ADJUSTMENTS

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "overview.md"
_ROW = re.compile(r"^\| [^|]+ \| `(\w+)` \| ([\d, ]+) \| ([^|]+) \| ([^|]+?) \|", re.MULTILINE)


def rows() -> list[tuple[str, set[str], str, str]]:
    """Code, accounts, entries and sign of every figure, as the page has them."""
    found = _ROW.findall(PAGE.read_text("utf-8"))
    return [(code, set(accounts.split(", ")), entries, counted) for code, accounts, entries, counted in found]


def test_every_figure_is_there() -> None:
    assert {code for code, *_ in rows()} == set(FigureCode)


def test_a_figure_is_the_sum_that_the_page_names() -> None:
    for code, accounts, entries, counted in rows():
        if code in SELECTIONS:
            selection = SELECTIONS[FigureCode(code)]
            assert accounts == set(selection.accounts), code
            assert entries == (f"`{selection.kinds[0]}`" if selection.kinds else "all"), code
            sign = "sum" if selection.sign == 1 else "sign turned"
            assert counted == sign + (", plus the budget" if code in LESS_BUDGET else ""), code


def test_every_adjustment_is_named() -> None:
    named = set(re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    assert named == set(ADJUSTMENTS) - {"budget"}
