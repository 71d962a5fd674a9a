"""What the rows of the kernel's state arrays belong to: the key of every slot, and the slots of every line."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from corridor.adjudication.arrays import NO_SLOT
from corridor.adjudication.slots import first_of_key, slots_of
from corridor.plan.arrays import Int32, Int64

OCCASION_KEYS = ("plan_code", "member_id", "benefit", "occasion_from", "billing_npi")
OWNERS = {"person": "member_id", "family": "family_id"}
_IS_OPEN = pl.col("reason").is_null()


@dataclass(frozen=True)
class Keys:
    """Tables of keys, one row per slot.

    deductibles, maximums: by owner (person, family): plan_code, plan_year_start, owner_id, kind. occasions:
    OCCASION_KEYS. reserves, accounts: plan_code, plan_year_start, owner_id.
    """

    deductibles: dict[str, pl.DataFrame]
    maximums: dict[str, pl.DataFrame]
    occasions: pl.DataFrame
    reserves: pl.DataFrame
    accounts: pl.DataFrame


def number_lines(lines: pl.DataFrame) -> tuple[dict[str, Int32], Keys]:
    """The slots of the lines by their field in Lines, and the keys.

    lines: READY in the order of decision, with what the plan says about slots (see arrange).
    """
    slots, rows = _numbered(
        lines,
        {
            **{f"{owner}_maximum_slot": _pool_key(owner, "maximum") for owner in OWNERS},
            "occasion_slot": first_of_key(OCCASION_KEYS, _IS_OPEN & pl.col("is_of_occasion")),
            "reserve_slot": first_of_key(
                ("plan_code", "plan_year_start", "member_id"), _IS_OPEN & pl.col("reserves_benefits")
            ),
            "account_slot": first_of_key(
                ("plan_code", "plan_year_start", "family_id"), _IS_OPEN & pl.col("has_account")
            ),
        },
    )
    deductible_slots, deductibles = _number_deductibles(lines)
    keys = Keys(
        deductibles=deductibles,
        maximums={owner: _pool(lines, rows[f"{owner}_maximum_slot"], owner, "maximum") for owner in OWNERS},
        occasions=lines.select(OCCASION_KEYS)[rows["occasion_slot"]],
        reserves=lines.select("plan_code", "plan_year_start", owner_id="member_id")[rows["reserve_slot"]],
        accounts=lines.select("plan_code", "plan_year_start", owner_id="family_id")[rows["account_slot"]],
    )
    return slots | deductible_slots, keys


def _number_deductibles(lines: pl.DataFrame) -> tuple[dict[str, Int32], dict[str, pl.DataFrame]]:
    """Slots of deductibles, and of those of the plan year before where something may carry over from it."""
    carries = lines["last_year_start"].null_count() < lines.height
    years = _with_last_years(lines) if carries else lines
    numbered, rows = _numbered(years, {f"{owner}_deductible_slot": _pool_key(owner, "deductible") for owner in OWNERS})
    deductibles = {owner: _pool(years, rows[f"{owner}_deductible_slot"], owner, "deductible") for owner in OWNERS}
    slots: dict[str, Int32] = {}
    for owner in OWNERS:
        own = numbered[f"{owner}_deductible_slot"]
        slots[f"{owner}_deductible_slot"] = own[0::2].copy() if carries else own
        none = np.full(lines.height, NO_SLOT, np.int32)
        slots[f"last_year_{owner}_slot"] = own[1::2].copy() if carries else none
    return slots, deductibles


def _with_last_years(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line twice: in its own plan year, and in the one before, given a reason where nothing carries over."""
    columns = ("reason", "deductible_plan", "deductible_kind", *OWNERS.values())
    years = lines.select(*columns, plan_year_start=pl.concat_list("plan_year_start", "last_year_start"))
    none_before = pl.when(pl.col("plan_year_start").is_null()).then(pl.lit("")).otherwise("reason")
    return years.explode("plan_year_start").with_columns(none_before.alias("reason")).with_row_index("position")


def _numbered(lines: pl.DataFrame, firsts: dict[str, pl.Expr]) -> tuple[dict[str, Int32], dict[str, Int64]]:
    """Slots of the lines by name, and the rows on which their keys first appear."""
    slots, rows = {}, {}
    for first in lines.select(**firsts).iter_columns():
        slots[first.name], rows[first.name] = slots_of(first)
    return slots, rows


def _pool_key(owner: str, pool: str) -> pl.Expr:
    return first_of_key((f"{pool}_plan", "plan_year_start", OWNERS[owner], f"{pool}_kind"), _IS_OPEN)


def _pool(lines: pl.DataFrame, rows: Int64, owner: str, pool: str) -> pl.DataFrame:
    keys = lines.select("plan_year_start", owner_id=OWNERS[owner], plan_code=f"{pool}_plan", kind=f"{pool}_kind")
    return keys[rows]
