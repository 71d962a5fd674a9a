"""How well claims are decided: what the program decides alone, how fast, and how right a sample was found to be.

decided: one row per claim: claim_number, received_on, finished_on (null: it waits yet), is_auto (no person had to act),
is_first_pass (paid or denied at its first decision), reason (of its first line that was not simply paid, else paid).
sample: QUALITY_SAMPLES. findings: QUALITY_FINDINGS. All shares are basis points, null where there is nothing to share.
"""

from dataclasses import dataclass

import polars as pl

from corridor.money.rounding import BASIS_POINTS, prorate_cents

BENCHMARKS_BP = {"typical": (7_000, 8_500), "best": (9_000, 9_500)}
"""Auto-adjudication rates that administrators report, lowest and highest, as trade surveys give them."""
FAST_DAYS = (14, 30)

DECIDED_SCHEMA = {
    "claim_number": pl.Int64,
    "received_on": pl.Date,
    "finished_on": pl.Date,
    "is_auto": pl.Boolean,
    "is_first_pass": pl.Boolean,
    "reason": pl.String,
}


@dataclass(frozen=True)
class Measures:
    """claims: all. auto_bp, first_pass_bp: of all. days: mean turnaround of finished ones, in tenths of a day.

    within_14_bp, within_30_bp: of the finished. sampled, reviewed: claims. financial_bp: dollars paid right of dollars
    paid in what was reviewed; payment_bp, procedural_bp: claims without such an error of those reviewed.
    """

    claims: int
    auto_bp: int | None
    first_pass_bp: int | None
    finished: int
    tenths_of_days: int | None
    within_14_bp: int | None
    within_30_bp: int | None
    sampled: int
    reviewed: int
    financial_bp: int | None
    payment_bp: int | None
    procedural_bp: int | None


def measures(decided: pl.DataFrame, sample: pl.DataFrame, findings: pl.DataFrame) -> Measures:
    """The measures of these claims and samples."""
    finished = decided.filter(pl.col("finished_on").is_not_null())
    days = (finished.get_column("finished_on") - finished.get_column("received_on")).dt.total_days()
    within = [share_bp(int((days <= most).sum()), finished.height) for most in FAST_DAYS]
    total_days = int(days.sum() or 0)
    return Measures(
        decided.height,
        share_bp(int(decided.get_column("is_auto").sum()), decided.height),
        share_bp(int(decided.get_column("is_first_pass").sum()), decided.height),
        finished.height,
        prorate_cents(10, max(total_days, 0), finished.height) if finished.height else None,
        within[0],
        within[1],
        *accuracy(sample, findings),
    )


def by_reason(decided: pl.DataFrame, sample: pl.DataFrame, findings: pl.DataFrame) -> dict[str, Measures]:
    """The measures of each reason, most claims first."""
    counts = decided.group_by("reason").len().sort(["len", "reason"], descending=[True, False])
    return {
        reason: measures(
            decided.filter(pl.col("reason") == reason),
            own := sample.filter(pl.col("reason") == reason),
            findings.join(own, on=["sample_number", "claim_number"], how="semi"),
        )
        for reason in counts.get_column("reason")
    }


def accuracy(sample: pl.DataFrame, findings: pl.DataFrame) -> tuple[int, int, int | None, int | None, int | None]:
    """sampled, reviewed, and the financial, payment and procedural accuracy of what was reviewed."""
    key = ["sample_number", "claim_number"]
    reviewed = sample.join(findings, on=key, how="semi")
    wrong = findings.filter(pl.col("kind").is_in(["financial", "payment"]))
    paid, error = int(reviewed.get_column("paid_cents").sum()), int(wrong.get_column("error_cents").abs().sum())
    procedural = findings.filter(pl.col("kind") == "procedural").select(key).unique().height
    return (
        sample.height,
        reviewed.height,
        share_bp(max(paid - error, 0), paid),
        share_bp(reviewed.height - wrong.select(key).unique().height, reviewed.height),
        share_bp(reviewed.height - procedural, reviewed.height),
    )


def share_bp(part: int, whole: int) -> int | None:
    """A share in basis points; None of nothing."""
    return prorate_cents(BASIS_POINTS, part, whole) if whole else None
