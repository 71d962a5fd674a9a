"""Steps of what is decided before prices and amounts: the patient, the provider, exclusions, what may repeat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.steps import Step
from corridor.claims.match_score import FULL_SCORE, THRESHOLD, match_scores
from corridor.claims.possible_duplicates import repeated_claims
from corridor.claims.provider_standing import standing_of
from corridor.plan.compiled import CompiledPlans

_LINE = ("claim_number", "line_number")


def with_match_steps(
    explained: Sequence[LineExplanation],
    prepared: pl.DataFrame,
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    providers: pl.DataFrame | None,
) -> list[LineExplanation]:
    """`explained` with who the patient was found to be, and what was decided by that and by the provider.

    prepared: lines of the family as `prepared_lines` made them of claims (CLAIMS). providers: PROVIDERS; None: none
    are known.
    """
    numbers = [line.claim_number for line in explained]
    own = prepared.filter(pl.col("claim_number").is_in(numbers))
    # Prepared lines name the person found where the claim names the one that was sent.
    sent = claims.join(own.select(*_LINE, "member"), on=_LINE)
    scores = {number: (score, is_of) for number, score, is_of in match_scores(sent, coverage).iter_rows()}
    repeated = repeated_claims(prepared, own)
    rows = {(row["claim_number"], row["line_number"]): row for row in own.to_dicts()}
    told = []
    for line in explained:
        row = rows.get((line.claim_number, line.line_number))
        steps = () if row is None else tuple(_steps(row, scores, repeated, compiled, providers))
        told.append(replace(line, steps=(*steps, *line.steps)))
    return told


def _steps(
    row: Mapping[str, Any],
    scores: Mapping[int, tuple[int, bool]],
    repeated: Mapping[tuple[int, int], int],
    compiled: CompiledPlans,
    providers: pl.DataFrame | None,
) -> Iterator[Step]:
    if found := scores.get(row["claim_number"]):
        score, is_of_family = found
        facts = {"score": score, "full": FULL_SCORE}
        if is_of_family:
            yield Step("matched_in_family", 0, None, facts)
        else:
            yield Step("matched_among_all", 0, None, {**facts, "threshold": THRESHOLD})
    yield from _provider(row, providers)
    yield from _person(row, compiled)
    if row["reason"] == "possible_duplicate" and (claim := repeated.get((row["claim_number"], row["line_number"]))):
        yield Step("may_repeat", 0, None, {"claim": claim})


def _provider(row: Mapping[str, Any], providers: pl.DataFrame | None) -> Iterator[Step]:
    """Where the tier was out because of the provider's row, or for want of one."""
    is_said = row["network"] is not None or row["repriced_cents"] is not None
    if providers is None or providers.is_empty() or is_said or row["tier"] != "out":
        return
    standing = standing_of(row["billing_npi"], row["service_from"], providers)
    if standing is not None:
        facts = {} if standing.day is None else {"day": standing.day.isoformat()}
        yield Step(f"provider_{standing.rule}", 0, None, facts)


def _person(row: Mapping[str, Any], compiled: CompiledPlans) -> Iterator[Step]:
    """The exclusion, the ages and the sex that the plan names, and until when a newborn can be enrolled."""
    reason, version, benefit = row["reason"], row["version_row"], row["benefit_row"]
    if reason == "excluded":
        [exclusion] = [one for one in compiled.exclusions[version] if one.name == row["exclusion"]]
        yield Step("excluded_by", 0, exclusion.clause, {"exclusion": exclusion.name})
    elif reason in ("age_outside_benefit", "sex_outside_benefit", "age_or_sex_unknown") and benefit is not None:
        persons, clauses = compiled.benefit_persons[benefit], compiled.benefit_clauses[benefit]
        if persons is not None and persons.ages is not None and reason != "sex_outside_benefit":
            least, most = persons.ages
            yield Step("benefit_for_ages", 0, clauses["ages", row["tier"]], {"least": least, "most": most})
        if persons is not None and persons.sex is not None and reason != "age_outside_benefit":
            rule = "benefit_for_women" if persons.sex == "F" else "benefit_for_men"
            yield Step(rule, 0, clauses["sex", row["tier"]])
    elif reason == "newborn_not_enrolled":
        days = max((terms.newborn_days for terms in compiled.enrolments if terms), default=0)
        yield Step("newborn_window", 0, None, {"day": (row["patient_birth_date"] + timedelta(days=days)).isoformat()})
