"""The terms of the sections about who enrols, what is never covered, code edits, surprise bills and procedure."""

from collections.abc import Iterator
from typing import Any

from corridor.plan.differences.lines import match_said
from corridor.plan.differences.terms import Field, Term, flag, number, percent, place_of, word
from corridor.plan.enrollment_terms import Exclusion
from corridor.plan.sections import Section
from corridor.plan.terms_said import ages_said, share_said
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, listed, said

_SECTIONS: tuple[tuple[str, Said, tuple[Field, ...]], ...] = (
    (
        "enrolment",
        said("Enrolment"),
        (
            number("newborn_days", said("days to enrol a newborn")),
            number("special_days", said("days to enrol after a special event")),
            word("late", said("a late request")),
        ),
    ),
    (
        "authorization",
        said("Authorisation"),
        (
            number("late_days", said("days in which a request is late, not missing")),
            word("missing", said("a missing authorisation")),
        ),
    ),
    (
        "code_edits",
        said("Code edits"),
        (
            flag("procedure_pairs", said("pairs of procedures")),
            flag("unit_limits", said("most units of a day")),
            flag("global_periods", said("days that belong to a surgery")),
            flag("assistants", said("whether an assistant is recognised")),
            Field("multiple_procedures", said("shares of procedures of a day"), lambda value: _shares(value)),
            percent("bilateral", said("share of the second side")),
            percent("assistant", said("share of an assisting surgeon")),
            percent("assistant_other", said("share of another assistant")),
            percent("co_surgeon", said("share of each of two surgeons")),
        ),
    ),
    (
        "no_surprises",
        said("Surprise bills"),
        (
            flag("applies", said("the federal rule holds")),
            number("opted_in", said("states whose law holds")),
            number("all_payer", said("states whose model sets prices")),
        ),
    ),
    (
        "claims_procedure",
        said("Claims procedure"),
        (
            flag("erisa", said("clocks of ERISA")),
            number("appeal_levels", said("levels of appeal")),
            number("appeal_days", said("days to appeal")),
            flag("external_review", said("external review")),
        ),
    ),
    (
        "overpayments",
        said("Overpayments"),
        (
            number("look_back_months", said("months in which money is asked back")),
            word("offset", said("taken off later payments")),
        ),
    ),
    ("rescission", said("Rescission"), (number("notice_days", said("days of notice")),)),
)
"""Field of the plan, what its group is called, its values."""


def event_terms(version: PlanVersion) -> Iterator[Term]:
    """Every value of these sections, in the order above; then the exclusions."""
    for name, group, fields in _SECTIONS:
        section: Section | None = getattr(version.terms, name)
        if section is not None:
            yield from place_of(version, name, group, section).of(_without_empty(section), *fields)
    for exclusion in version.terms.exclusions:
        yield _exclusion(version, exclusion)


def _without_empty(section: Section) -> Any:
    """A list of nothing has no term."""
    empty = {name: None for name in type(section).model_fields if getattr(section, name) == ()}
    return section.model_copy(update=empty)


def _shares(values: tuple[int, ...]) -> Said:
    return listed([share_said(value) for value in values])


def _exclusion(version: PlanVersion, exclusion: Exclusion) -> Term:
    """An exclusion as one value: what it takes."""
    place = place_of(version, f"exclusions.{exclusion.name}", said("Exclusions"), exclusion)
    match = exclusion.match.model_dump(exclude_none=True) if exclusion.match else {}
    value = tuple(sorted((key, tuple(texts)) for key, texts in match.items())), exclusion.ages, exclusion.sex
    what = said("exclusion {name}", name=exclusion.name)
    return place.term(Field(exclusion.name, what, lambda _: exclusion_said(exclusion)), [value], "match")


def exclusion_said(exclusion: Exclusion) -> Said:
    """What an exclusion takes: codes, ages, a sex."""
    parts = [match_said(exclusion.match)] if exclusion.match else []
    if exclusion.ages is not None:
        parts.append(ages_said(exclusion.ages.least, exclusion.ages.most))
    if exclusion.sex is not None:
        parts.append(said("women only") if exclusion.sex == "F" else said("men only"))
    return listed(parts, "; ")
