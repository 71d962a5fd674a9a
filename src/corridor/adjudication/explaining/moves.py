"""Accumulators around a line: where they stood before it and after."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.adjudication.explaining.line_at import LineAt, limit_or_none, plain
from corridor.adjudication.explaining.replay import Replayed
from corridor.adjudication.explaining.step import Walk
from corridor.adjudication.limit_use import limit_left
from corridor.plan.arrays import TIERS

CENTS = "dollars"


@dataclass(frozen=True)
class Move:
    """One accumulator around a line. `limit` is None where there is none.

    kind: deductible, carry_over, out_of_pocket, limit, benefit_reserve, account_bridge or account_paid. unit: dollars
    (before, after and limit are cents), visits, days or services. name: of a limit, of a separate deductible or
    maximum. period: plan_year, lifetime or rolling, over `months`. item: what a limit counts apart, such as a tooth.
    """

    owner: str
    kind: str
    tier: str
    before: int
    after: int
    limit: int | None
    unit: str = CENTS
    name: str = ""
    period: str = "plan_year"
    months: int = 0
    item: str = ""


def moves_of(item: Replayed, walk: Walk) -> Iterator[Move]:
    """The accumulators of the line's tier, those of the other tier that moved, limits, reserve and account."""
    after = LineAt(item.at.compiled, item.at.lines, item.after, item.at.row)
    yield from _totals(item.at, after)
    yield from _carried(item.at, after)
    yield from _limits(item, after)
    yield from _others(item.at, walk)


def _totals(at: LineAt, after: LineAt) -> Iterator[Move]:
    for tier, tier_name in enumerate(TIERS):
        for kind in ("deductible", "out_of_pocket"):
            name = at.named("deductible_kind" if kind == "deductible" else "maximum_kind", kind)
            for owner in ("person", "family"):
                before, now = at.used(owner, kind, tier), after.used(owner, kind, tier)
                if tier == at.tier or before != now:
                    limit = limit_or_none(at.limit(owner, kind, tier))
                    yield Move(owner, kind, tier_name, before, now, limit, name=name)


def _carried(at: LineAt, after: LineAt) -> Iterator[Move]:
    for tier, tier_name in enumerate(TIERS):
        for owner in ("person", "family"):
            before, now = at.used(owner, "carried", tier), after.used(owner, "carried", tier)
            if before != now:
                yield Move(owner, "carry_over", tier_name, before, now, None)


def _limits(item: Replayed, after: LineAt) -> Iterator[Move]:
    at, arrays = item.at, item.at.compiled.arrays
    names = item.arranged.limits.select("limit_id", "item").rows()
    for use in at.uses:
        row, facts = at.limit_row(use), at.limit_facts(at.limit_row(use))
        amount = int(arrays.limit_amount[row])
        before, now = (
            amount - int(plain(limit_left)(arrays, at.lines, state, at.row, row, use))
            for state in (at.state, after.state)
        )
        name, apart = names[int(at.lines.limit_slot[use])]
        yield Move(
            "person",
            "limit",
            "all",
            before,
            now,
            limit_or_none(amount),
            unit=str(facts["limit_unit"]),
            name=name,
            period=str(facts["limit_period"]),
            months=int(facts["limit_months"]),
            item=apart,
        )


def _others(at: LineAt, walk: Walk) -> Iterator[Move]:
    limits = {"account_bridge": "account_bridge_cents", "account_paid": "account_cents"}
    for kind, (before, now) in walk.moved.items():
        owner = "person" if kind == "benefit_reserve" else "family"
        limit = at.of_account(limits[kind]) if kind in limits else None
        if before or now or limit:
            yield Move(owner, kind, "all", before, now, limit)
