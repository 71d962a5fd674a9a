"""What a checked model finds wrong in its data, in this project's words instead of pydantic's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from corridor.wording.said import Said, said

Location = tuple[str | int, ...]
"""Way from the top of a document to a value: field names and list positions."""


@dataclass(frozen=True)
class Finding:
    """A fault whose line is not known yet: `location` leads to the value."""

    location: Location
    found: str
    expected: str


class Unfit(ValueError):
    """A value that a validator refuses: what it found there, and what it expected."""

    def __init__(self, found: str, expected: str):
        self.found, self.expected = found, expected
        super().__init__(said("found {found}, expected {expected}", found=found, expected=expected))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.found, self.expected)


def findings_of(error: ValidationError) -> list[Finding]:
    """What pydantic found wrong."""
    # A list whose values are wrong is reported as too short as well: the values it holds are the fault.
    return [_finding(item) for item in error.errors() if not (item["type"] == "too_short" and item["input"])]


def expected_by(item: Any) -> str:
    """What pydantic expected, of one of the errors that it lists."""
    say = _EXPECTED.get(item["type"])
    return say(item.get("ctx", {})) if say else str(item["msg"]).removeprefix("Input should be ")


def _finding(item: Any) -> Finding:
    found, expected = _found_and_expected(item, item.get("ctx", {}))
    return Finding(tuple(item["loc"]), found, expected)


def _found_and_expected(item: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    if item["type"] == "missing":
        return said("nothing"), said("a value")
    if item["type"] == "extra_forbidden":
        return said("a field of that name"), said("only fields that the schema knows")
    if "found" in context:  # a misfit of a whole model, with a place of its own
        return context["found"], context["expected"]
    if isinstance(reason := context.get("error"), Unfit):  # of one value, from its validator
        return reason.found, reason.expected
    return _shown(item.get("input")), expected_by(item)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return said("a mapping of {count}", count=len(value))
    if isinstance(value, list):
        return said("a list of {count}", count=len(value))
    if value is None or isinstance(value, (bool, int, float, date)):
        return str(value)
    return repr(value)[:60]


def _said_by_us(context: Mapping[str, Any]) -> str:
    """A validator of ours raises ValueError with what it expected."""
    error = context["error"]
    return error.args[0] if error.args and isinstance(error.args[0], Said) else str(error)


def _one_of(context: Mapping[str, Any]) -> Said:
    """pydantic joins the values that it allows: `'a', 'b' or 'c'`."""
    others, _, last = str(context["expected"]).rpartition(" or ")
    return said("{others} or {last}", others=others, last=last) if others else said("{value}", value=last)


def _a_mapping(_: Mapping[str, Any]) -> Said:
    return said("a mapping")


def _a_list(_: Mapping[str, Any]) -> Said:
    return said("a list")


def _a_date(_: Mapping[str, Any]) -> Said:
    return said("a date such as 2026-01-31")


def _a_whole_number(_: Mapping[str, Any]) -> Said:
    return said("a whole number")


_EXPECTED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "value_error": _said_by_us,
    "literal_error": _one_of,
    "model_type": _a_mapping,
    "model_attributes_type": _a_mapping,
    "dict_type": _a_mapping,
    "list_type": _a_list,
    "tuple_type": _a_list,
    "too_short": lambda _: said("at least one value"),
    "string_type": lambda _: said("text, in quotes where it looks like a number or a date"),
    "string_too_short": lambda _: said("some text"),
    "string_too_long": lambda c: said("String should have at most {count} characters", count=c["max_length"]),
    "string_pattern_mismatch": lambda c: said("String should match pattern '{pattern}'", pattern=c["pattern"]),
    "bool_type": lambda _: said("true or false"),
    "bool_parsing": lambda _: said("true or false"),
    "int_type": _a_whole_number,
    "int_parsing": _a_whole_number,
    "int_parsing_size": _a_whole_number,
    "int_from_float": _a_whole_number,
    "finite_number": _a_whole_number,
    "greater_than": lambda c: said("greater than {limit}", limit=c["gt"]),
    "greater_than_equal": lambda c: said("greater than or equal to {limit}", limit=c["ge"]),
    "less_than": lambda c: said("less than {limit}", limit=c["lt"]),
    "less_than_equal": lambda c: said("less than or equal to {limit}", limit=c["le"]),
    "date_type": _a_date,
    "date_parsing": _a_date,
    "date_from_datetime_parsing": _a_date,
    "date_from_datetime_inexact": _a_date,
}
"""Kind of pydantic's error -> what it expected; tests/wording holds that our documents meet no other kind."""
