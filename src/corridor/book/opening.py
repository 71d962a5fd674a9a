"""What was there before a batch: running totals, and earlier lines."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from corridor.claims.identity import Identity
from corridor.codes.reasons import NEVER_REPEATED
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.history import HISTORY
from corridor.records.ready import VISITS


@dataclass(frozen=True)
class Opening:
    """accumulators: ACCUMULATORS; history: HISTORY of the people in the batch, at least for its days of service."""

    accumulators: pl.DataFrame
    history: pl.DataFrame

    def visits(self, compiled: CompiledPlans) -> pl.DataFrame:
        """VISITS: what earlier lines of a visit or an admission have used, as far as the decisions show it.

        A copay that an out-of-pocket maximum cut to nothing leaves no trace. Later lines of the visit need none, as the
        maximum is met; only one that its source puts in another network tier could be asked for the copay again.
        """
        if self.history.is_empty():
            return VISITS.empty()
        in_benefit = self.history.filter(pl.col("benefit").is_not_null() & pl.col("plan_code").is_not_null())
        stays = in_benefit.join(
            _by_admission(Identity(compiled)), on=["plan_code", "benefit"], how="left", maintain_order="left"
        )
        first_day = pl.coalesce(pl.when("is_per_admission").then("admission_date"), "service_from")
        visits = stays.group_by(
            "plan_code",
            "member_id",
            "benefit",
            first_day.alias("occasion_from"),
            pl.col("billing_npi").fill_null(""),
        ).agg(
            pl.col("copay_cents").sum(),
            (pl.col("copay_cents") > 0).any().alias("is_copay_taken"),
            (pl.col("allowed_cents") > 0).any().alias("is_counted"),
        )
        return VISITS.conform(visits.sort(VISITS.key))


@lru_cache(maxsize=16)
def _by_admission(plans: Identity[CompiledPlans]) -> pl.DataFrame:
    """plan_code and benefit of those whose copay is charged once an admission, in any version of the plan."""
    compiled = plans.thing
    versions = compiled.versions.select("plan_code", version_row=pl.col("row"))
    benefits = compiled.benefits.join(versions, on="version_row").filter("is_per_admission")
    return benefits.select("plan_code", pl.col("name").alias("benefit"), "is_per_admission").unique()


def nothing_before() -> Opening:
    """The opening of a first batch, and of families decided anew from their first claim."""
    return Opening(ACCUMULATORS.empty(), HISTORY.empty())


def history_of(claims: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """HISTORY of decided claims: CLAIMS with claim_number, and the DECISIONS that stand, one per line."""
    stands = decisions.filter(~pl.col("reason").is_in(NEVER_REPEATED) & pl.col("member_id").is_not_null())
    facts = claims.select("claim_number", "line_number", *(name for name in HISTORY.schema if name not in _DECIDED))
    return HISTORY.conform(stands.select(*_DECIDED).join(facts, on=["claim_number", "line_number"], how="inner"))


_DECIDED = {"claim_number", "line_number", "member_id", "plan_code", "benefit", "allowed_cents", "copay_cents"}
