"""Few READY lines -> the kernel's lines, row by row: what `arrange` says of a book, said of a claim.

A query of a frame costs more than a claim has to say. Whatever is not plain (a family through which somebody else's
person is covered, a limit whose period rolls, a fault) is left to `arrange`.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from corridor.adjudication.arrange import benefit_facts, version_facts
from corridor.adjudication.arrays import (
    ADMITTED,
    CARRIES_OVER,
    LAST_OF_CLAIM,
    LATE,
    MONTHS_OF_YEAR,
    NO_SLOT,
    PAID,
    SECONDARY,
    UNAUTHORISED,
    Lines,
    day_number,
)
from corridor.adjudication.limit_uses import ALL_SURFACES, bits_of
from corridor.adjudication.ready_check import NEEDED
from corridor.claims.identity import Identity
from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import TIERS, Int32, Int64
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ALWAYS
from corridor.records.ready import READY

Row = dict[str, Any]
Key = tuple[Hashable, ...]

FEW_LINES = 256
"""Up to as many lines are looked at one after another."""
_COLUMNS = tuple(READY.schema)
_OWNERS = (("person", "member_id"), ("family", "family_id"))
_SLOTS = (
    *(f"{owner}_{pool}_slot" for pool in ("deductible", "maximum") for owner, _ in _OWNERS),
    *(f"last_year_{owner}_slot" for owner, _ in _OWNERS),
    *("occasion_slot", "reserve_slot", "account_slot"),
)


@dataclass(frozen=True)
class PlanFacts:
    """What compiled plans say about slots. benefits, versions: by row; limits: those of a benefit row, in order."""

    benefits: list[Row]
    versions: list[Row]
    limits: dict[int, list[Row]]


@dataclass
class FewKeys:
    """Keys by slot, as in keys.Keys, by the name of the state's pool; limits: plan, year, person, limit and item."""

    pools: dict[str, dict[Key, int]] = field(
        default_factory=lambda: {f"{owner}_{pool}": {} for pool in ("deductible", "maximum") for owner, _ in _OWNERS}
    )
    occasions: dict[Key, int] = field(default_factory=dict)
    reserves: dict[Key, int] = field(default_factory=dict)
    accounts: dict[Key, int] = field(default_factory=dict)
    limits: dict[Key, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FewLines:
    """lines: for the kernel; row_of_line: (n,) position in READY of each; keys: of the slots."""

    lines: Lines
    row_of_line: Int64
    keys: FewKeys


def few_lines(ready: pl.DataFrame, compiled: CompiledPlans) -> FewLines | None:
    """The kernel's lines; None where they are many or not plain. ready: READY, conforming."""
    if ready.height > FEW_LINES:
        return None
    facts = _facts(Identity(compiled))
    rows = [dict(zip(_COLUMNS, values, strict=True)) for values in ready.iter_rows()]
    households = _households(rows)
    if households is None or not all(_is_plain(row, facts) for row in rows):
        return None
    order = sorted(range(len(rows)), key=lambda at: (households[at], _place(rows[at]), rows[at]["line_number"]))
    return _numbered([rows[at] for at in order], [households[at] for at in order], order, facts)


@lru_cache(maxsize=16)
def _facts(plans: Identity[CompiledPlans]) -> PlanFacts:
    """Made once for plans."""
    compiled = plans.thing
    limits: dict[int, list[Row]] = {}
    for row in compiled.limits.sort("row").select("benefit_row", "limit_id", "period", "of").iter_rows(named=True):
        limits.setdefault(row["benefit_row"], []).append(row)
    return PlanFacts(benefit_facts(compiled).to_dicts(), version_facts(compiled).to_dicts(), limits)


def _place(row: Row) -> int:
    place: int = row["claim_number"] if row["place"] is None else row["place"]
    return place


def _households(rows: list[Row]) -> list[int] | None:
    """As slots.households; None where families share a person."""
    families = sorted({row["family_id"] for row in rows} - {None})
    numbers = {family: number for number, family in enumerate(families)}
    open_pairs = {(row["family_id"], row["member_id"]) for row in rows if row["reason"] is None}
    if len({member for _, member in open_pairs}) < len(open_pairs):
        return None
    return [numbers.get(row["family_id"], len(families)) for row in rows]


def _is_plain(row: Row, facts: PlanFacts) -> bool:
    """Whether ready_check finds nothing, and no limit of the benefit has a rolling period."""
    if row["reason"] is not None:
        return row["reason"] in REASON_INDEX and row["reason"] != "paid"
    if any(row[name] is None for name in NEEDED):
        return False
    at = row["benefit_row"]
    if not 0 <= at < len(facts.benefits) or facts.benefits[at]["version_of_benefit"] != row["version_row"]:
        return False
    return all(limit["period"] != "rolling" for limit in facts.limits.get(at, ()))


def _numbered(rows: list[Row], households: list[int], order: list[int], facts: PlanFacts) -> FewLines:
    """rows: in the order of decision."""
    keys = FewKeys()
    slots: dict[str, list[int]] = {name: [NO_SLOT] * len(rows) for name in _SLOTS}
    uses, counts = list[tuple[int, int]](), [0]
    for at, row in enumerate(rows):
        if row["reason"] is None:
            _take_slots(row, facts, keys, slots, at)
            uses += _limits_of(row, facts, keys)
        counts.append(len(uses))
    starts = [at for at in range(len(rows)) if at == 0 or households[at] != households[at - 1]]
    facts_of_lines = _facts_of_lines(rows, facts)
    facts_of_lines |= {name: np.array(values, np.int32) for name, values in slots.items()}
    lines = Lines(
        **facts_of_lines,
        limit_offsets=np.array(counts, np.int64),
        limit_slot=_int32(slot for slot, _ in uses),
        limit_surfaces=_int32(surfaces for _, surfaces in uses),
        family_offsets=np.array([*starts, len(rows)], np.int64),
    )
    return FewLines(lines, np.array(order, np.int64), keys)


def _int32(values: Iterator[int]) -> Int32:
    return np.array(list(values), np.int32)


def _take_slots(row: Row, facts: PlanFacts, keys: FewKeys, slots: dict[str, list[int]], at: int) -> None:
    """Write the slots of a line without a reason, and give new keys the next numbers."""
    benefit, version = facts.benefits[row["benefit_row"]], facts.versions[row["version_row"]]
    year, plan, last_year = row["plan_year_start"], row["plan_code"], _last_year_start(row, benefit)
    for owner, column in _OWNERS:
        deductibles, maximums = keys.pools[f"{owner}_deductible"], keys.pools[f"{owner}_maximum"]
        pool = (row[column], benefit["deductible_plan"], benefit["deductible_kind"])
        slots[f"{owner}_deductible_slot"][at] = _slot(deductibles, (year, *pool))
        if last_year is not None:
            slots[f"last_year_{owner}_slot"][at] = _slot(deductibles, (last_year, *pool))
        most = (year, row[column], benefit["maximum_plan"], benefit["maximum_kind"])
        slots[f"{owner}_maximum_slot"][at] = _slot(maximums, most)
    if benefit["is_of_occasion"]:
        first_day = row["admission_date"] if benefit["is_per_admission"] else None
        occasion = (plan, row["member_id"], row["benefit"], first_day or row["service_from"], row["billing_npi"] or "")
        slots["occasion_slot"][at] = _slot(keys.occasions, occasion)
    if version["reserves_benefits"]:
        slots["reserve_slot"][at] = _slot(keys.reserves, (plan, year, row["member_id"]))
    if version["has_account"]:
        slots["account_slot"][at] = _slot(keys.accounts, (plan, year, row["family_id"]))


def _slot(slots: dict[Key, int], key: Key) -> int:
    return slots.setdefault(key, len(slots))


def _last_year_start(row: Row, benefit: Row) -> date | None:
    year: date = row["plan_year_start"]
    if not benefit["carry_over_months"]:
        return None
    is_leap_day = (year.month, year.day) == (2, 29)
    return date(year.year - 1, year.month, 28 if is_leap_day else year.day)


def _limits_of(row: Row, facts: PlanFacts, keys: FewKeys) -> list[tuple[int, int]]:
    """Slot and surfaces of each limit of the line's benefit."""
    uses = []
    for limit in facts.limits.get(row["benefit_row"], ()):
        year = row["plan_year_start"] if limit["period"] == "plan_year" else ALWAYS
        item = "" if limit["of"] == "person" else row["tooth"] or ""
        slot = _slot(keys.limits, (row["plan_code"], year, row["member_id"], limit["limit_id"], item))
        is_by_surface = limit["of"] == "tooth_surface" and row["surfaces"] is not None
        uses.append((slot, bits_of(row["surfaces"]) if is_by_surface else ALL_SURFACES))
    return uses


def _facts_of_lines(rows: list[Row], facts: PlanFacts) -> dict[str, Any]:
    """What Lines says of the lines themselves, as arrange says it."""

    def column(name: str, absent: Any) -> list[Any]:
        return [absent if row[name] is None else row[name] for row in rows]

    allowed = [row["allowed_cents"] for row in rows]

    def or_allowed(name: str) -> Int64:
        return np.array([own if row[name] is None else row[name] for row, own in zip(rows, allowed, strict=True)])

    days = [row["service_from"] for row in rows]
    return {
        "version": np.array(column("version_row", -1), np.int32),
        "benefit": np.array(column("benefit_row", -1), np.int32),
        "level": np.array([bool(row["is_family_level"]) for row in rows], np.uint8),
        "tier": np.array([row["tier"] == TIERS[1] for row in rows], np.uint8),
        "reason": np.array([REASON_INDEX.get(row["reason"], PAID) for row in rows], np.uint8),
        "flags": np.array([_flags(rows, at, facts) for at in range(len(rows))], np.uint8),
        "allowed_cents": np.array(allowed, np.int64),
        "recognised_cents": or_allowed("recognised_cents").astype(np.int64),
        "allowable_cents": or_allowed("allowable_cents").astype(np.int64),
        "other_paid_cents": np.array(column("other_paid_cents", 0), np.int64),
        "units": np.array(column("units", 1), np.int32),
        "day": np.array([day_number(day.year, day.month, day.day) for day in days], np.int32),
    }


def _flags(rows: list[Row], at: int, facts: PlanFacts) -> int:
    row = rows[at]
    is_last = at + 1 == len(rows) or rows[at + 1]["claim_number"] != row["claim_number"]
    bits = {
        ADMITTED: row["is_admitted"],
        UNAUTHORISED: row["is_unauthorised"],
        LATE: row["is_late"],
        CARRIES_OVER: _carries_over(row, facts),
        SECONDARY: row["other_paid_cents"] is not None,
        LAST_OF_CLAIM: is_last,
    }
    return sum(bit for bit, is_set in bits.items() if is_set)


def _carries_over(row: Row, facts: PlanFacts) -> bool:
    """Whether the day is in the last months of the plan year, whose deductible counts in the next."""
    start, day, at = row["plan_year_start"], row["service_from"], row["benefit_row"]
    if start is None or at is None or not 0 <= at < len(facts.benefits):
        return False
    carried = facts.benefits[at]["carry_over_months"]
    months = (day.year - start.year) * MONTHS_OF_YEAR + day.month - start.month - (day.day < start.day)
    return bool(carried) and months >= MONTHS_OF_YEAR - carried
