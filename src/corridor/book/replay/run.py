"""A file of a settled book, decided under plan documents: what the plan and its members pay now, and paid before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from corridor.adjudication.arrays import PAID, Outcome
from corridor.adjudication.run import live
from corridor.book.replay.arrange import arrange_book
from corridor.book.replay.files import BookFile, Contents
from corridor.book.replay.under_plan import Bools, Ints, under_plans
from corridor.codes.reasons import REASONS
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
class LinesNow:
    """Of each line: (n,) reason as the kernel counts them, benefit row, what plan and member pay, in cents."""

    reason: Ints
    benefit: Ints
    plan_cents: Ints
    member_cents: Ints


def replay_file(file: BookFile, contents: Contents, compiled: CompiledPlans, instead: Mapping[str, str]) -> Replayed:
    """Decide the lines of a file. instead: code of the plan that decides in the place of one of the book; a plan that
    is not named decides itself, where `compiled` has it, else none does.
    """
    now = lines_now(file, contents, compiled, instead)
    lines = file.lines
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


def lines_now(file: BookFile, contents: Contents, compiled: CompiledPlans, instead: Mapping[str, str]) -> LinesNow:
    """The same, line by line."""
    known = set(compiled.versions["plan_code"])
    plans = [code if (code := instead.get(plan, plan)) in known else None for plan in contents.plans]
    under = under_plans(file, compiled, plans, contents.reasons)
    lines, state = arrange_book(file, under, compiled)
    outcome, _ = live(compiled.arrays, lines, state)
    charge, is_out = file.lines["charge_cents"].to_numpy(), file.lines["is_out"].to_numpy()
    return LinesNow(
        outcome.reason.astype(np.int64),
        under.benefit,
        outcome.plan_paid_cents + outcome.account_cents,
        _member_cents(outcome, charge, is_out),
    )


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
    names = [*compiled.benefits["name"].to_list(), NO_BENEFIT]
    new = _totals(now.benefit % len(names), names, "", now.plan_cents, now.member_cents)
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
