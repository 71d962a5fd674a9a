"""Every template of the source has its Turkish, and every Turkish template is that of the source."""

import re
import tomllib
from pathlib import Path

import pytest

from corridor.plan import yaml_problems
from corridor.tables import toml_problems
from corridor.tables.map import TABLES
from corridor.wording.catalogue import catalogue
from tests.wording.source import ROOT, areas, placeholders, templates, texts

SAME_IN_BOTH = {
    "{what}: {day}",
    "{what}: {moment}",
    "{count}: {reason}",
    "{what}: {value} {unit} ({source})",
    "{value}",
    "days_to_payment {days}",
    "segment {number}",
    "plan",
    "Disk",
    "{file}: {size} MB",
    "{role}: {email}",
    "{sponsor}: {fault}",
    "  {command}   {what}",
}
"""Templates of names and signs only, and words that Turkish writes as English does."""

CLICK_AND_HELP = {"help.toml", "click.toml"}
"""Help, and messages of click: their sentences are put together elsewhere, and tests/app/cli holds them."""

CATALOGUES = sorted((ROOT / "wording" / "tr").glob("*.toml"))


@pytest.mark.parametrize("area", areas())
def test_every_template_is_a_literal(area: str) -> None:
    assert [str(place) for place, template in templates() if template is None and place.area == area] == []


@pytest.mark.parametrize("area", areas())
def test_every_template_has_its_turkish(area: str) -> None:
    turkish = catalogue("tr")
    english = {template for place, template in templates() if place.area == area and template is not None}
    missing = {template for template in english - SAME_IN_BOTH if turkish.get(template, template) == template}
    assert missing == set()


def test_what_is_the_same_in_both_languages_is_still_said() -> None:
    assert {template for _, template in templates()} >= SAME_IN_BOTH
    assert {template for template in SAME_IN_BOTH if catalogue("tr").get(template, template) != template} == set()


def test_the_meaning_of_each_column_that_a_table_must_have_is_told() -> None:
    meanings = {column.explained for table in TABLES.values() for column in table.columns if not column.nullable}
    assert {str(meaning) for meaning in meanings if meaning.told("tr") == meaning} == set()


def test_what_the_readers_of_yaml_and_toml_say_is_told() -> None:
    problems = {*yaml_problems.PROBLEMS, *toml_problems.PROBLEMS}
    assert {problem for problem in problems if catalogue("tr").get(problem, problem) == problem} == set()


def test_what_was_found_and_what_was_expected_are_told_in_one_form() -> None:
    both = {key: value for key, value in catalogue("tr").items() if re.search(r"\bfound\b.*, expected\b", key)}
    assert len(both) > 100
    assert {key for key, value in both.items() if not re.search(r"\bbulunan.*: .*, beklenen.*: ", value)} == set()


def _margins(text: str) -> tuple[int, int]:
    """How many blanks a text begins and ends with."""
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda path: path.stem)
def test_a_turkish_template_has_the_facts_of_the_english_one(file: Path) -> None:
    entries = tomllib.loads(file.read_text("utf-8"))
    assert entries
    assert {key: value for key, value in entries.items() if placeholders(key) != placeholders(value)} == {}
    assert {key for key, value in entries.items() if not value.strip() or _margins(key) != _margins(value)} == set()


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda path: path.stem)
def test_no_catalogue_tells_what_nobody_says(file: Path) -> None:
    if file.name in CLICK_AND_HELP:
        return
    entries = tomllib.loads(file.read_text("utf-8"))
    docstrings = "\n".join(" ".join(text.split()) for text in texts() if "\n" in text or text.endswith("."))
    assert {key for key in entries if key not in texts() and key not in docstrings} == set()
