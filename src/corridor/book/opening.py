"""What was there before a batch: running totals, and earlier lines."""

from dataclasses import dataclass

import polars as pl

from corridor.codes.reasons import NO_ORIGINAL
from corridor.records.decisions import ACCUMULATORS
from corridor.records.history import HISTORY
from corridor.records.ready import VISITS


@dataclass(frozen=True)
class Opening:
    """accumulators: ACCUMULATORS; history: HISTORY of the people in the batch, at least for its days of service."""

    accumulators: pl.DataFrame
    history: pl.DataFrame

    @property
    def visits(self) -> pl.DataFrame:
        """VISITS: what earlier lines of a visit have used, as far as the decisions show it.

        A copay that an out-of-pocket maximum cut to nothing leaves no trace. Later lines of the visit need none, as the
        maximum is met; only one that its source puts in another network tier could be asked for the copay again.
        """
        in_benefit = self.history.filter(pl.col("benefit").is_not_null() & pl.col("plan_code").is_not_null())
        visits = in_benefit.group_by(
            "plan_code", "member_id", "benefit", "service_from", pl.col("billing_npi").fill_null("")
        ).agg(
            (pl.col("copay_cents") > 0).any().alias("is_copay_taken"),
            (pl.col("allowed_cents") > 0).any().alias("is_counted"),
        )
        return VISITS.conform(visits.sort(VISITS.key))


def nothing_before() -> Opening:
    """The opening of a first batch, and of families decided anew from their first claim."""
    return Opening(ACCUMULATORS.empty(), HISTORY.empty())


def history_of(claims: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """HISTORY of decided claims: CLAIMS with claim_number, and the DECISIONS that stand, one per line."""
    stands = decisions.filter(~pl.col("reason").is_in(NO_ORIGINAL) & pl.col("member_id").is_not_null())
    facts = claims.select("claim_number", "line_number", *(name for name in HISTORY.schema if name not in _DECIDED))
    return HISTORY.conform(stands.select(*_DECIDED).join(facts, on=["claim_number", "line_number"], how="inner"))


_DECIDED = {"claim_number", "line_number", "member_id", "plan_code", "benefit", "allowed_cents", "copay_cents"}
