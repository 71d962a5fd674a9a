"""Whether a document may take the place of the one that stands: what is in force in it is never edited.

What may come is added: an amendment, a policy, a rate, each from its own day, which may lie in the past. A correction
may rewrite the rest, where the document was written down wrongly; never what makes it this document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.app.services.document_kinds import checked_data
from corridor.app.services.documents import (
    ARRANGEMENT,
    DISABILITY_PLAN,
    NETWORK_CONTRACT,
    PLAN,
    STOP_LOSS,
    SourceDocument,
)
from corridor.plan.document import DocumentError, read_document
from corridor.plan.findings import Finding, Location
from corridor.wording.said import Said, said

Data = dict[str, Any]


@dataclass(frozen=True)
class _Stands:
    """A value that is in force: where it stands in the old document and in the new one, and what it is in each."""

    was_at: Location
    now_at: Location
    was: Any
    now: Any


IDENTITY = {
    PLAN: ("code", "product", "effective", "plan_year_start"),
    DISABILITY_PLAN: ("code", "effective", "plan_year_start"),
    STOP_LOSS: ("code", "currency"),
    NETWORK_CONTRACT: ("code", "effective"),
    ARRANGEMENT: ("sponsor.code", "sponsor.currency", "sponsor.time_zone"),
}
"""What makes a document this one: another value is another plan, contract or sponsor."""
_NOTHING = object()


def check_successor(was: SourceDocument, now: SourceDocument, as_of: date, *, is_correction: bool) -> None:
    """Refuse `now` in the place of `was` where it edits what is in force on `as_of`.

    Raises DocumentError: the first value that differs, its line in the new file, what was expected.
    """
    before, after = checked_data(was), checked_data(now)
    for way in IDENTITY[now.kind]:
        location = tuple(way.split("."))
        if _at(before, location) != _at(after, location):
            value = _shown(was, location)
            raise _fault(now, location, said("{value}: another value is another document", value=value))
    if is_correction:
        return
    for stands in _IN_FORCE[now.kind](before, after, as_of):
        if (way_on := _first_difference(stands.was, stands.now)) is not None:
            expected = said(
                "{value}, as in the document in force: add a change from a day on, or correct what was written down "
                "wrongly with --correct",
                value=_shown(was, (*stands.was_at, *way_on)),
            )
            raise _fault(now, (*stands.now_at, *way_on), expected)


def _fault(now: SourceDocument, location: Location, expected: Said) -> DocumentError:
    document = read_document(now.content, now.name)
    return DocumentError([document.fault(Finding(location, _shown(now, location), expected))])


def _plan_in_force(was: Data, now: Data, as_of: date) -> Iterator[_Stands]:
    if was["effective"] > as_of:
        return
    yield from _fields(was, now, but=("amendments",))
    yield from _dated(("amendments",), ("amendments",), "effective", was["amendments"], now["amendments"], as_of)


def _contract_in_force(was: Data, now: Data, as_of: date) -> Iterator[_Stands]:
    yield from _fields(was, now, but=("policies", "name"))
    yield from _dated(("policies",), ("policies",), "start", was["policies"], now["policies"], as_of)


def _arrangement_in_force(was: Data, now: Data, as_of: date) -> Iterator[_Stands]:
    """Bank, payer, float and call day hold from now on; what was charged or budgeted, and for whom, stands."""
    for name in ("charges_from", "plan_year_start_month"):
        yield _Stands((name,), (name,), was[name], now[name])
    for code, product in was["plans"].items():
        yield _Stands(("plans", code), ("plans", code), product, now["plans"].get(code, _NOTHING))
    for name in ("administration_fee", "stop_loss_premium"):
        at = (name, "rates")
        yield from _dated(at, at, "effective", was[name]["rates"], now[name]["rates"], as_of)
    places = {line["product"]: place for place, line in enumerate(now["budget"])}
    for before, line in enumerate(was["budget"]):
        place = places.get(line["product"])
        rates = () if place is None else now["budget"][place]["rates"]
        at, now_at = ("budget", before, "rates"), ("budget", line["product"] if place is None else place, "rates")
        yield from _dated(at, now_at, "effective", line["rates"], rates, as_of)


_IN_FORCE = {
    PLAN: _plan_in_force,
    DISABILITY_PLAN: _plan_in_force,
    STOP_LOSS: _contract_in_force,
    NETWORK_CONTRACT: _plan_in_force,
    ARRANGEMENT: _arrangement_in_force,
}


def _fields(was: Data, now: Data, but: tuple[str, ...]) -> Iterator[_Stands]:
    for name in was:
        if name not in but:
            yield _Stands((name,), (name,), was[name], now[name])


def _dated(
    was_at: Location, now_at: Location, day: str, was: Sequence[Data], now: Sequence[Data], as_of: date
) -> Iterator[_Stands]:
    """The items of a dated list that are in force: each is to stand in the new one, under the day it has."""
    places = {item[day]: place for place, item in enumerate(now)}
    for position, item in enumerate(was):
        if item[day] <= as_of:
            place = places.get(item[day])
            stands = _NOTHING if place is None else now[place]
            yield _Stands((*was_at, position), (*now_at, str(item[day]) if place is None else place), item, stands)


def _first_difference(was: Any, now: Any) -> Location | None:
    """The way on to the first value that differs, as deep as both have one; None where they are the same."""
    if isinstance(was, dict) and isinstance(now, dict):
        pairs = {key: (was.get(key, _NOTHING), now.get(key, _NOTHING)) for key in (*was, *now)}
    elif isinstance(was, (list, tuple)) and isinstance(now, (list, tuple)) and len(was) == len(now):
        pairs = dict(enumerate(zip(was, now, strict=True)))
    else:
        return None if was == now else ()
    for part, (one, other) in pairs.items():
        if (way_on := _first_difference(one, other)) is not None:
            return (part, *way_on)
    return None


def _shown(source: SourceDocument, location: Location) -> str:
    """The value as the file has it."""
    value = _at(read_document(source.content, source.name).data, location)
    if value is _NOTHING:
        return said("nothing")
    if isinstance(value, (dict, list)):
        return said("a section of {count} values", count=len(value))
    return str(value)[:60]


def _at(data: Any, location: Location) -> Any:
    for part in location:
        is_item = isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data)
        if not is_item and not (isinstance(data, dict) and part in data):
            return _NOTHING
        data = data[part]
    return data
