"""Exclusions, and benefits that are for an age or a sex: what the plan says before its benefit is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.claims.classify import NONE, Criteria, criteria_of, first_taken
from corridor.claims.identity import Identity
from corridor.plan.compiled import CompiledPlans, PersonTerms
from corridor.plan.match import Match

Flags = NDArray[np.bool_]
NOT_ASKED = (pl.lit(None, pl.String).alias("person_reason"), pl.lit(None, pl.String).alias("exclusion"))
"""The columns of `with_person_rules` where no plan asks."""
SEXES = ("F", "M")
_EVERYTHING = Match.model_validate({})
_NO_ROW = np.iinfo(np.int32).max


@dataclass(frozen=True)
class _Group:
    """Exclusions for the same persons. criteria: of all exclusions, asked for these only."""

    persons: PersonTerms
    criteria: Criteria


@dataclass(frozen=True)
class PersonRules:
    """groups: exclusions; names: of all of them, by row. benefits: (benefit row) -> for whom it is, None: for all."""

    groups: tuple[_Group, ...]
    names: tuple[str, ...]
    benefits: tuple[PersonTerms | None, ...]


def person_rules_of(compiled: CompiledPlans) -> PersonRules | None:
    """What the plans ask; None where they ask nothing. Kept, as every batch asks the same plans."""
    return _person_rules(Identity(compiled))


@lru_cache(maxsize=16)
def _person_rules(plans: Identity[CompiledPlans]) -> PersonRules | None:
    compiled = plans.thing
    every = [(version, one) for version, own in enumerate(compiled.exclusions) for one in own]
    if not every and not any(compiled.benefit_persons):
        return None
    matches = [one.match or _EVERYTHING for _, one in every]
    groups = []
    for persons in dict.fromkeys(one.persons for _, one in every):
        rows: dict[int, list[int]] = {version: [] for version in range(len(compiled.exclusions))}
        for row, (version, one) in enumerate(every):
            if one.persons == persons:
                rows[version].append(row)
        groups.append(_Group(persons, criteria_of(matches, rows)))
    return PersonRules(tuple(groups), tuple(one.name for _, one in every), compiled.benefit_persons)


def with_person_rules(lines: pl.DataFrame, coverage: pl.DataFrame, rules: PersonRules | None) -> pl.DataFrame:
    """`lines` with `person_reason` and `exclusion`, the name of the exclusion that takes the line.

    Reasons: excluded, age_or_sex_unknown (an exclusion or the benefit asks for what is not known), age_outside_benefit,
    sex_outside_benefit. An exclusion that certainly takes the line goes before one that may, and both before what the
    benefit says. lines: CLAIMS columns, `member`, `born`, `version_row`, `benefit_row`. coverage: COVERAGE.
    """
    if rules is None:
        return lines.with_columns(NOT_ASKED)
    people = _People.of(lines, coverage)
    excluded, unclear = _excluded(lines, rules.groups, people)
    reasons = np.full(lines.height, None, object)
    _of_benefits(lines, rules.benefits, people, reasons)
    reasons[unclear] = "age_or_sex_unknown"
    reasons[excluded != _NO_ROW] = "excluded"
    names = [None if row == _NO_ROW else rules.names[row] for row in excluded.tolist()]
    return lines.with_columns(
        pl.Series("person_reason", reasons.tolist(), pl.String), pl.Series("exclusion", names, pl.String)
    )


@dataclass(frozen=True)
class _People:
    """(n_lines,) age in whole years on the day of the service, and sex; -1 and empty where they are not known."""

    age: NDArray[np.int64]
    sex: NDArray[np.object_]

    @classmethod
    def of(cls, lines: pl.DataFrame, coverage: pl.DataFrame) -> "_People":
        """The birth date and the sex that enrolment knows; else those that the claim states."""
        sexes = (
            coverage.filter(pl.col("sex").is_in(SEXES))
            .sort("coverage_start")
            .group_by(pl.col("member_id").alias("member"), maintain_order=True)
            .agg(pl.col("sex").last())
        )
        known = lines.select("member", "born", "patient_birth_date", "patient_sex", "service_from").join(
            sexes, on="member", how="left", maintain_order="left"
        )
        stated = pl.when(pl.col("patient_sex").is_in(SEXES)).then("patient_sex")
        age = _age(pl.coalesce("born", "patient_birth_date"), pl.col("service_from"))
        taken = known.select(age.fill_null(-1), pl.coalesce("sex", stated, pl.lit("")).alias("sex"))
        return cls(taken["age"].to_numpy(), taken["sex"].to_numpy())

    def meet(self, persons: PersonTerms) -> tuple[Flags, Flags]:
        """Whom the terms take for certain, and whom they may take."""
        is_age_unknown, is_sex_unknown = self.age < 0, self.sex == ""
        fits_age = np.ones(len(self.age), np.bool_)
        if persons.ages is not None:
            fits_age = (self.age >= persons.ages[0]) & (self.age <= persons.ages[1])
        fits_sex = np.ones(len(self.age), np.bool_) if persons.sex is None else self.sex == persons.sex
        may_age = fits_age | is_age_unknown if persons.ages is not None else fits_age
        may_sex = fits_sex | is_sex_unknown if persons.sex is not None else fits_sex
        return fits_age & fits_sex, may_age & may_sex


def _age(born: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whole years; who was born on 29 February is a year older on 1 March of other years."""
    had_birthday = day.dt.month() * 100 + day.dt.day().cast(pl.Int32) >= born.dt.month() * 100 + born.dt.day().cast(
        pl.Int32
    )
    return (day.dt.year() - born.dt.year() - (~had_birthday).cast(pl.Int32)).cast(pl.Int64).alias("age")


def _excluded(lines: pl.DataFrame, groups: Sequence[_Group], people: _People) -> tuple[NDArray[np.int32], Flags]:
    """(n_lines,) row of the first exclusion that takes the line, and whether one may."""
    excluded, may = np.full(lines.height, _NO_ROW, np.int32), np.zeros(lines.height, np.bool_)
    for group in groups:
        takes, may_take = people.meet(group.persons)
        rows = first_taken(lines, lines.get_column("version_row"), group.criteria)
        is_taken = rows != NONE
        excluded = np.where(is_taken & takes, np.minimum(excluded, rows), excluded)
        may |= is_taken & may_take
    return excluded, may & (excluded == _NO_ROW)


def _of_benefits(
    lines: pl.DataFrame,
    persons_of: Sequence[PersonTerms | None],
    people: _People,
    reasons: NDArray[np.object_],
) -> None:
    """Write the reasons that benefits give."""
    benefits = lines.get_column("benefit_row").fill_null(NONE).to_numpy()
    for row in np.unique(benefits[benefits != NONE]):
        persons = persons_of[row] if row < len(persons_of) else None
        if persons is None:
            continue
        is_own = benefits == row
        _, fits_age = people.meet(PersonTerms(persons.ages, None))
        _, fits_sex = people.meet(PersonTerms(None, persons.sex))
        fits, _ = people.meet(persons)
        reasons[is_own & ~fits] = "age_or_sex_unknown"
        reasons[is_own & ~fits_sex] = "sex_outside_benefit"
        reasons[is_own & ~fits_age] = "age_outside_benefit"
