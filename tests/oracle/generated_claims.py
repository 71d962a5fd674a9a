"""Hypothesis strategies: plans with every switch of the kernel, and READY lines of a few families under them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from hypothesis import strategies as st

from corridor.plan.arrays import NO_LIMIT, PlanArrays
from corridor.plan.compiled import BENEFITS_SCHEMA, VERSIONS_SCHEMA, CompiledPlans
from corridor.records.ready import READY

NAMES = ("office", "therapy", "dental", "pharmacy")
VERSION_PLANS = ("PPO", "PPO", "HDHP")  # two versions of one plan, and another plan
N_BENEFITS = len(NAMES) * len(VERSION_PLANS)
YEAR_STARTS = (date(2025, 1, 1), date(2026, 1, 1))
LIMIT_IDS = {
    # visit limit, dollar limit; therapy and dental share both
    "office": (None, "office dollars"),
    "therapy": ("visits", "dollars"),
    "dental": ("visits", "dollars"),
    "pharmacy": (None, None),
}

SMALL_CENTS = st.sampled_from([0, 1, 50, 999, 2_500, 10_000, 33_333, 100_000])
LIMIT_CENTS = st.sampled_from([0, 5_000, 20_000, 45_001, 100_000, NO_LIMIT])
SHARES_BP = st.sampled_from([0, 1, 1_000, 2_000, 3_333, 5_000, 10_000])
CROSS = st.sampled_from([[[1, 0], [0, 1]], [[1, 0], [1, 1]], [[1, 1], [0, 1]], [[1, 1], [1, 1]]])


def _array(element: st.SearchStrategy[Any], dtype: Any, *shape: int) -> st.SearchStrategy[Any]:
    n = int(np.prod(shape))
    return st.lists(element, min_size=n, max_size=n).map(lambda values: np.array(values, dtype).reshape(shape))


@st.composite
def plan_arrays(draw: st.DrawFn) -> PlanArrays:
    """Arrays of three plan versions of four benefits each."""
    b, v = N_BENEFITS, len(VERSION_PLANS)
    flag, mostly = st.sampled_from([0, 1]), st.sampled_from([1, 1, 1, 1, 0])
    return PlanArrays(
        covered=draw(_array(mostly, np.uint8, b, 2)),
        deductible_applies=draw(_array(flag, np.uint8, b, 2)),
        copay_cents=draw(_array(st.sampled_from([0, 0, 2_500, 15_000]), np.int64, b, 2)),
        copay_is_per_visit=draw(_array(flag, np.uint8, b, 2)),
        copay_order=draw(_array(flag, np.uint8, b, 2)),
        coinsurance_bp=draw(_array(SHARES_BP, np.int64, b, 2)),
        counts_to_out_of_pocket=draw(_array(mostly, np.uint8, b, 2)),
        visit_limit=_or_unlimited(draw(_array(st.integers(0, 3), np.int64, b)), position=0),
        dollar_limit_cents=_or_unlimited(draw(_array(SMALL_CENTS, np.int64, b)), position=1),
        person_deductible_cents=draw(_array(LIMIT_CENTS, np.int64, v, 2, 2)),
        family_deductible_cents=draw(_array(LIMIT_CENTS, np.int64, v, 2, 2)),
        person_out_of_pocket_cents=draw(_array(LIMIT_CENTS, np.int64, v, 2, 2)),
        family_out_of_pocket_cents=draw(_array(LIMIT_CENTS, np.int64, v, 2, 2)),
        deductible_counts=np.array([draw(CROSS) for _ in range(v)], np.uint8),
        out_of_pocket_counts=np.array([draw(CROSS) for _ in range(v)], np.uint8),
    )


def _or_unlimited(limits: Any, position: int) -> Any:
    has_limit = [LIMIT_IDS[name][position] is not None for _ in VERSION_PLANS for name in NAMES]
    return np.where(has_limit, limits, NO_LIMIT)


def compiled_plans(arrays: PlanArrays) -> CompiledPlans:
    """The arrays with the frames that belong to them."""
    rows = [
        {"row": v * len(NAMES) + i, "version_row": v, "name": name, "clause": f"{v}.{i}", "is_by_hand": False}
        | dict(zip(("visit_limit_id", "dollar_limit_id"), LIMIT_IDS[name], strict=True))
        for v in range(len(VERSION_PLANS))
        for i, name in enumerate(NAMES)
    ]
    versions = [
        {"row": v, "plan_code": code, "effective_from": date(2020, 1, 1)} for v, code in enumerate(VERSION_PLANS)
    ]
    return CompiledPlans(
        arrays=arrays,
        versions=pl.DataFrame(versions, schema=VERSIONS_SCHEMA),
        benefits=pl.DataFrame(rows, schema=BENEFITS_SCHEMA),
        matches=(),
        benefit_clauses=(),
        version_clauses=(),
    )


@st.composite
def ready_rows(draw: st.DrawFn, max_size: int = 25) -> list[dict[str, Any]]:
    """READY lines as dicts, in the order of decision."""
    return [_ready_row(draw, number) for number in range(draw(st.integers(1, max_size)))]


def _ready_row(draw: st.DrawFn, number: int) -> dict[str, Any]:
    version, kind = draw(st.integers(0, len(VERSION_PLANS) - 1)), draw(st.integers(0, len(NAMES) - 1))
    family, year = draw(st.integers(0, 2)), draw(st.sampled_from(YEAR_STARTS))
    allowed = draw(SMALL_CENTS | st.integers(0, 60_000))
    decided = draw(st.sampled_from([None, None, None, None, None, "duplicate"]))
    return {
        "claim_number": number // 2,
        "line_number": number % 2 + 1,
        "family_id": f"F{family}",
        "member_id": f"F{family}M{draw(st.integers(0, 2)) if family else 0}",
        "plan_code": VERSION_PLANS[version],
        "plan_year_start": year,
        "version_row": version,
        "benefit_row": version * len(NAMES) + kind,
        "benefit": NAMES[kind],
        "is_family_level": family > 0,
        "tier": draw(st.sampled_from(["in", "in", "out"])),
        "service_from": year + timedelta(days=draw(st.integers(0, 1))),
        "billing_npi": draw(st.sampled_from(["1234567893", None])),
        "reason": decided,
        "charge_cents": allowed + 100,
        "allowed_cents": allowed,
    }


def ready_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as READY."""
    return READY.from_rows(rows)


def twin_line(row: dict[str, Any], compiled: CompiledPlans) -> dict[str, Any]:
    """A READY line as the slow twin reads it: names, not numbers, are the keys."""
    year = (row["plan_code"], row["plan_year_start"])
    benefit = compiled.benefits.row(row["benefit_row"], named=True)

    def limit(name: str | None) -> Any:
        return None if name is None else (*year, "person", row["member_id"], f"limit:{name}", "all")

    return {
        "version": row["version_row"],
        "benefit": row["benefit_row"],
        "level": int(row["is_family_level"]),
        "tier": int(row["tier"] == "out"),
        "reason": row["reason"],
        "allowed": Decimal(row["allowed_cents"]) / 100,
        "person": (*year, "person", row["member_id"]),
        "family": (*year, "family", row["family_id"]),
        "visit": (row["plan_code"], row["member_id"], row["benefit"], row["service_from"], row["billing_npi"] or ""),
        "visit_limit": limit(benefit["visit_limit_id"]),
        "dollar_limit": limit(benefit["dollar_limit_id"]),
    }


def twin_accumulators(books: Any) -> dict[tuple[Any, ...], int]:
    """The twin's books as {key of ACCUMULATORS: amount}, zeros left out."""
    amounts: dict[tuple[Any, ...], int] = {}
    for book in (books.person, books.family):
        for (kind, owner, tier), dollars in book.items():
            amounts[*owner, kind, ("in", "out")[tier]] = int(dollars * 100)
    amounts |= {key: int(dollars * 100) for key, dollars in books.dollars_used.items()}
    amounts |= books.visits_used
    return {key: amount for key, amount in amounts.items() if amount}


def frame_accumulators(accumulators: pl.DataFrame) -> dict[tuple[Any, ...], int]:
    """ACCUMULATORS as {key: amount}."""
    return {row[:-1]: row[-1] for row in accumulators.iter_rows()}
