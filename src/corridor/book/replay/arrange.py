"""From a settled book under its plans to the kernel's arrays: keys are whole numbers, so slots cost little."""

from typing import Any

import numpy as np
import polars as pl

from corridor.adjudication.arrange import benefit_facts, version_facts
from corridor.adjudication.arrays import (
    ADMITTED,
    CARRIES_OVER,
    LAST_OF_CLAIM,
    LATE,
    NO_SLOT,
    PAID,
    SECONDARY,
    UNAUTHORISED,
    Lines,
    State,
)
from corridor.adjudication.limit_uses import LimitUses, limit_uses
from corridor.adjudication.rolling_uses import opening_uses
from corridor.book.replay.days import days_since_1970
from corridor.book.replay.files import BookFile
from corridor.book.replay.numbering import slots_by_family
from corridor.book.replay.under_plan import Bools, Ints, UnderPlan
from corridor.plan.arrays import TIERS, Int32
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS

_DAYS = 1 << 17
"""More days than any plan year start counts since 1970."""
_MONTHS_OF_YEAR = 12


def arrange_book(file: BookFile, under: UnderPlan, compiled: CompiledPlans) -> tuple[Lines, State]:
    """Lines in the order of the file, and the empty state they start from."""
    lines, is_open = file.lines, under.reason == PAID
    offsets = _offsets(lines["household"].to_numpy())
    facts, keys = benefit_facts(compiled), _Keys(file, under, compiled)
    carry = facts["carry_over_months"].to_numpy()[under.benefit]
    slots, sizes = _slots(keys, is_open, offsets, carry, lines.height)
    uses = limit_uses(_of_limits(file, under, is_open), compiled.limits)
    arrays = Lines(
        version=under.version.astype(np.int32),
        benefit=under.benefit.astype(np.int32),
        level=lines["is_family_level"].fill_null(False).to_numpy().astype(np.uint8),
        tier=lines["is_out"].to_numpy().astype(np.uint8),
        reason=under.reason,
        flags=_flags(file, under, carry),
        allowed_cents=under.allowed,
        recognised_cents=under.recognised,
        allowable_cents=under.allowable,
        other_paid_cents=under.other_paid,
        units=under.units.astype(np.int32),
        day=under.days.number[under.day],
        **slots,
        limit_offsets=uses.offsets,
        limit_slot=uses.slots,
        limit_surfaces=uses.surfaces,
        family_offsets=offsets,
    )
    return arrays, _state(sizes, uses)


class _Keys:
    """Whole-number keys of what lines add up to."""

    def __init__(self, file: BookFile, under: UnderPlan, compiled: CompiledPlans):
        lines = file.lines
        self.facts, self.versions = benefit_facts(compiled), version_facts(compiled)
        self.person = lines["person"].fill_null(0).to_numpy().astype(np.int64)
        self.family = lines["family"].fill_null(0).to_numpy().astype(np.int64)
        self.year = under.days.year_start[under.plan, under.day].astype(np.int64)
        self.last_year = under.days.last_year_start[under.plan, under.day].astype(np.int64)
        self._under, self._lines = under, lines

    def pool(self, owner: Ints, pool: str, year: Ints) -> Ints:
        """Of an owner, a deductible or maximum (by the plan and kind of its accumulator), and a plan year."""
        named = self.facts.select(f"{pool}_plan", f"{pool}_kind")
        number = named.select(pl.struct(pl.all()).rank("dense")).to_series().to_numpy().astype(np.int64)
        return (owner * (len(number) + 1) + number[self._under.benefit]) * _DAYS + year

    def of_plan(self, owner: Ints) -> Ints:
        """Of an owner, a plan and a plan year."""
        return (owner * (int(self._under.plan.max(initial=0)) + 1) + self._under.plan) * _DAYS + self.year

    def occasions(self) -> tuple[Ints, Ints]:
        """Of a person and benefit; of a day and provider."""
        facts, lines = self.facts, self._lines
        names = facts["name"].rank("dense").to_numpy().astype(np.int64)[self._under.benefit]
        start = days_since_1970(lines["service_from"].to_numpy())
        by_admission = facts["is_per_admission"].to_numpy()[self._under.benefit]
        if by_admission.any():
            admitted = days_since_1970(lines["admission_date"].fill_null(lines["service_from"]).to_numpy())
            start = np.where(by_admission, admitted, start)
        provider = lines["provider"].fill_null(-1).to_numpy().astype(np.int64) + 1
        return self.person * (len(facts) + 1) + names, start * (int(provider.max(initial=0)) + 1) + provider


def _slots(keys: _Keys, is_open: Bools, offsets: Ints, carry: Ints, n: int) -> tuple[dict[str, Int32], dict[str, int]]:
    nothing = np.zeros(n, np.int64)
    benefit, version = keys._under.benefit, keys._under.version
    slots: dict[str, Int32] = {}
    sizes: dict[str, int] = {}
    for name, owner in (("person", keys.person), ("family", keys.family)):
        own = keys.pool(owner, "maximum", keys.year)
        slots[f"{name}_maximum_slot"], sizes[f"{name}_maximum"] = slots_by_family(own, nothing, is_open, offsets)
        own = keys.pool(owner, "deductible", keys.year)
        if not carry.any():
            slots[f"{name}_deductible_slot"], count = slots_by_family(own, nothing, is_open, offsets)
            slots[f"last_year_{name}_slot"] = np.full(n, NO_SLOT, np.int32)
        else:
            both = np.stack([own, keys.pool(owner, "deductible", keys.last_year)], axis=1).ravel()
            wanted = np.stack([is_open, is_open & (carry > 0)], axis=1).ravel()
            found, count = slots_by_family(both, np.zeros(2 * n, np.int64), wanted, 2 * offsets)
            slots[f"{name}_deductible_slot"] = found[0::2].copy()
            slots[f"last_year_{name}_slot"] = found[1::2].copy()
        sizes[f"{name}_deductible"] = count
    of_occasion = is_open & keys.facts["is_of_occasion"].to_numpy()[benefit]
    slots["occasion_slot"], sizes["occasion"] = slots_by_family(*keys.occasions(), of_occasion, offsets)
    for name, owner, asks in (
        ("reserve", keys.person, "reserves_benefits"),
        ("account", keys.family, "has_account"),
    ):
        wanted = is_open & keys.versions[asks].to_numpy()[version]
        slots[f"{name}_slot"], sizes[name] = slots_by_family(keys.of_plan(owner), nothing, wanted, offsets)
    return slots, sizes


def _offsets(household: Int32) -> Ints:
    starts = np.flatnonzero(np.append(True, household[1:] != household[:-1]))
    return np.append(starts, len(household)).astype(np.int64)


def _flags(file: BookFile, under: UnderPlan, carry: Ints) -> Any:
    claim = file.lines["claim_number"].to_numpy()
    months_gone = under.days.months_gone[under.plan, under.day]
    bits = {
        ADMITTED: file.lines["is_admitted"].fill_null(False).to_numpy(),
        UNAUTHORISED: under.is_unauthorised,
        LATE: under.is_late,
        CARRIES_OVER: (carry > 0) & (months_gone >= _MONTHS_OF_YEAR - carry),
        SECONDARY: under.is_secondary,
        LAST_OF_CLAIM: np.append(claim[1:] != claim[:-1], True),
    }
    return sum(
        (is_set.astype(np.uint8) * np.uint8(bit) for bit, is_set in bits.items()), np.zeros(len(claim), np.uint8)
    )


def _of_limits(file: BookFile, under: UnderPlan, is_open: Bools) -> pl.DataFrame:
    """What limit uses read of lines; people stand for themselves by their number."""
    n = file.lines.height
    text = {name: pl.Series([None], dtype=pl.String).new_from_index(0, n) for name in ("tooth", "surfaces")}
    if under.teeth.height and under.teeth.null_count().sum_horizontal().item() < 2 * under.teeth.height:
        text = {name: column.scatter(under.special, under.teeth[name]) for name, column in text.items()}
    year = under.days.year_start[under.plan, under.day]
    return pl.DataFrame(
        {
            "reason": pl.Series(np.where(is_open, 0, 1)).replace(0, None),
            "benefit_row": pl.Series(under.benefit.astype(np.int32)),
            "plan_code": pl.Series(under.plan),
            "plan_year_start": pl.Series(year).cast(pl.Date),
            "member_id": file.lines["person"],
            **text,
        }
    )


def _state(sizes: dict[str, int], uses: LimitUses) -> State:
    def of(rows: str, *, tiers: bool = True) -> Any:
        return np.zeros((sizes[rows], len(TIERS)) if tiers else sizes[rows], np.int64)

    return State(
        person_deductible=of("person_deductible"),
        family_deductible=of("family_deductible"),
        person_carried=of("person_deductible"),
        family_carried=of("family_deductible"),
        person_out_of_pocket=of("person_maximum"),
        family_out_of_pocket=of("family_maximum"),
        limit_used=np.zeros(uses.limits.height, np.int64),
        occasion_copay=of("occasion", tiers=False),
        occasion=np.zeros(sizes["occasion"], np.uint8),
        reserve=of("reserve", tiers=False),
        account_bridge=of("account", tiers=False),
        account_paid=of("account", tiers=False),
        **opening_uses(uses, ACCUMULATORS.empty()),
    )
