"""Which hits deny: claim by claim, as a line that is denied itself is no ground to deny another later.

Of the many lines of a batch few are hit, so that these few are gone through one by one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from corridor.claims.code_edits import assistants, global_days, pairs, unit_limits
from corridor.plan.code_edit_terms import CodeEdits as Terms

Line = tuple[int, int]
Lifted = Mapping[Line, Collection[str]]
"""Reasons that a person has lifted of a line."""
Hit = dict[str, Any]

SWITCHES = {
    assistants.REASON: "assistants",
    unit_limits.REASON: "unit_limits",
    pairs.REASON: "procedure_pairs",
    global_days.REASON: "global_periods",
}
"""Reason -> the plan's switch, in the order in which the edits of a claim are asked."""


@dataclass
class _Days:
    """Units of one procedure, person, provider and day that stand so far, and the lines by the place of their claim."""

    standing: int = 0
    lines: dict[int, list[Hit]] = field(default_factory=dict)


def settle(
    hits: pl.DataFrame,
    limited: pl.DataFrame,
    billed: pl.DataFrame,
    terms: Sequence[Terms | None],
    lifted: Lifted | None = None,
) -> list[Hit]:
    """The hits by which lines are denied, one of each line, by claim and line.

    hits: HITS_SCHEMA. limited: `unit_limits.limited`. billed: `billed_of`. terms: by version row. lifted: what no edit
    says again, as a person has decided it.
    """
    if hits.is_empty() and limited.is_empty():
        return []
    asks = _asked(_switches(hits, limited, billed, terms), lifted or {})
    by_claim = _by_claim(hits)
    alone, days = _limits(limited)
    denied: dict[Line, Hit] = {}
    for claim in sorted({*by_claim, *alone, *(number for day in days for number in day.lines)}):
        _settle_claim(claim, by_claim.get(claim, {}), alone.get(claim, []), days, denied, asks)
    return [denied[line] for line in sorted(denied)]


def _settle_claim(
    claim: int,
    hits: dict[str, list[Hit]],
    alone: list[Hit],
    days: list[_Days],
    denied: dict[Line, Hit],
    asks: dict[Line, set[str]],
) -> None:
    for reason in SWITCHES:
        found = hits.get(reason, [])
        if reason == unit_limits.REASON:
            found = [*alone, *_beyond(claim, days, denied)]
        new: dict[Line, Hit] = {}
        for hit in found:
            line, other = _line(hit), (hit["other_claim"], hit["other_line"])
            if reason in asks.get(line, ()) and line not in denied and other not in denied:
                new.setdefault(line, hit)
        denied |= new
    for day in days:
        day.standing += sum(hit["units"] for hit in day.lines.get(claim, []) if _line(hit) not in denied)


def _beyond(claim: int, days: list[_Days], denied: dict[Line, Hit]) -> Iterator[Hit]:
    """The claim's lines of the days on which it goes beyond the limit, with what stood before."""
    for day in days:
        own = [hit for hit in day.lines.get(claim, []) if _line(hit) not in denied]
        if own and day.standing + sum(hit["units"] for hit in own) > own[0]["most"] * 1000:
            yield from (hit for hit in own if hit["is_asked"])


def _limits(limited: pl.DataFrame) -> tuple[dict[int, list[Hit]], list[_Days]]:
    """Lines beyond a limit by line, by place of their claim; and the days of limits by day."""
    alone: dict[int, list[Hit]] = {}
    days: dict[tuple[Any, ...], _Days] = {}
    for row in limited.iter_rows(named=True):
        hit = row | {"reason": unit_limits.REASON, "other_claim": None, "other_line": None}
        if row["adjudication"] == "1":
            alone.setdefault(row["place"], []).append(hit)
        else:
            day = days.setdefault(tuple(row[name] for name in unit_limits.DAY), _Days())
            day.lines.setdefault(row["place"], []).append(hit)
    return alone, list(days.values())


def _by_claim(hits: pl.DataFrame) -> dict[int, dict[str, list[Hit]]]:
    """Place of a claim -> reason -> its hits."""
    found: dict[int, dict[str, list[Hit]]] = {}
    for hit in hits.iter_rows(named=True):
        found.setdefault(hit["place"], {}).setdefault(hit["reason"], []).append(hit)
    return found


def _switches(
    hits: pl.DataFrame, limited: pl.DataFrame, billed: pl.DataFrame, terms: Sequence[Terms | None]
) -> dict[Line, Terms]:
    """What the plan says of code edits, of the lines that are hit and asked."""
    named = pl.concat([frame.select("claim_number", "line_number") for frame in (hits, limited)])
    rows = billed.filter("is_asked").join(named, on=("claim_number", "line_number"), how="semi")
    found = rows.select("claim_number", "line_number", "version_row").iter_rows()
    return {(claim, line): said for claim, line, row in found if (said := terms[row]) is not None}


def _asked(terms: Mapping[Line, Terms], lifted: Lifted) -> dict[Line, set[str]]:
    """Of each line the reasons that the plan asks for and nobody has lifted."""
    return {
        line: {reason for reason, switch in SWITCHES.items() if getattr(said, switch)} - {*lifted.get(line, ())}
        for line, said in terms.items()
    }


def _line(hit: Hit) -> Line:
    return hit["claim_number"], hit["line_number"]
