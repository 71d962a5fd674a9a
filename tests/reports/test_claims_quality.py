"""Measures of claims decided, against a plain count."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.records.quality import QUALITY_FINDINGS, QUALITY_SAMPLES
from corridor.reports.claims_quality import DECIDED_SCHEMA, accuracy, by_reason, measures, share_bp

DAY = date(2026, 1, 1)
rows = st.lists(
    st.tuples(st.integers(0, 60) | st.none(), st.booleans(), st.booleans(), st.sampled_from(("paid", "duplicate"))),
    max_size=20,
)


@settings(deadline=None, max_examples=60)
@given(rows)
def test_rates_are_plain_counts(found: list[tuple[int | None, bool, bool, str]]) -> None:
    frame = pl.DataFrame(
        [
            (place, DAY, None if days is None else DAY + timedelta(days=days), auto, first, reason)
            for place, (days, auto, first, reason) in enumerate(found, 1)
        ],
        schema=DECIDED_SCHEMA,
        orient="row",
    )
    empty = QUALITY_SAMPLES.empty(), QUALITY_FINDINGS.empty()
    got = measures(frame, *empty)
    done = [days for days, *_ in found if days is not None]
    assert (got.claims, got.finished) == (len(found), len(done))
    if found:
        assert got.auto_bp == int(sum(auto for _, auto, _, _ in found) * 10_000 / len(found) + 0.5)
        assert got.first_pass_bp == int(sum(first for _, _, first, _ in found) * 10_000 / len(found) + 0.5)
    if done:
        assert got.tenths_of_days == int(sum(done) * 10 / len(done) + 0.5)
        assert got.within_14_bp == int(sum(days <= 14 for days in done) * 10_000 / len(done) + 0.5)
        assert got.within_30_bp == int(sum(days <= 30 for days in done) * 10_000 / len(done) + 0.5)
    parts = by_reason(frame, *empty)
    assert sum(part.claims for part in parts.values()) == got.claims


def test_accuracy_is_of_what_was_looked_at() -> None:
    base = {"sample_number": 1, "method": "random", "stratum": "all", "drawn_on": DAY, "version": 0, "reason": "paid"}
    sample = QUALITY_SAMPLES.from_rows([{**base, "claim_number": n, "paid_cents": 100_00} for n in (1, 2, 3, 4)])
    base = {"sample_number": 1, "finding_number": 1, "found_on": DAY, "who": "q", "why": "w"}
    findings = QUALITY_FINDINGS.from_rows(
        [
            {**base, "claim_number": 1, "kind": "financial", "error_cents": -10_00},
            {**base, "claim_number": 2, "kind": "procedural", "error_cents": 0},
            {**base, "claim_number": 3, "kind": "none", "error_cents": 0},
        ]
    )
    assert accuracy(sample, findings) == (4, 3, 9_667, 6_667, 6_667)
    assert share_bp(0, 0) is None
