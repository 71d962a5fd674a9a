"""Every value of every example document: with its clause, in words of both languages, in a unit that pages know."""

from itertools import pairwise
from pathlib import Path

import pytest

from corridor.app.services.clauses import words
from corridor.app.services.clauses.held import HeldDocument, held_document
from corridor.app.services.clauses.stated import Stated
from corridor.app.services.document_kinds import recognised
from corridor.app.services.documents import DISABILITY_PLAN, PLAN, SourceDocument
from corridor.app.web.templatetags.claim_words import _STATED as UNITS_OF_PAGES
from corridor.wording.said import Said, told

PLANS = Path(__file__).parents[4] / "plans"
FILES = sorted(
    path
    for path in PLANS.rglob("*.yaml")
    if path.parent.name not in ("networks", "banking") and path.name != "agreement.yaml"
)
"""Network contracts have no page, layouts of cheque files no clauses; agreements are held elsewhere."""


def _held(path: Path) -> HeldDocument:
    content = path.read_bytes()
    is_disability = b"product: disability" in content
    source = SourceDocument(DISABILITY_PLAN, path.name, content) if is_disability else recognised(path.name, content)
    return held_document(source)


def _stated(document: HeldDocument) -> list[Stated]:
    return [one for version in document.versions for one in version.stated]


def _names(path: tuple[str, ...]) -> set[str]:
    """Names of benefits, limits and the like, and codes of procedures, stand for themselves."""
    named = ("benefits", "limits", "separate_deductibles", "separate_maximums", "procedures")
    return {part.replace("_", " ") for before, part in pairwise(path) if before in named}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_has_a_clause_words_and_a_unit(path: Path) -> None:
    document = _held(path)
    stated = _stated(document)
    assert stated
    for one in stated:
        assert one.clause.number
        assert words.unit(one) in UNITS_OF_PAGES
        what = words.what(one)
        is_level = isinstance(what, str) and what.isupper()
        assert is_level or (isinstance(what, Said) and told(what, "tr") != str(what)), one.path
        for part in words.where(one):
            assert part in _names(one.path) or isinstance(part, Said), one.path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_value_says_whom_a_laser_is_about(path: Path) -> None:
    document = _held(path)
    assert not any("member" in one.path for one in _stated(document))


def test_plans_quote_every_clause() -> None:
    for path in FILES:
        document = _held(path)
        if document.kind in (PLAN, DISABILITY_PLAN):
            assert all(one.clause.text for one in _stated(document)), path.name


def test_an_amended_value_rests_on_the_amendment_from_its_day_on() -> None:
    first, second = _held(PLANS / "ppo.yaml").versions
    path = ("deductible", "in", "individual")
    before, after = (next(one for one in version.stated if one.path == path) for version in (first, second))
    assert (before.value, before.clause.number, before.amends) == (50_000, "3.1", "")
    assert (after.value, after.clause.number, after.amends) == (75_000, "Amendment 1", "3.1")
    assert (first.amended_by, second.amended_by) == (None, after.clause)
    assert first.effective_to_exclusive == second.effective_from


def test_a_benefit_that_is_not_covered_says_only_that() -> None:
    (version, _) = _held(PLANS / "ppo.yaml").versions
    stated = [one for one in version.stated if one.path[:3] == ("benefits", "medical_equipment", "out")]
    assert [(one.path[-1], one.value) for one in stated] == [("covered", False)]


def test_rates_of_the_arrangement_are_versions_of_their_clause() -> None:
    premium = [
        (str(version.effective_from), one.value, one.clause.number)
        for version in _held(PLANS / "meridian" / "arrangement.yaml").versions
        for one in version.stated
        if one.path[0] == "stop_loss_premium"
    ]
    assert premium == [
        ("2024-01-01", 19_000, "Policy schedule 3"),
        ("2025-01-01", 20_800, "Policy schedule 3"),
        ("2026-01-01", 22_900, "Policy schedule 3"),
    ]
