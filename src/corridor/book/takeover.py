"""What a prior administrator hands over -> with what running totals and histories begin here."""

from dataclasses import dataclass

import polars as pl

from corridor.adjudication.prior_uses import prior_uses
from corridor.claims.coverage import with_plan_version
from corridor.claims.prepare import with_benefit
from corridor.claims.teeth import SURFACES, TOOTH
from corridor.claims.terms import terms_of
from corridor.claims.units import COUNTED_UNITS
from corridor.plan.compiled import CompiledPlans
from corridor.records.claims import CLAIMS
from corridor.records.decisions import ACCUMULATORS
from corridor.records.takeover import OPENINGS, PRIOR_PAID, RUN_IN_LINES


@dataclass(frozen=True)
class Opened:
    """openings: OPENINGS. run_in: RUN_IN_LINES. unmatched: run-in lines that fall under no benefit of their plan."""

    openings: pl.DataFrame
    run_in: pl.DataFrame
    unmatched: int


def opened(
    accumulators: pl.DataFrame,
    credits: pl.DataFrame,
    run_in: pl.DataFrame,
    treatments: pl.DataFrame,
    compiled: CompiledPlans,
    taken_over_from: str,
    last_number: int = 0,
) -> Opened:
    """The openings of people, by the files as read (PRIOR_ACCUMULATORS, DEDUCTIBLE_CREDITS, RUN_IN, TREATMENTS).

    A limit that the accumulators state is as stated; of any other, run-in lines and treatments say what was used.
    last_number: the lowest number (0 or less) under which run-in lines were kept before.
    """
    lines = _run_in_ready(run_in, compiled, last_number)
    ortho = _treatments_ready(treatments, compiled)
    parts = [
        _stated(accumulators),
        _credited(credits),
        _used(lines, compiled, accumulators, "run_in"),
        _used(ortho, compiled, accumulators, "treatments"),
    ]
    rows = pl.concat(parts).with_columns(pl.lit(taken_over_from).alias("taken_over_from"))
    openings = (
        rows.filter(pl.col("amount") != 0)
        .group_by(OPENINGS.key, maintain_order=True)
        .agg(pl.col("amount").sum(), pl.col("taken_over_from").first())
    )
    kept = lines.with_columns(
        pl.lit(taken_over_from).alias("taken_over_from"),
        pl.col("sent_units").alias("units"),
        pl.col("sent_tooth").alias("tooth"),
        pl.col("sent_surfaces").alias("surfaces"),
        pl.col("copay_cents").fill_null(0),
    )
    return Opened(OPENINGS.conform(openings), RUN_IN_LINES.conform(kept), lines["benefit_row"].null_count())


def prior_paid(large_claims: pl.DataFrame, taken_over_from: str) -> pl.DataFrame:
    """PRIOR_PAID of the open large claims (LARGE_CLAIMS)."""
    return PRIOR_PAID.conform(large_claims.with_columns(pl.lit(taken_over_from).alias("taken_over_from")))


_AMOUNT_COLUMNS = (*ACCUMULATORS.schema, "origin", "proof")


def _stated(accumulators: pl.DataFrame) -> pl.DataFrame:
    return accumulators.select(
        *ACCUMULATORS.key,
        pl.coalesce("amount_cents", "counted").alias("amount"),
        pl.lit("prior_accumulators").alias("origin"),
        "proof",
    )


def _credited(credits: pl.DataFrame) -> pl.DataFrame:
    """A credit counts for the person and for the family, toward the maximum as well where it says so."""
    person = credits.with_columns(pl.lit("person").alias("owner"), pl.col("member_id").alias("owner_id"))
    family = credits.with_columns(pl.lit("family").alias("owner"), pl.col("subscriber_id").alias("owner_id"))
    both = pl.concat([person, family])
    counting = both.filter(pl.col("counts_toward_out_of_pocket").fill_null(False))
    return pl.concat(
        rows.select(
            "plan_code",
            "plan_year_start",
            "owner",
            "owner_id",
            pl.lit(kind).alias("kind"),
            "tier",
            pl.col("credit_cents").alias("amount"),
            pl.lit("deductible_credits").alias("origin"),
            "proof",
        )
        for rows, kind in ((both, "deductible"), (counting, "out_of_pocket"))
    )


def _used(lines: pl.DataFrame, compiled: CompiledPlans, stated: pl.DataFrame, origin: str) -> pl.DataFrame:
    """Uses of limits by lines, but of the limits that the accumulators state for the person."""
    uses = prior_uses(lines.filter(pl.col("benefit_row").is_not_null()), compiled)
    limit = pl.col("kind").str.extract(r"^(?:limit|use):([^:@#]*)").alias("limit_id")
    known = stated.select("plan_code", "owner_id", limit).drop_nulls().unique()
    others = uses.join(known, on=["plan_code", "owner_id", "limit_id"], how="anti", maintain_order="left")
    return others.with_columns(pl.lit(origin).alias("origin")).select(_AMOUNT_COLUMNS)


def _run_in_ready(run_in: pl.DataFrame, compiled: CompiledPlans, last_number: int) -> pl.DataFrame:
    """Run-in lines under negative numbers, with the benefit they fall under and what limits count of them."""
    claim = pl.col("claim_id").rank("dense").cast(pl.Int64)
    numbered = run_in.sort("service_from", "claim_id", "line_number").with_columns(
        (pl.lit(last_number) - claim).alias("claim_number"), pl.col("prior_paid_cents").alias("paid_cents")
    )
    return _counted(numbered, compiled)


def _treatments_ready(treatments: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """Each treatment as the one line that it was when it began, allowed and paid as far as it was paid."""
    lines = treatments.with_columns(
        pl.lit("dental").alias("kind"),
        pl.col("started_on").alias("service_from"),
        pl.col("started_on").alias("service_to"),
        pl.lit(1000, pl.Int64).alias("units"),
        pl.lit(1, pl.Int32).alias("line_number"),
        pl.col("prior_paid_cents").alias("paid_cents"),
        pl.col("prior_paid_cents").alias("allowed_cents"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("claim_number"),
    )
    return _counted(lines, compiled)


def _counted(lines: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """`lines` with benefit, plan year, units, tooth and surfaces as limits count them; `sent_*` as they came.

    Care from before the plan began falls under the first version of it.
    """
    absent = {name: dtype for name, dtype in CLAIMS.schema.items() if name not in lines.columns}
    terms = terms_of(compiled)
    first_day = compiled.versions.group_by("plan_code").agg(pl.col("effective_from").min().alias("first_day"))
    full = (
        lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in absent.items())
        .join(first_day, on="plan_code", how="left", maintain_order="left")
        .with_columns(
            pl.col("service_from").alias("own_day"),
            pl.max_horizontal("service_from", "first_day").alias("service_from"),
        )
    )
    known = with_benefit(with_plan_version(full, terms.versions), compiled, terms)
    years_before = (pl.col("plan_year_start").dt.year() - _plan_year(pl.col("own_day"))).cast(pl.String)
    return known.with_columns(
        pl.col("plan_year_start").dt.offset_by(pl.format("-{}y", years_before)).alias("plan_year_start"),
        pl.col("own_day").alias("service_from"),
        *(pl.col(name).alias(f"sent_{name}") for name in ("units", "tooth", "surfaces")),
        COUNTED_UNITS.alias("units"),
        TOOTH.alias("tooth"),
        SURFACES.alias("surfaces"),
    )


def _plan_year(day: pl.Expr) -> pl.Expr:
    """Year in which the plan year that holds `day` begins."""
    start = pl.col("plan_year_start").dt
    is_before = (day.dt.month() * 100 + day.dt.day()) < (start.month().cast(pl.Int32) * 100 + start.day())
    return day.dt.year() - is_before.cast(pl.Int32)
