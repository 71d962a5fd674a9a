"""A file of a settled book, decided under plan documents: what the plan and its members pay now, and paid before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from corridor.adjudication.arrays import PAID, Outcome
from corridor.adjudication.run import live
from corridor.book.replay.arrange import arrange_book
from corridor.book.replay.files import BookFile, Contents
from corridor.book.replay.under_plan import Bools, Ints, under_plans
from corridor.codes.reasons import REASON_INDEX, REASONS
from corridor.plan.compiled import CompiledPlans

NO_BENEFIT = ""
_SHARES = (
    "deductible_cents",
    "coinsurance_cents",
    "copay_cents",
    "over_limit_cents",
    "penalty_cents",
    "not_recognised_cents",
)
_IS_MEMBERS = np.array([reason.status == "denied" and reason.group == "PR" for reason in REASONS])


@dataclass(frozen=True)
class Replayed:
    """people: member_id, then plan and member cents, before and now. benefits: benefit, lines, and the same cents,
    before under the old benefit and now under the new one. reasons: reason, lines before and now.
    """

    lines: int
    people: pl.DataFrame
    benefits: pl.DataFrame
    reasons: pl.DataFrame


@dataclass(frozen=True)
class Asked:
    """instead: code of the plan that decides in the place of one of the book; lines of other plans stay as they are.

    first, last: days of service that are added up; running totals count all of a plan year whatever is asked.
    """

    instead: Mapping[str, str]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class LinesNow:
    """Of each line: (n,) reason as the kernel counts them, name of the benefit as a number, plan and member cents.

    benefit: a row of the compiled plans; after those the book's benefits, of lines that stay; the last: none.
    """

    reason: Ints
    benefit: Ints
    plan_cents: Ints
    member_cents: Ints


def replay_file(file: BookFile, contents: Contents, compiled: CompiledPlans, asked: Asked) -> Replayed:
    """Decide the lines of a file, and add up those of the period."""
    now = lines_now(file, contents, compiled, asked.instead)
    lines = file.lines
    if asked.first is not None or asked.last is not None:
        counted = _in_period(lines, asked.first, asked.last)
        lines = lines.filter(pl.Series(counted))
        now = LinesNow(now.reason[counted], now.benefit[counted], now.plan_cents[counted], now.member_cents[counted])
    was = {name: lines[name].to_numpy() for name in ("was_plan_cents", "was_member_cents")}
    both = {**was, "plan_cents": now.plan_cents, "member_cents": now.member_cents}
    person = lines["person"].fill_null(file.people.height).to_numpy()
    return Replayed(
        lines.height,
        file.people.select("member_id").with_columns(
            pl.Series(name, _summed(cents, person, file.people.height)) for name, cents in both.items()
        ),
        _by_benefit(lines, now, contents, compiled),
        _by_reason(lines, now, contents),
    )


def _in_period(lines: pl.DataFrame, first: date | None, last: date | None) -> Bools:
    day = pl.col("service_from")
    is_in = pl.lit(True)
    if first is not None:
        is_in &= day >= first
    if last is not None:
        is_in &= day <= last
    return lines.select(day.is_not_null() & is_in).to_series().to_numpy()


def lines_now(file: BookFile, contents: Contents, compiled: CompiledPlans, instead: Mapping[str, str]) -> LinesNow:
    """The same, line by line. A line of a plan that no other decides in the place of is as it was."""
    plans = [instead.get(plan) for plan in contents.plans]
    under = under_plans(file, compiled, plans, contents.reasons)
    arrays, state = arrange_book(file, under, compiled)
    outcome, _ = live(compiled.arrays, arrays, state)
    lines = file.lines
    names = _names(contents, compiled)
    now = LinesNow(
        outcome.reason.astype(np.int64),
        np.where(under.benefit >= 0, under.benefit, len(names) - 1),
        outcome.plan_paid_cents + outcome.account_cents + _added_cents(lines, outcome),
        _member_cents(outcome, lines["charge_cents"].to_numpy(), lines["is_out"].to_numpy()),
    )
    if None not in plans:
        return now
    return _kept(now, lines, contents, np.array([plan is None for plan in plans]), compiled.benefits.height)


def _names(contents: Contents, compiled: CompiledPlans) -> list[str]:
    """What LinesNow.benefit numbers."""
    return [*compiled.benefits["name"].to_list(), *contents.benefits, NO_BENEFIT]


def _kept(now: LinesNow, lines: pl.DataFrame, contents: Contents, keeps: Bools, rows: int) -> LinesNow:
    """Lines of plans that stay, as the book has them."""
    stays = keeps[lines["plan"].fill_null(0).to_numpy()] & lines["plan"].is_not_null().to_numpy()
    reasons = np.array([REASON_INDEX[name] for name in contents.reasons])
    was_reason = reasons[lines["was_reason"].to_numpy()]
    return LinesNow(
        np.where(stays, was_reason, now.reason),
        np.where(stays, rows + lines["was_benefit"].fill_null(len(contents.benefits)).to_numpy(), now.benefit),
        np.where(stays, lines["was_plan_cents"].to_numpy(), now.plan_cents),
        np.where(stays, lines["was_member_cents"].to_numpy(), now.member_cents),
    )


def _added_cents(lines: pl.DataFrame, outcome: Outcome) -> Ints | int:
    """What the plan owes of surprise bills beyond the recognised amount."""
    added = lines["added_cents"]
    if added.null_count() == len(added):
        return 0
    return np.where(outcome.reason == PAID, np.maximum(added.fill_null(0).to_numpy(), -outcome.plan_paid_cents), 0)


def _member_cents(outcome: Outcome, charge: Ints, is_out: Bools) -> Ints:
    """As summary.member_owes has it: the shares, what is above the allowed amount, a charge denied in group PR."""
    shares = sum(getattr(outcome, name) for name in _SHARES)
    above = np.where(is_out, charge - outcome.allowed_cents, 0)
    denied = np.where(_IS_MEMBERS[outcome.reason], charge, 0)
    return np.where(outcome.reason == PAID, shares - outcome.account_cents + above, denied)


def _summed(cents: Ints, owner: Ints, count: int) -> Ints:
    """Sums by owner. Whole numbers below 2^53 add up exactly in floating point."""
    return np.bincount(owner, weights=cents, minlength=count + 1)[:count].astype(np.int64)


def _by_benefit(lines: pl.DataFrame, now: LinesNow, contents: Contents, compiled: CompiledPlans) -> pl.DataFrame:
    new = _totals(now.benefit, _names(contents, compiled), "", now.plan_cents, now.member_cents)
    old_names = [*contents.benefits, NO_BENEFIT]
    old = lines["was_benefit"].fill_null(len(contents.benefits)).to_numpy()
    was = _totals(old, old_names, "was_", lines["was_plan_cents"].to_numpy(), lines["was_member_cents"].to_numpy())
    both = new.join(was, on="benefit", how="full", coalesce=True).fill_null(0)
    return both.select("benefit", *sorted(set(both.columns) - {"benefit"})).sort("benefit")


def _totals(row: Ints, names: Sequence[str], prefix: str, plan_cents: Ints, member_cents: Ints) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "benefit": names,
            f"{prefix}lines": np.bincount(row, minlength=len(names)),
            f"{prefix}plan_cents": _summed(plan_cents, row, len(names)),
            f"{prefix}member_cents": _summed(member_cents, row, len(names)),
        }
    )
    return frame.group_by("benefit").sum().filter(pl.col(f"{prefix}lines") > 0)


def _by_reason(lines: pl.DataFrame, now: LinesNow, contents: Contents) -> pl.DataFrame:
    was = np.bincount(lines["was_reason"].to_numpy(), minlength=len(contents.reasons))
    old = pl.DataFrame({"reason": list(contents.reasons), "was_lines": was})
    counted = np.bincount(now.reason, minlength=len(REASONS))
    new = pl.DataFrame({"reason": [reason.name for reason in REASONS], "lines": counted})
    both = old.join(new, on="reason", how="full", coalesce=True).fill_null(0)
    return both.filter((pl.col("lines") > 0) | (pl.col("was_lines") > 0)).sort("reason")
