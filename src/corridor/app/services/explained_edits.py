"""Steps that code edits took before the kernel, set before those of the kernel."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.explaining.code_edits import edit_steps
from corridor.plan.compiled import CompiledPlans


def with_edit_steps(
    explained: Sequence[LineExplanation], prepared: pl.DataFrame, compiled: CompiledPlans
) -> list[LineExplanation]:
    """`explained` with what code edits did to each line. prepared: lines as `prepared_lines` made them."""
    if "code_edits" not in prepared.columns:
        return list(explained)
    touched = prepared.filter(pl.col("code_edits").is_not_null())
    notes = {
        (claim, line): edit_steps(made, compiled.clause_of_version(version, "code_edits"))
        for claim, line, version, made in touched.select(
            "claim_number", "line_number", "version_row", "code_edits"
        ).iter_rows()
    }
    return [
        replace(line, steps=(*notes.get((line.claim_number, line.line_number), ()), *line.steps)) for line in explained
    ]
