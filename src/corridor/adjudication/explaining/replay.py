"""The kernel once more, line by line: what was, what it said, and what was after."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridor.adjudication.arrange import Arranged
from corridor.adjudication.arrays import LAST_OF_CLAIM, PAID, SECONDARY, Lines, Outcome, State
from corridor.adjudication.coordination import after_other_plan, from_reserve
from corridor.adjudication.explaining.coordination import Dealt
from corridor.adjudication.explaining.line_at import LineAt
from corridor.adjudication.run import live
from corridor.plan.compiled import CompiledPlans

_OF_USES = ("limit_slot", "limit_surfaces")


@dataclass(frozen=True)
class Replayed:
    """A line, the state before it (in `at`), what the kernel says of it, and the state after.

    cents: the outcome's amounts, by their names without `_cents`. dealt: of a line settled with its claim; `after` is
    then its state before the settlement, and `settling` the state in which that begins.
    """

    at: LineAt
    arranged: Arranged
    reason: int
    cents: dict[str, int]
    after: State
    settling: State
    dealt: Dealt | None = None

    @property
    def kept_cents(self) -> int:
        """What of the line's deductible counts in the next year as well."""
        slot = self.at.of_line("person_deductible_slot")
        if slot < 0:
            return 0
        carried = (int(state.person_carried[slot, self.at.tier]) for state in (self.at.state, self.after))
        before, after = carried
        return max(after - before, 0)


def replayed(arranged: Arranged, compiled: CompiledPlans) -> Iterator[Replayed]:
    """Run the kernel on one claim after another, and inside a claim on one line after another."""
    lines, state, first = arranged.lines, arranged.state, 0
    for i in range(len(lines.reason)):
        if lines.flags[i] & LAST_OF_CLAIM:
            claim = range(first, i + 1)
            yield from _claim(arranged, compiled, claim, state)
            _, state = live(compiled.arrays, cut_out(lines, claim), state)
            first = i + 1


def _claim(arranged: Arranged, compiled: CompiledPlans, claim: range, before: State) -> Iterator[Replayed]:
    """The lines of a claim; those that are settled by claim as they were before and as they came out."""
    outcome, _ = live(compiled.arrays, cut_out(arranged.lines, claim), before)
    alone: list[Replayed] = []
    for i in claim:
        own, after = live(compiled.arrays, unsettled(cut_out(arranged.lines, range(i, i + 1))), before)
        at = LineAt(compiled, arranged.lines, before, i)
        alone.append(Replayed(at, arranged, int(own.reason[0]), _cents(own, 0), after, after))
        before = after
    dealt = _settlement(alone, before)
    for place, item in enumerate(alone):
        cents = _cents(outcome, place)
        reason, own_part = int(outcome.reason[place]), dealt.get(item.at.row)
        yield Replayed(item.at, arranged, reason, cents, item.after, before, own_part)


def _cents(outcome: Outcome, row: int) -> dict[str, int]:
    return {name.removesuffix("_cents"): int(getattr(outcome, name)[row]) for name in Outcome._fields[1:]}


def cut_out(lines: Lines, part: range) -> Lines:
    """Lines of a part of a family, as a family of their own."""
    uses = slice(int(lines.limit_offsets[part.start]), int(lines.limit_offsets[part.stop]))
    cut: dict[str, Any] = {}
    for name, values in lines._asdict().items():
        cut[name] = values[uses] if name in _OF_USES else values[part.start : part.stop]
    cut["limit_offsets"] = lines.limit_offsets[part.start : part.stop + 1] - uses.start
    cut["family_offsets"] = np.array([0, len(part)], np.int64)
    return Lines(**cut)


def unsettled(lines: Lines) -> Lines:
    """The same lines with more of their claim to come, so that nothing is settled by claim."""
    return lines._replace(flags=lines.flags & np.uint8(~LAST_OF_CLAIM & 0xFF))


def _settlement(claim: list[Replayed], state: State) -> dict[int, Dealt]:
    """Row of each line that is settled by claim -> what is dealt to it. state: after all lines, before settling."""
    settled = [item for item in claim if _is_settled(item)]
    if not settled:
        return {}
    alone = sum(item.cents["plan_paid"] for item in settled)
    alone_within = sum(min(item.cents["plan_paid"], item.at.of_line("allowable_cents")) for item in settled)
    allowable = sum(item.at.of_line("allowable_cents") for item in settled)
    other_paid = min(sum(item.at.of_line("other_paid_cents") for item in settled), allowable)
    last = settled[-1].at
    to_pay = int(after_other_plan(last.of_version("coordination"), alone_within, allowable, other_paid))
    slot = last.of_line("reserve_slot")
    reserve = int(state.reserve[slot]) if slot >= 0 else 0
    drawn = int(from_reserve(allowable - other_paid - to_pay, reserve)) if slot >= 0 else 0
    saved = alone - to_pay if slot >= 0 else 0
    return dict(_deal(settled, (alone_within, allowable, other_paid, to_pay), (reserve, drawn, saved)))


def _is_settled(item: Replayed) -> bool:
    at = item.at
    by_claim = at.version >= 0 and at.is_coordinated and at.of_version("coordinates_claims") != 0
    return item.reason == PAID and at.has(SECONDARY) and by_claim


def _deal(
    settled: list[Replayed], totals: tuple[int, int, int, int], of_reserve: tuple[int, int, int]
) -> Iterator[tuple[int, Dealt]]:
    """The totals in line order: payment up to what a line gets alone, the other plan's payment, then the reserve."""
    _, _, other_left, pay_left = totals
    reserve, drawn_left, saved = of_reserve
    for item in settled:
        at, allowable = item.at, item.at.of_line("allowable_cents")
        paid = min(item.cents["plan_paid"], allowable, pay_left)
        other = min(allowable - paid, other_left)
        drawn = min(allowable - paid - other, drawn_left)
        pay_left, other_left, drawn_left = pay_left - paid, other_left - other, drawn_left - drawn
        added = saved if item is settled[-1] else 0
        yield at.row, Dealt(*totals, paid, other, drawn, reserve, added)
        reserve -= drawn
