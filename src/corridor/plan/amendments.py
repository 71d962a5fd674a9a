"""Changes that an amendment makes: a way to a value, and the value that stands there from now on."""

import copy
from typing import Any

from corridor.plan.findings import Location, Unfit
from corridor.plan.sections import Amendment
from corridor.wording.said import listed, said

UNCHANGEABLE = ("code", "product", "effective", "plan_year_start", "amendments")
"""What makes a plan this plan: another value is another plan."""


class ChangeError(Unfit):
    """A change that leads nowhere."""


def apply_change(data: dict[str, Any], path: str, value: Any) -> None:
    """Set the value that `path` leads to, e.g. `deductible.in.individual` or `benefits.primary_care.in.copay`.

    A part names a field, or an item of a list by its `name`. Raises ChangeError where the way breaks off.
    """
    *way, last = path.split(".")
    if (way or [last])[0] in UNCHANGEABLE:
        raise ChangeError(said("a change of it"), said("it unchanged: another value is another plan"))
    node: Any = data
    for part in way:
        node = node[_key(node, part)]
    node[_key(node, last, may_be_new=True)] = copy.deepcopy(value)


def _key(node: Any, part: str, *, may_be_new: bool = False) -> Any:
    if isinstance(node, list):
        names = [item.get("name") if isinstance(item, dict) else None for item in node]
        if part not in names:
            raise ChangeError(said("no item named {name}", name=part), said("one of {allowed}", allowed=listed(names)))
        return names.index(part)
    if not isinstance(node, dict):
        raise ChangeError(repr(node), said("a mapping with a field {name}", name=part))
    if part not in node and not may_be_new:
        raise ChangeError(said("no field {name}", name=part), said("one of {allowed}", allowed=listed(node)))
    return part


def named_path(data: Any, location: Location) -> str:
    """The way that an amendment would write for `location` in `data`: items of a list by name where they have one."""
    parts = []
    for part in location:
        data = _inner(data, part)
        is_named = isinstance(part, int) and isinstance(data, dict) and "name" in data
        parts.append(str(data["name"]) if is_named else str(part))
    return ".".join(parts)


def location_of(path: str, location: Location, amendments: tuple[Amendment, ...]) -> Location:
    """Where the value that `path` leads to stands in the document once `amendments` hold.

    The change that last set it or part of it; `location`, the text of the plan, where none did.
    """
    for position in range(len(amendments) - 1, -1, -1):
        for change in amendments[position].changes:
            if overlap(path, change):
                return ("amendments", position, "changes", change)
    return location


def overlap(path: str, change: str) -> bool:
    """Whether one of the two leads to, or through, what the other leads to."""
    return f"{path}.".startswith(f"{change}.") or f"{change}.".startswith(f"{path}.")


def _inner(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data):
        return data[part]
    return None
