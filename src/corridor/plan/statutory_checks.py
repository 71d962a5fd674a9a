"""What the ACA demands of a plan's out-of-pocket maximums, in each plan year that a version touches.

An open version is held to the figures of the plan year in which it begins: later ones need an amendment.
Source: 45 CFR 156.130. Several maximums, as of medical care and of drugs, are held to one limit together.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

from corridor.codes.statutory import Figure, statutory_cents
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.findings import Finding, Location
from corridor.plan.sections import OutOfPocketMaximum
from corridor.plan.values import shown_dollars
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, said

People = Literal["individual", "family"]


def is_under_aca_limits(version: PlanVersion) -> bool:
    """Whether the ACA's out-of-pocket limits hold for the plan: medical and not grandfathered."""
    return version.terms.product == "medical" and not version.terms.grandfathered


def aca_maximum(version: PlanVersion) -> Iterator[Finding]:
    """In-network out-of-pocket maximums, taken together, stay within the ACA's limits."""
    if is_under_aca_limits(version):
        yield from maximums_within(version, "individual", "aca_out_of_pocket_self_only", said("ACA limit"))
        yield from maximums_within(version, "family", "aca_out_of_pocket_family", said("ACA limit"))


def aca_person_in_family(version: PlanVersion) -> Iterator[Finding]:
    """Several maximums that nobody stops at but the family could take one person past the limit for one."""
    maximums = _maximums(version)
    if not is_under_aca_limits(version) or len(maximums) == 1 or all(each.embedded for each in maximums):
        return
    total = sum(each.in_.individual if each.embedded else each.in_.family for each in maximums)
    if _first_below(version, total, "aca_out_of_pocket_self_only"):
        expected = said("true, as a person in a family may reach {amount} in all", amount=shown_dollars(total))
        for number, each in enumerate(maximums):
            if not each.embedded:
                section: Location = ("separate_maximums", number - 1) if number else ("out_of_pocket_maximum",)
                yield Finding((*section, "embedded"), "false", expected)


def maximums_within(version: PlanVersion, people: People, figure: Figure, name: Said) -> Iterator[Finding]:
    """A finding where the plan's in-network maximums together exceed a statutory limit."""
    maximums = _maximums(version)
    total = min(sum(getattr(each.in_, people) for each in maximums), NO_LIMIT)
    if above := _first_below(version, total, figure):
        year, limit = above
        found = shown_dollars(total)
        if len(maximums) > 1:
            found = said("{amount}, separate_maximums included", amount=found)
        expected = said(
            "at most the {bound} of {amount} ({year})", bound=name, amount=shown_dollars(limit), year=year.year
        )
        yield Finding(("out_of_pocket_maximum", "in", people), found, expected)


def figures(version: PlanVersion, figure: Figure) -> Iterator[tuple[date, int]]:
    """The plan years that the version is held to, with the figure of each."""
    for year in version.plan_years(version.effective_to_exclusive or version.effective_from + timedelta(days=1)):
        if (cents := statutory_cents(figure, year)) is not None:
            yield year, cents


def _maximums(version: PlanVersion) -> tuple[OutOfPocketMaximum, ...]:
    return (version.terms.out_of_pocket_maximum, *version.terms.separate_maximums)


def _first_below(version: PlanVersion, cents: int, figure: Figure) -> tuple[date, int] | None:
    """The first plan year whose limit is below `cents`, and the limit."""
    return next(((year, limit) for year, limit in figures(version, figure) if limit < cents), None)


STATUTORY_CHECKS: tuple[Callable[[PlanVersion], Iterator[Finding]], ...] = (aca_maximum, aca_person_in_family)
