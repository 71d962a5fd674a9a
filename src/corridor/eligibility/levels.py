"""The coverage level of spans for which no statement named one (834 HD05 is often left out)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from corridor.eligibility.held import Held, Key, merged, on_day

ALONE, WITH_FAMILY = "EMP", "FAM"


def with_levels(spans_of: Mapping[Key, list[Held]], employees: Mapping[str, str]) -> dict[Key, list[Held]]:
    """Name the levels left open: a dependant is covered with family, an employee on the days on which one is.

    employees: subscriber id -> the employee's own member id.
    """
    dependants: dict[Key, list[Held]] = {}
    for (member_id, product), spans in spans_of.items():
        for span in spans:
            if employees.get(span.subscriber_id) != member_id:
                dependants.setdefault((span.subscriber_id, product), []).append(span)
    return {
        key: spans if all(span.level for span in spans) else merged(_named(key, spans, employees, dependants))
        for key, spans in spans_of.items()
    }


def _named(
    key: Key, spans: Sequence[Held], employees: Mapping[str, str], dependants: Mapping[Key, list[Held]]
) -> Iterator[Held]:
    member_id, product = key
    for span in spans:
        if span.level:
            yield span
        elif employees.get(span.subscriber_id) != member_id:
            yield span._replace(level=WITH_FAMILY)
        else:
            yield from _split(span, dependants.get((span.subscriber_id, product), []))


def _split(span: Held, family: Sequence[Held]) -> Iterator[Held]:
    """The pieces of an employee's span, alone and with family."""
    edges = {edge for other in family for edge in other[:2] if span.start < edge < span.end_exclusive}
    for start, end in pairwise(sorted({span.start, span.end_exclusive} | edges)):
        level = WITH_FAMILY if on_day(family, start) else ALONE
        yield span._replace(start=start, end_exclusive=end, level=level)
