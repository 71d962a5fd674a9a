"""How much of the plan's limits a member has used in the plan year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.adjudication.rolling_uses import USE, USE_PARTS
from corridor.adjudication.steps import limit_or_none
from corridor.app.services.claim_pages.sentences import UNITS
from corridor.app.services.claim_pages.shapes import Unit
from corridor.app.services.documents import Documents
from corridor.app.store.tx import Tx
from corridor.periods.spans import Span, plan_year_of
from corridor.plan.arrays import TIERS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS, ALWAYS
from corridor.records.enrollment import PRODUCTS
from corridor.reports.explanation_of_benefits.year import Cover, year_to_date

_ALONE = ("EMP", "IND")
"""Coverage levels of somebody who is covered without family."""


@dataclass(frozen=True)
class Used:
    """One limit. owner: person, family. kind: deductible, out_of_pocket, limit, account_bridge, account_paid.

    name: of a separate deductible or maximum, or of a benefit limit. period: plan_year, lifetime, or rolling over
    `months`. item: what a limit counts apart, such as a tooth.
    """

    owner: str
    kind: str
    tier: str
    unit: Unit
    used: int
    limit: int | None
    name: str = ""
    period: str = "plan_year"
    months: int = 0
    item: str = ""

    @property
    def is_benefit_limit(self) -> bool:
        return self.kind == "limit"

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
    return tuple(_standing(tx, documents.compiled, member_id, cover, today) for cover in covers)


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


def _standing(tx: Tx, compiled: CompiledPlans, member_id: str, cover: _Cover, today: date) -> Standing:
    accumulators = ACCUMULATORS.conform(
        tx.read(
            f"select {', '.join(ACCUMULATORS.schema)} from accumulator where plan_year_start = any(%s::date[])"
            " and (owner, owner_id) in (('person', %s), ('family', %s))",
            [[cover.year.start, ALWAYS], member_id, cover.family_id],
        )
    )
    limits = (
        *_of_the_year(compiled, cover, member_id, accumulators),
        *_rolling(compiled, cover, accumulators, today),
        *_account(compiled, cover, accumulators),
    )
    return Standing(cover.plan, cover.version["plan_name"], cover.year.start, cover.year.last_day, limits)


def _of_the_year(compiled: CompiledPlans, cover: _Cover, member_id: str, accumulators: pl.DataFrame) -> Iterator[Used]:
    """Deductibles, maxima, and the limits of benefits of which something is used; a limit of nothing is left out."""
    row = int(cover.version["row"])
    names = compiled.benefits.filter(version_row=row).get_column("name")
    asked = Cover(cover.plan, member_id, cover.family_id, row, cover.level, cover.year.start, frozenset(names))
    for bar in sorted(year_to_date(accumulators, compiled, asked), key=lambda bar: (*TIERS, "all").index(bar.tier)):
        if bar.kind != "limit" or bar.used:
            yield Used(
                bar.owner,
                bar.kind,
                bar.tier,
                UNITS[bar.unit],
                bar.used,
                bar.limit,
                bar.name or "",
                bar.period,
                item=bar.counted_apart or "",
            )


def _rolling(compiled: CompiledPlans, cover: _Cover, accumulators: pl.DataFrame, today: date) -> Iterator[Used]:
    """Limits with a rolling period: what is used of them in the months up to today."""
    theirs = compiled.benefits.filter(version_row=int(cover.version["row"])).get_column("row")
    limits = compiled.limits.filter(pl.col("benefit_row").is_in(theirs.implode()) & (pl.col("period") == "rolling"))
    uses = accumulators.filter(pl.col("plan_code") == cover.plan, pl.col("kind").str.starts_with(USE))
    for limit in limits.unique("limit_id", keep="first", maintain_order=True).to_dicts():
        months = int(compiled.arrays.limit_months[limit["row"]])
        first = pl.select(pl.lit(today).dt.offset_by(f"-{months}mo")).item()
        amount = limit_or_none(int(compiled.arrays.limit_amount[limit["row"]]))
        for item, used in _used_since(uses, limit["limit_id"], first):
            yield Used(
                "person", "limit", "all", UNITS[limit["unit"]], used, amount, limit["limit_id"], "rolling", months, item
            )


def _used_since(uses: pl.DataFrame, limit_id: str, first: date) -> list[tuple[str, int]]:
    """(what is counted apart, sum) of the uses of a limit after `first`."""
    parts = uses.select("amount", pl.col("kind").str.extract_groups(USE_PARTS).struct.unnest())
    own = parts.filter(pl.col("limit_id") == limit_id, pl.col("day").str.to_date() > first)
    return own.group_by("item").agg(pl.col("amount").sum()).sort("item").rows()


def _account(compiled: CompiledPlans, cover: _Cover, accumulators: pl.DataFrame) -> Iterator[Used]:
    """The health reimbursement account of the family's year, and what members pay before it."""
    row = cover.version["row"]
    used = dict(accumulators.filter(pl.col("plan_code") == cover.plan, tier="all").select("kind", "amount").rows())
    for kind, amounts in (("account_bridge", "account_bridge_cents"), ("account_paid", "account_cents")):
        limit = int(getattr(compiled.arrays, amounts)[row, cover.level])
        if limit > 0:
            yield Used("family", kind, "all", "money", used.get(kind, 0), limit)
