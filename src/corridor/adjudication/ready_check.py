"""What READY lines must hold before the kernel: a fault here is one of ours, not of a claim."""

import polars as pl

from corridor.codes.reasons import REASON_INDEX
from corridor.wording.said import Said, listed, said

NEEDED = (
    "family_id",
    "member_id",
    "plan_code",
    "plan_year_start",
    "version_row",
    "benefit_row",
    "benefit",
    "tier",
    "is_family_level",
)
"""Columns that a line without a reason fills."""


class ReadyError(ValueError):
    """READY lines that no plan can decide: a step before this one left something out."""


def check_ready(lines: pl.DataFrame) -> None:
    """lines: READY with `version_of_benefit`, the plan version of the line's benefit.

    Raises ReadyError naming the claim line that lacks something, and what.
    """
    is_open = pl.col("reason").is_null()
    faults = [(pl.col(name).is_null(), said("{column} is empty", column=name)) for name in NEEDED]
    is_of_another = pl.col("version_row") != pl.col("version_of_benefit")
    faults.append((is_of_another, said("the benefit is not of the plan version that decides")))
    faults.append((pl.col("version_of_benefit").is_null(), said("benefit_row is not in the compiled plans")))
    checks = [
        (is_open & is_fault, said("{what}, expected it of a line without a reason", what=what))
        for is_fault, what in faults
    ]
    is_strange = ~is_open & ~pl.col("reason").is_in(list(REASON_INDEX))
    checks.append((is_strange, said("reason is unknown, expected one of {allowed}", allowed=listed(REASON_INDEX))))
    is_paid = pl.col("reason") == "paid"
    checks.append((is_paid, said("reason is paid, expected none: the kernel decides what is paid")))
    found = lines.select(is_fault.any().alias(str(number)) for number, (is_fault, _) in enumerate(checks)).row(0)
    for is_found, (is_fault, what) in zip(found, checks, strict=True):
        if is_found:
            _refuse(lines.filter(is_fault), what)


def _refuse(faulty: pl.DataFrame, what: Said) -> None:
    claim, line = faulty.row(0, named=True)["claim_number"], faulty.row(0, named=True)["line_number"]
    raise ReadyError(said("ready, claim {claim} line {line}: {what}", claim=claim, line=line, what=what))
