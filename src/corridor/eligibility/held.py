"""The spans of one person and one product: sorted, never overlapping, equal neighbours merged."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

OPEN = date.max
"""The end of a span that has none yet."""

Key = tuple[str, str]
"""Whose spans: member id and product."""


class Held(NamedTuple):
    """Days from `start` up to, not including, `end_exclusive` under one plan at one level through one employee."""

    start: date
    end_exclusive: date
    plan_code: str
    level: str | None
    """None: no statement named the level."""
    subscriber_id: str


def put(spans: Iterable[Held], new: Held) -> list[Held]:
    """`new` takes its days and ends what it meets there; spans that begin after its last day stay."""
    return merged([*_ended(spans, new.start, new.end_exclusive), new])


def cut(spans: Iterable[Held], end_exclusive: date, *, subscriber_id: str, plan_code: str | None) -> list[Held]:
    """Coverage through that employee, under that plan or any, ends; what begins on the day or later vanishes."""
    meant: list[Held] = []
    others: list[Held] = []
    for span in spans:
        is_meant = span.subscriber_id == subscriber_id and plan_code in (None, span.plan_code)
        (meant if is_meant else others).append(span)
    return merged([*others, *_ended(meant, end_exclusive, OPEN)])


def on_day(spans: Iterable[Held], day: date) -> Held | None:
    """The span that holds `day`."""
    return next((span for span in spans if span.start <= day < span.end_exclusive), None)


def merged(spans: Iterable[Held]) -> list[Held]:
    """Spans that do not overlap, sorted; those that touch and are equal but for their days become one."""
    out: list[Held] = []
    for span in sorted(spans):
        if out and out[-1].end_exclusive == span.start and out[-1][2:] == span[2:]:
            out[-1] = out[-1]._replace(end_exclusive=span.end_exclusive)
        else:
            out.append(span)
    return out


def _ended(spans: Iterable[Held], start: date, end_exclusive: date) -> list[Held]:
    """What is left when each span that meets the days from `start` to `end_exclusive` ends at `start`."""
    left = (
        span if span.end_exclusive <= start or span.start >= end_exclusive else span._replace(end_exclusive=start)
        for span in spans
    )
    return [span for span in left if span.start < span.end_exclusive]
