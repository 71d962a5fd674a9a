"""How well a person fits the patient of a claim, in points: the weights, and when they are enough."""

import polars as pl

SAME_BIRTH_DATE = 40
SAME_LAST_NAME = 20
SAME_FIRST_NAME = 25
FIRST_NAME_BEGINS = 10
"""One first name is the beginning of the other: an initial, or a short form."""
OTHER_FIRST_NAME = -30
SAME_SEX = 5
OTHER_SEX = -30
SAME_RELATIONSHIP = 5
SAME_FAMILY = 20
"""The family of the subscriber id that was sent."""

THRESHOLD = 75
"""Points from which somebody is found: birth date, last name and first name, or an initial and the sex as well."""
MARGIN = 15
"""Points by which the best must lead the next: a namesake with a short form of the same name is told apart."""

FULL_SCORE = SAME_BIRTH_DATE + SAME_LAST_NAME + SAME_FIRST_NAME + SAME_SEX + SAME_RELATIONSHIP + SAME_FAMILY
"""Everything fits."""

_SEXES = ("F", "M")


def folded_id(column: str) -> pl.Expr:
    """An id without blanks around it and without case."""
    return pl.col(column).str.strip_chars().str.to_uppercase()


def folded_name(column: str) -> pl.Expr:
    """Letters only, without case or accents."""
    return pl.col(column).str.to_uppercase().str.normalize("NFKD").str.replace_all(r"\P{L}", "")


def _points(holds: pl.Expr, points: int) -> pl.Expr:
    """What is not stated on either side gives and takes nothing."""
    return pl.when(holds).then(points).otherwise(0)


def _first_name() -> pl.Expr:
    sent, known = folded_name("patient_first_name"), folded_name("first_name")
    is_stated = (sent.str.len_chars() > 0) & (known.str.len_chars() > 0)
    begins = sent.str.starts_with(known) | known.str.starts_with(sent)
    return (
        pl.when(~is_stated.fill_null(False))
        .then(0)
        .when(sent == known)
        .then(SAME_FIRST_NAME)
        .when(begins)
        .then(FIRST_NAME_BEGINS)
        .otherwise(OTHER_FIRST_NAME)
    )


_is_sex_stated = pl.col("patient_sex").is_in(_SEXES) & pl.col("sex").is_in(_SEXES)
_sex = pl.when(_is_sex_stated & (pl.col("patient_sex") == pl.col("sex"))).then(SAME_SEX)

SCORE = (
    _points(pl.col("patient_birth_date") == pl.col("birth_date"), SAME_BIRTH_DATE)
    + _points(folded_name("patient_last_name") == folded_name("last_name"), SAME_LAST_NAME)
    + _first_name()
    + _sex.otherwise(_points(_is_sex_stated, OTHER_SEX))
    + _points(pl.col("patient_relationship") == pl.col("relationship"), SAME_RELATIONSHIP)
).cast(pl.Int32)
"""Of a claim beside a person: columns of CLAIMS and of COVERAGE. SAME_FAMILY comes on top."""


def match_scores(matched: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """claim_number, `score` and `is_of_family` of the claims whose patient was found by facts, not by an id.

    matched: CLAIMS with `claim_number` and `member`, the person found. coverage: COVERAGE. For an explanation: where a
    family is known the score decides nothing.
    """
    claims = matched.filter(pl.col("member").is_not_null()).unique("claim_number", keep="first", maintain_order=True)
    is_own = folded_id("subscriber_id") == folded_id("family_key")
    is_by_id = (folded_id("member_id") == folded_id("member")) | (
        is_own & (pl.col("patient_relationship") == "self") & (pl.col("relationship") == "self")
    )
    facts = ("relationship", "birth_date", "sex", "first_name", "last_name")
    people = coverage.select(pl.col("member_id").alias("member"), pl.col("subscriber_id").alias("family_key"), *facts)
    return (
        claims.select("claim_number", "member", "member_id", "subscriber_id", pl.col("^patient_.*$"))
        .join(people.unique(), on="member")
        .with_columns(is_by_id.fill_null(False).alias("is_by_id"), is_own.fill_null(False).alias("is_of_family"))
        .filter(~pl.col("is_by_id").any().over("claim_number"))
        .with_columns((SCORE + _points(pl.col("is_of_family"), SAME_FAMILY)).cast(pl.Int32).alias("score"))
        .group_by("claim_number", maintain_order=True)
        .agg(pl.col("score").max(), pl.col("is_of_family").any())
    )
