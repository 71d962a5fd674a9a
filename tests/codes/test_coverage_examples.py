"""The coverage examples: their lines add up to the published totals, and say which amounts are published."""

import re

from corridor.codes.code_shapes import PROCEDURE_NEVER, PROCEDURE_SHAPE, REVENUE_SHAPE
from corridor.codes.coverage_examples import coverage_examples
from corridor.codes.lists import read_list
from corridor.codes.place_of_service import place_of_service_names
from corridor.records.claims import PROVIDERS_KINDS
from corridor.reports.coverage_summary.words import CATEGORIES_SAID, EXAMPLES_SAID


def test_lines_add_up_to_the_published_totals() -> None:
    totals = {example.name: example.total_cents for example in coverage_examples()}
    assert totals == {"peg": 12_700_00, "joe": 5_600_00, "mia": 2_800_00}
    for example in coverage_examples():
        assert sum(line.allowed_cents for line in example.lines) == example.total_cents


def test_what_is_our_own_says_so() -> None:
    for example in coverage_examples():
        bases = {row["basis"] for row in read_list("coverage_example_lines") if row["example"] == example.name}
        assert bases == ({"published", "split"} if example.is_published else {"own"})
        assert example.is_published or "not found published" in example.source


def test_codes_are_well_formed() -> None:
    for line in (line for example in coverage_examples() for line in example.lines):
        assert line.kind in PROVIDERS_KINDS
        assert line.place_of_service is None or line.place_of_service in place_of_service_names()
        assert line.revenue_code is None or re.search(REVENUE_SHAPE, line.revenue_code)
        if line.procedure_code is not None:
            assert re.search(PROCEDURE_SHAPE, line.procedure_code)
            assert not re.search(PROCEDURE_NEVER, line.procedure_code)
        assert line.procedure_code or line.revenue_code
        assert 0 <= line.day < 365


def test_every_category_and_example_has_words() -> None:
    assert {line.category for example in coverage_examples() for line in example.lines} == set(CATEGORIES_SAID)
    assert {example.name for example in coverage_examples()} == set(EXAMPLES_SAID)
