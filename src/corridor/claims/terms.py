"""What the plans say of a benefit row and of a version row, beside the lines: prepared once for compiled plans."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from corridor.claims.coverage import dated_versions
from corridor.claims.identity import Identity
from corridor.claims.in_force import DatedRows
from corridor.plan.compiled import CompiledPlans

PER_SERVICE, PER_DAY = "service", "day"
_OF_BENEFIT = (
    "is_by_hand",
    "requires_authorization",
    "authorization_missing",
    "authorization_late_days",
    "waiting_months",
    "excludes_missing_teeth",
    "member_pays_brand_difference",
    "orthodontia_initial_bp",
    "orthodontia_every_months",
    "orthodontia_months_most",
)


@dataclass(frozen=True)
class Terms:
    """benefits: one row per benefit row, what the columnar steps look at, and `counted`, what its limits and copays

    count: PER_DAY, PER_SERVICE, null where nothing is counted; `is_by_quadrant`: teeth are counted by quadrant.
    alternates: ALTERNATES_SCHEMA. has_waiting, has_instalments: whether any benefit asks for it.
    judges_authorization: whether a missing authorisation leads to anything but a penalty.
    """

    versions: DatedRows
    benefits: pl.DataFrame
    alternates: pl.DataFrame
    asks_since: bool
    has_instalments: bool
    judges_authorization: bool


def terms_of(compiled: CompiledPlans) -> Terms:
    """The terms of compiled plans; kept, as a live claim asks the same plans again and again."""
    return _terms(Identity(compiled))


@lru_cache(maxsize=16)
def _terms(plans: Identity[CompiledPlans]) -> Terms:
    compiled = plans.thing
    benefits = compiled.benefits.select(*_OF_BENEFIT, counted=_counted(compiled), is_by_quadrant=_by_quadrant(compiled))
    asks_since = benefits.select(
        (pl.col("waiting_months").is_not_null() | pl.col("excludes_missing_teeth")).any()
    ).item()
    has_instalments = benefits.get_column("orthodontia_initial_bp").null_count() < benefits.height
    judges = benefits.select(
        (pl.col("requires_authorization") & (pl.col("authorization_missing") != "penalty")).any()
    ).item()
    versions = dated_versions(compiled.versions)
    return Terms(versions, benefits, compiled.alternates, bool(asks_since), has_instalments, bool(judges))


def _counted(compiled: CompiledPlans) -> pl.Series:
    """Of each benefit row, what a unit of its lines is."""
    rows = np.arange(len(compiled.matches))
    has_step = (compiled.arrays.copay_step > 0).any(axis=1)
    is_by_day = np.isin(rows, _rows_with(compiled, "unit", "days")) | has_step
    is_by_service = np.isin(rows, _rows_with(compiled, "unit", "services"))
    counted = np.where(is_by_day, PER_DAY, np.where(is_by_service, PER_SERVICE, ""))
    return pl.Series(counted, dtype=pl.String).replace("", None)


def _by_quadrant(compiled: CompiledPlans) -> pl.Series:
    """A limit of the benefit is by quadrant and none by tooth: those want the tooth itself."""
    rows = np.arange(len(compiled.matches))
    by_tooth = _rows_with(compiled, "of", "tooth", "tooth_surface")
    return pl.Series(np.isin(rows, _rows_with(compiled, "of", "quadrant")) & ~np.isin(rows, by_tooth))


def _rows_with(compiled: CompiledPlans, column: str, *values: str) -> list[int]:
    rows: list[int] = compiled.limits.filter(pl.col(column).is_in(values)).get_column("benefit_row").to_list()
    return rows
