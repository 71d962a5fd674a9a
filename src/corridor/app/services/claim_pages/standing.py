"""How much of the plan's limits a member has used in the plan year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.adjudication.steps import limit_or_none
from corridor.app.services.claim_pages.shapes import Unit
from corridor.app.services.documents import Documents
from corridor.app.store.tx import Tx
from corridor.periods.spans import Span, plan_year_of
from corridor.plan.arrays import TIERS
from corridor.plan.compiled import CompiledPlans
from corridor.records.enrollment import PRODUCTS

_ALONE = ("EMP", "IND")
"""Coverage levels of somebody who is covered without family."""
_LIMIT = "limit:"


@dataclass(frozen=True)
class Used:
    """One limit. owner: person, family. kind: deductible, out_of_pocket, or the name of a benefit limit."""

    owner: str
    kind: str
    tier: str
    unit: Unit
    used: int
    limit: int | None

    @property
    def is_benefit_limit(self) -> bool:
        return self.tier == "all"

    @property
    def is_reached(self) -> bool:
        return self.limit is not None and self.used >= self.limit

    @property
    def percent(self) -> int:
        """Of the limit, rounded down, 100 at most; 0 where there is no limit."""
        return min(100, self.used * 100 // self.limit) if self.limit else 0


@dataclass(frozen=True)
class Standing:
    """Where somebody stands under one plan in the plan year from `start` to `last_day`."""

    plan: str
    name: str
    start: date
    last_day: date
    limits: tuple[Used, ...]


@dataclass(frozen=True)
class _Cover:
    """A plan that covers the member. row: of the version in force, in the compiled arrays. level: 1 with family."""

    plan: str
    family_id: str
    level: int
    version: dict[str, Any]
    year: Span


def standings(tx: Tx, documents: Documents, member_id: str, today: date) -> tuple[Standing, ...]:
    """The member under every plan that covers the member today, medical plans first."""
    covers = sorted(
        _covers(tx, documents, member_id, today), key=lambda cover: PRODUCTS.index(cover.version["product"])
    )
    return tuple(_standing(tx, documents.compiled, member_id, cover) for cover in covers)


def _covers(tx: Tx, documents: Documents, member_id: str, today: date) -> Iterator[_Cover]:
    with tx.cursor() as cursor:
        cursor.execute(
            "select plan_code, subscriber_id, coverage_level from coverage where member_id = %(own)s"
            " and coverage_start <= %(today)s and coalesce(coverage_end_exclusive > %(today)s, true) order by 1, 2",
            {"own": member_id, "today": today},
        )
        spans = cursor.fetchall()
    for plan, family_id, level in spans:
        version = _version_on(documents.compiled, plan, today)
        if version is not None:
            year = plan_year_of(today, version["plan_year_start_month"], version["plan_year_start_day"])
            yield _Cover(plan, family_id, int(level not in _ALONE), version, year)


def _version_on(compiled: CompiledPlans, plan: str, day: date) -> dict[str, Any] | None:
    end = pl.col("effective_to_exclusive").fill_null(day + timedelta(days=1))
    rows = compiled.versions.filter((pl.col("plan_code") == plan) & (pl.col("effective_from") <= day) & (end > day))
    return rows.row(0, named=True) if len(rows) else None


def _standing(tx: Tx, compiled: CompiledPlans, member_id: str, cover: _Cover) -> Standing:
    with tx.cursor() as cursor:
        cursor.execute(
            "select owner, kind, tier, amount from accumulator where plan_code = %s and plan_year_start = %s"
            " and (owner, owner_id) in (('person', %s), ('family', %s))",
            [cover.plan, cover.year.start, member_id, cover.family_id],
        )
        used = {(owner, kind, tier): amount for owner, kind, tier, amount in cursor.fetchall()}
    limits = (*_shared(compiled, cover, used), *_of_benefits(compiled, cover, used))
    return Standing(cover.plan, cover.version["plan_name"], cover.year.start, cover.year.last_day, limits)


def _shared(compiled: CompiledPlans, cover: _Cover, used: dict[tuple[str, str, str], int]) -> Iterator[Used]:
    """Deductible and out-of-pocket maximum; what has no limit, and a limit of nothing, is left out."""
    for tier, name in enumerate(TIERS):
        for kind in ("deductible", "out_of_pocket"):
            for owner in ("person", "family"):
                amounts = getattr(compiled.arrays, f"{owner}_{kind}_cents")
                limit = limit_or_none(int(amounts[cover.version["row"], cover.level, tier]))
                if limit:
                    yield Used(owner, kind, name, "money", used.get((owner, kind, name), 0), limit)


def _of_benefits(compiled: CompiledPlans, cover: _Cover, used: dict[tuple[str, str, str], int]) -> Iterator[Used]:
    """Limits of benefits of which something is used."""
    ours = compiled.benefits.filter(pl.col("version_row") == cover.version["row"])
    for unit, column, values in (
        ("visits", "visit_limit_id", compiled.arrays.visit_limit),
        ("money", "dollar_limit_id", compiled.arrays.dollar_limit_cents),
    ):
        rows = dict(ours.filter(pl.col(column).is_not_null()).select(column, "row").rows())
        for name, row in sorted(rows.items()):
            if amount := used.get(("person", f"{_LIMIT}{name}", "all"), 0):
                yield Used("person", name, "all", unit, amount, limit_or_none(int(values[row])))
