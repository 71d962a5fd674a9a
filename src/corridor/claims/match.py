"""Who the patient of a claim is among the covered people."""

from datetime import date

import polars as pl

from corridor.claims.match_score import MARGIN, SCORE, THRESHOLD, folded_id, folded_name

_PATIENT = (
    "member_id",
    "subscriber_id",
    "patient_relationship",
    "patient_first_name",
    "patient_last_name",
    "patient_birth_date",
    "patient_sex",
)
_STATED_SEX = ("F", "M")


def match_members(lines: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `member`, `family_id` and `born` of the person found, and `member_reason` where nobody was.

    lines: CLAIMS columns and `claim_number`; a claim has one patient. coverage: COVERAGE, on whatever days.
    In order: the member id sent; in the family of the subscriber id sent, whom birth date and sex fit, by first name
    where they fit several; the employee, where the patient is said to be the employee. Where no family has that id, or
    none was sent: among all who have the birth date and the last name, by score (match_score), one clear best.
    Reasons: unknown_member, ambiguous_member.
    """
    claims = lines.select("claim_number", *_PATIENT).unique("claim_number", keep="first", maintain_order=True)
    people = _people(coverage)
    by_id = _single(claims.with_columns(person_key=folded_id("member_id")).join(people, on="person_key"))
    found = by_id
    if by_id.height < claims.height:
        rest = claims.join(by_id, on="claim_number", how="anti").with_columns(family_key=folded_id("subscriber_id"))
        in_family = _in_family(rest, people)
        found = pl.concat([by_id, in_family])
        if in_family.height < rest.height:
            found = pl.concat([found, _among_all(rest, people)])
    reason = (
        pl.when(pl.col("is_ambiguous"))
        .then(pl.lit("ambiguous_member"))
        .when(pl.col("member").is_null())
        .then(pl.lit("unknown_member"))
    )
    matched = lines.select("claim_number").join(found, on="claim_number", how="left", maintain_order="left")
    added = matched.select("member", "family_id", "born", reason.alias("member_reason"))
    return pl.concat([lines, added], how="horizontal")


def births_of_strangers(claims: pl.DataFrame, coverage: pl.DataFrame) -> list[date]:
    """Birth dates of the patients whom no id names and who can be found by who they are.

    claims: CLAIMS. coverage: COVERAGE of all families that the ids sent are of.
    """
    ids = coverage.select(folded_id("member_id").alias("person"), folded_id("subscriber_id").alias("family"))
    people, families = (ids.get_column(name).unique().implode() for name in ("person", "family"))
    strangers = claims.filter(
        pl.col("patient_birth_date").is_not_null(),
        pl.col("patient_last_name").is_not_null(),
        ~folded_id("member_id").is_in(people).fill_null(False),
        ~folded_id("subscriber_id").is_in(families).fill_null(False),
    )
    return strangers.get_column("patient_birth_date").unique().sort().to_list()


def _people(coverage: pl.DataFrame) -> pl.DataFrame:
    """Each person and family once for every set of facts, the latest last; keys are folded ids."""
    facts = ("relationship", "birth_date", "sex", "first_name", "last_name")
    return (
        coverage.sort("coverage_start", "subscriber_id", *facts, nulls_last=True)
        .select(pl.col("member_id").alias("member"), pl.col("subscriber_id").alias("family_id"), *facts)
        .unique(keep="last", maintain_order=True)
        .with_columns(
            person=pl.col("member").rank("dense"), person_key=folded_id("member"), family_key=folded_id("family_id")
        )
    )


def _in_family(claims: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The claims for whose patient somebody, or more than one, was found in the family."""
    candidates = claims.join(people, on="family_key")
    fitting = candidates.filter(_fits())
    by_facts = _single(fitting)
    several = by_facts.filter("is_ambiguous")
    namesakes = fitting.join(several, on="claim_number", how="semi")
    by_name = _single(namesakes.filter(folded_name("patient_first_name") == folded_name("first_name")))
    said_self = (pl.col("patient_relationship") == "self") & (pl.col("relationship") == "self")
    by_self = _single(candidates.join(by_facts, on="claim_number", how="anti").filter(said_self))
    unnamed = several.join(by_name, on="claim_number", how="anti")
    return pl.concat([by_facts.filter(~pl.col("is_ambiguous")), by_name, unnamed, by_self])


def _among_all(claims: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The claims of no known family for whose patient somebody, or more than one, was found by score."""
    strangers = claims.filter(
        pl.col("patient_birth_date").is_not_null(),
        pl.col("patient_last_name").is_not_null(),
        ~pl.col("family_key").is_in(people.get_column("family_key").implode()).fill_null(False),
    )
    if strangers.is_empty():
        return _single(strangers.join(people, on="family_key"))
    keyed = strangers.with_columns(name_key=folded_name("patient_last_name"))
    born_then = people.join(strangers, left_on="birth_date", right_on="patient_birth_date", how="semi")
    candidates = keyed.join(
        born_then.with_columns(name_key=folded_name("last_name")),
        left_on=("patient_birth_date", "name_key"),
        right_on=("birth_date", "name_key"),
        coalesce=False,
    )
    scored = candidates.with_columns(SCORE.alias("score"))
    best = pl.col("score").max().over("claim_number")
    return _single(scored.filter(best >= THRESHOLD, pl.col("score") > best - MARGIN))


def _fits() -> pl.Expr:
    """Birth date and sex as far as the claim states them; an employee without a birth date is found as such."""
    born, sent_born = pl.col("birth_date"), pl.col("patient_birth_date")
    sex, sent_sex = pl.col("sex"), pl.col("patient_sex")
    is_sex_stated = sent_sex.is_in(_STATED_SEX) & sex.is_in(_STATED_SEX)
    is_unsaid = sent_born.is_null() & pl.col("patient_relationship").ne_missing("self")
    return (is_unsaid | (born == sent_born)) & (~is_sex_stated.fill_null(False) | (sex == sent_sex))


def _single(pairs: pl.DataFrame) -> pl.DataFrame:
    """Claim and person pairs -> a row per claim: the person where it is one, else `is_ambiguous`."""
    is_ambiguous = pl.col("person").min() != pl.col("person").max()
    # Of one person in several families, or with several facts, the latest row stands.
    return pairs.group_by("claim_number").agg(
        pl.when(~is_ambiguous).then(pl.col("member").last()).alias("member"),
        pl.when(~is_ambiguous).then(pl.col("family_id").last()).alias("family_id"),
        pl.when(~is_ambiguous).then(pl.col("birth_date").last()).alias("born"),
        is_ambiguous.alias("is_ambiguous"),
    )
