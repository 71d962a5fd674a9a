"""What kind of care a line is, as far as that says which product decides it: eye care is professional, and vision's."""

import polars as pl

EYE_CARE, EYE_EXAMINATION = "eye_care", "eye_examination"

_EYE_CARE = (("92015", "92015"), ("92310", "92371"), ("S0500", "S0621"), ("V2020", "V2799"))
"""HCPCS ranges of refraction, the fitting of glasses and contact lenses, and what is fitted."""
_EXAMINATIONS = ("92002", "92014")
"""Eye examinations: routine, so vision's, or because of a disease, so the medical plan's."""
_ROUTINE = ("Z010", "H52", "Z460", "V720", "367")
"""How a principal diagnosis begins that makes an examination routine: ICD-10, and the same in ICD-9."""


def with_care(lines: pl.DataFrame, *, has_vision: bool) -> pl.DataFrame:
    """`lines` with `care`: the kind of the claim, EYE_CARE, or EYE_EXAMINATION for one that no diagnosis makes routine.

    lines: `kind`, `procedure_code`, `diagnosis_codes`. has_vision: whether anybody has a vision plan; else kinds do.
    """
    if not has_vision:
        return lines.with_columns(pl.col("kind").alias("care"))
    is_eye_care = pl.any_horizontal(_lies_in(*ends) for ends in _EYE_CARE)
    is_routine = pl.any_horizontal(pl.col("diagnosis_codes").str.starts_with(start) for start in _ROUTINE)
    is_examination = _lies_in(*_EXAMINATIONS)
    care = (
        pl.when(is_eye_care | (is_examination & is_routine.fill_null(value=False)))
        .then(pl.lit(EYE_CARE))
        .when(is_examination)
        .then(pl.lit(EYE_EXAMINATION))
        .otherwise("kind")
    )
    is_professional = (pl.col("kind") == "professional") & pl.col("procedure_code").is_not_null()
    return lines.with_columns(pl.when(is_professional).then(care).otherwise("kind").alias("care"))


def _lies_in(first: str, last: str) -> pl.Expr:
    return pl.col("procedure_code").is_between(pl.lit(first), pl.lit(last))
