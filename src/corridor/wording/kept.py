"""What was said, kept as data, so that a later reader is told it in the language of that day."""

from collections.abc import Mapping
from typing import Any

from corridor.wording.said import Listed, Said, listed


def kept(value: Any) -> Any:
    """`value` as JSON holds it: a sentence as its template and facts; what is no sentence as it is."""
    if isinstance(value, Listed):
        return {"separator": value.template, "parts": [kept(part) for part in value.facts.values()]}
    if isinstance(value, Said):
        return {"template": value.template, "facts": {name: kept(fact) for name, fact in value.facts.items()}}
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def said_again(value: Any) -> Any:
    """The sentence that `kept` made data of."""
    if isinstance(value, Mapping) and "template" in value:
        return Said(value["template"], {name: said_again(fact) for name, fact in value["facts"].items()})
    if isinstance(value, Mapping):
        return listed([said_again(part) for part in value["parts"]], value["separator"])
    return value
