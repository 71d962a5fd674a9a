"""Samples of decided claims that somebody looks at again, and what was found."""

import polars as pl

from corridor.records.table import Column, Table

METHODS = ("random", "amount", "examiner")
QUALITY_SAMPLES = Table(
    name="quality_samples",
    grain="one row per sample and claim in it",
    key=("sample_number", "claim_number"),
    columns=(
        Column("sample_number", pl.Int64, "Corridor's number of the sample, from 1"),
        Column("claim_number", pl.Int64, "the claim"),
        Column("method", pl.String, "how claims were chosen", values=METHODS),
        Column("stratum", pl.String, "within which claims were drawn: a range of amounts, an examiner, or all"),
        Column("drawn_on", pl.Date, "day of the draw"),
        Column("version", pl.Int32, "version of the decision that is looked at"),
        Column("reason", pl.String, "the reason of its first line"),
        Column("examiner", pl.String, "who decided it last; null: the program alone", nullable=True),
        Column("paid_cents", pl.Int64, "what the plan paid of it", unit="cents"),
    ),
)

FINDINGS = ("financial", "payment", "procedural", "none")
QUALITY_FINDINGS = Table(
    name="quality_findings",
    grain="one row per thing found in a claim of a sample; kind none: looked at, and right",
    key=("sample_number", "claim_number", "finding_number"),
    columns=(
        Column("sample_number", pl.Int64, "the sample"),
        Column("claim_number", pl.Int64, "the claim"),
        Column("finding_number", pl.Int32, "position among its findings, from 1"),
        Column(
            "kind",
            pl.String,
            "financial: a wrong amount; payment: wrong payee, twice or not at all; procedural: no money; none",
            values=FINDINGS,
        ),
        Column("error_cents", pl.Int64, "paid too much, negative: too little; 0 where no money", unit="cents"),
        Column("found_on", pl.Date, "day of it"),
        Column("who", pl.String, "who looked"),
        Column("why", pl.String, "what is wrong"),
    ),
)
