"""What is raised can be told: an error takes a sentence, never bare English.

The rule: an exception class of Corridor, and in the core a ValueError, KeyError or the like, takes no f-string and no
literal in words. Classes that derive from AssertionError stay English: only a mistake in the program raises them, and
they are for whoever mends it.
"""

import ast

import pytest

from tests.wording.source import (
    areas,
    arguments,
    calls_of,
    error_classes,
    literal,
    name_of,
    nodes,
    raises,
    unsaid_sentences,
)

EXCEPTIONS = {
    "CatalogueError": "the catalogues themselves are broken: there is nothing to tell it with",
}
BUILT_IN = {"ValueError", "KeyError", "LookupError", "IndexError", "TypeError", "RuntimeError", "OSError"}
FAULTS = {
    "Fault",
    "TableFault",
    "NachaFault",
    "PositivePayFault",
    "JournalFault",
    "StatementFault",
    "BalanceFault",
    "Finding",
    "Misfit",
    "Unfit",
}
"""Faults that are values, and what they are made from."""


def _must_be_told(name: str, area: str) -> bool:
    if name in error_classes():
        return "AssertionError" not in error_classes()[name] and name not in EXCEPTIONS
    return area != "app" and name in BUILT_IN


def _is_bare(node: ast.expr) -> bool:
    """An f-string, or a literal with small letters; codes such as ISA, and empty texts, are no words."""
    text = literal(node)
    return isinstance(node, ast.JoinedStr) or (text is not None and any(letter.islower() for letter in text))


@pytest.mark.parametrize("area", areas())
def test_an_error_takes_no_bare_english(area: str) -> None:
    bare = [
        f"{place} {name_of(call)}"
        for place, call in raises()
        if place.area == area and _must_be_told(name_of(call), area)
        if any(_is_bare(argument) for argument in arguments(call))
    ]
    assert bare == []


@pytest.mark.parametrize("area", sorted(set(areas()) - {"app"}))
def test_nothing_that_is_raised_or_found_wrong_holds_an_unsaid_sentence(area: str) -> None:
    told_errors = [name for name in error_classes() if _must_be_told(name, area)]
    raised = ((place, call) for place, call in raises() if _is_told(call, area))
    refusals = [*raised, *calls_of(*FAULTS, *told_errors)]
    unsaid = [f"{place} {text!r}" for place, call in refusals if place.area == area for text in unsaid_sentences(call)]
    assert unsaid == []


def _is_told(call: ast.Call, area: str) -> bool:
    """Errors that are told, and calls of functions that make one."""
    name = name_of(call)
    return _must_be_told(name, area) or not name[:1].isupper()


def test_the_exceptions_to_the_rule_are_still_there() -> None:
    assert set(EXCEPTIONS) <= set(error_classes())


def test_every_fault_is_known() -> None:
    defined = {(node.name, place.area) for place, node in nodes() if isinstance(node, ast.ClassDef)}
    endings = ("Fault", "Finding", "Misfit", "Unfit")
    assert {name for name, area in defined if name.endswith(endings) and area != "app"} == FAULTS
