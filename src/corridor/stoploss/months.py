"""Layer 1 for frames: paid lines and a contract -> eligible paid by person and month of payment."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from corridor.stoploss.contract import Contract, Policy
from corridor.stoploss.lines import PERSON_MONTHS, is_kind_covered, require, with_paid_day
from corridor.stoploss.paid import NEVER, LineTerms, PaidArrays, eligible_months
from corridor.stoploss.stays import by_days, incurred_day
from corridor.stoploss.units import has_own_deductibles, own_deductibles, unit, unit_columns
from corridor.wording.said import said


def person_months(paid_lines: pl.DataFrame, contract: Contract, policy: Policy, as_of: date) -> pl.DataFrame:
    """Eligible paid cents per person and month of payment up to and including `as_of`: lines.PERSON_MONTHS, sorted.

    Where the deductible is for a subscriber or a family, or apart for bill groups, `member_id` names that unit; where
    units have deductibles of their own, `deductible_cents` is added. A refund that names no payment it takes back
    belongs to the policy when the line was incurred in its window, however late the money arrives (RULES 1.3 step 1).
    Raises StopLossError when a column is missing.
    """
    require(paid_lines, said("paid lines"), unit_columns(policy.specific))
    lines = by_days(with_paid_day(paid_lines, contract), contract, [policy])
    known = lines.with_columns(incurred_day(lines, contract).alias("incurred_day"), unit(policy.specific)).filter(
        pl.col("paid_day") <= as_of
    )
    names = known.get_column("unit").unique().sort()
    if known.is_empty():
        return _finished(pl.DataFrame(schema=PERSON_MONTHS), known, policy)
    arrays = _arrays(known, names, policy)
    found = eligible_months(arrays, LineTerms.of(policy), _first_day(known, policy, as_of), as_of)
    counts = np.diff(found.unit_starts)
    first = pl.lit(found.first_month)
    months = pl.DataFrame(
        {
            "member_id": names.gather(np.repeat(np.arange(len(names)), counts)),
            "month": found.month,
            "specific_cents": found.specific,
            "aggregate_cents": found.aggregate,
        }
    ).with_columns(first.dt.offset_by(pl.format("{}mo", "month")).alias("month"))
    return _finished(months, known, policy)


def _finished(months: pl.DataFrame, known: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    shaped = months.select(pl.col(name).cast(dtype) for name, dtype in PERSON_MONTHS.items())
    if policy.specific is None or not has_own_deductibles(policy.specific):
        return shaped
    own = own_deductibles(known, policy.specific).rename({"unit": "member_id"})
    return shaped.join(own, on="member_id", how="left", maintain_order="left")


def _arrays(known: pl.DataFrame, names: pl.Series, policy: Policy) -> PaidArrays:
    specific, aggregate = (
        pl.lit(False) if cover is None else is_kind_covered(known, policy, cover)
        for cover in (policy.specific, policy.aggregate)
    )
    has_named = "takes_back_paid_on" in known.columns
    never = pl.lit(NEVER, pl.Int32)
    named = pl.col("takes_back_paid_on").cast(pl.Int32).fill_null(never) if has_named else never
    columns = known.select(
        (pl.col("unit").rank("dense") - 1).cast(pl.Int32).alias("unit"),
        (specific.cast(pl.UInt8) + 2 * aggregate.cast(pl.UInt8)).cast(pl.UInt8).alias("kind"),
        pl.col("incurred_day", "paid_day").cast(pl.Date).cast(pl.Int32),
        pl.col("amount_cents").cast(pl.Int64),
        named.alias("takes_back"),
    )
    return PaidArrays(
        unit=columns["unit"].to_numpy(),
        kind=columns["kind"].to_numpy(),
        incurred=columns["incurred_day"].to_numpy(),
        paid=columns["paid_day"].to_numpy(),
        amount=columns["amount_cents"].to_numpy(),
        takes_back=columns["takes_back"].to_numpy() if has_named else np.zeros(0, np.int32),
        covers_of_kind=np.arange(4, dtype=np.uint8),
        n_units=len(names),
    )


def _first_day(known: pl.DataFrame, policy: Policy, as_of: date) -> date:
    """No line paid earlier is covered: the windows open then, unless a refund names a later payment that it undoes."""
    opens = [policy.windows(cover).paid_from for cover in (policy.specific, policy.aggregate) if cover is not None]
    if "takes_back_paid_on" in known.columns:
        named = known.filter(pl.col("takes_back_paid_on").is_not_null()).get_column("paid_day").min()
        opens += [named] if isinstance(named, date) else []
    return min(*opens, as_of + timedelta(days=0)) if len(opens) > 1 else min(opens[0], as_of)
