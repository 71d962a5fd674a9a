"""Holds that an examiner has lifted: the edit that held the claim is not asked again, the others are."""

import polars as pl

from corridor.claims.edits import EDITS, OF_REPEATS, REASON, REASON_BUT_DUPLICATE, first_reason

HOLDS = (
    "work_under_review",
    "auto_accident_under_review",
    "accident_under_review",
    "order_of_benefits_unclear",
    "other_payer_first",
    "amount_above_limit",
    "possible_duplicate",
    "authorization_under_review",
)
"""Reasons that wait for a person's word, and nothing else."""


def with_reason(lines: pl.DataFrame, released: pl.DataFrame | None, *, asks_duplicate: bool = True) -> pl.DataFrame:
    """`lines` with `reason`: that of the first edit that holds and is not lifted for the claim, null where none does.

    released: claim_number and reason (RELEASES), of HOLDS; None: nothing is lifted. asks_duplicate: whether it is known
    already which lines repeat another.
    """
    reason = REASON if asks_duplicate else REASON_BUT_DUPLICATE
    if released is not None:
        for lifted, claims in _claims_by_lifted(released.join(lines, on="claim_number", how="semi")):
            without = lifted if asks_duplicate else (*lifted, *OF_REPEATS)
            edits = tuple(edit for edit in EDITS if edit.reason not in without)
            reason = pl.when(pl.col("claim_number").is_in(claims)).then(first_reason(edits)).otherwise(reason)
    return lines.with_columns(reason.alias("reason"))


def _claims_by_lifted(released: pl.DataFrame) -> list[tuple[tuple[str, ...], list[int]]]:
    """The holds lifted together, and the claims for which they are."""
    by_claim = released.group_by("claim_number").agg(pl.col("reason").unique().sort()).sort("claim_number")
    found: dict[tuple[str, ...], list[int]] = {}
    for number, reasons in by_claim.iter_rows():
        found.setdefault(tuple(reason for reason in reasons if reason in HOLDS), []).append(number)
    return list(found.items())
