"""Names within a plan: each once, each in use, and no name of something that is not there."""

from collections.abc import Iterator, Sequence

from corridor.plan.findings import Finding
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, listed, said

NAMED = ("benefits", "limits", "separate_deductibles", "separate_maximums", "exclusions")
_CHOICES = {"deductible": "separate_deductibles", "out_of_pocket_maximum": "separate_maximums"}
"""Field of a benefit -> list of the plan whose items it names."""


def _names(version: PlanVersion, field: str) -> list[str]:
    return [item.name for item in getattr(version.terms, field)]


def names_once(version: PlanVersion) -> Iterator[Finding]:
    """Items are known by name: on decisions, in amendments, in accumulators."""
    for field in NAMED:
        given = _names(version, field)
        for position, name in enumerate(given):
            if name in given[:position]:
                yield Finding((field, position, "name"), _again(name), said("each of the {names} once", names=field))


def limits_exist(version: PlanVersion) -> Iterator[Finding]:
    """A benefit names limits of the plan, each once."""
    limits = _names(version, "limits")
    for position, benefit in enumerate(version.terms.benefits):
        for number, name in enumerate(benefit.limits):
            location = ("benefits", position, "limits", number)
            if name not in limits:
                yield Finding(location, name, _one_of(limits, said("no limits, as the plan has none")))
            elif name in benefit.limits[:number]:
                yield Finding(location, _again(name), said("each of the {names} once", names="limits"))


def limits_used(version: PlanVersion) -> Iterator[Finding]:
    """A limit that no benefit names limits nothing."""
    used = {name for benefit in version.terms.benefits for name in benefit.limits}
    for position, name in enumerate(_names(version, "limits")):
        if name not in used:
            yield Finding(("limits", position, "name"), _unused(name), said("a limit in use"))


def sections_exist(version: PlanVersion) -> Iterator[Finding]:
    """A benefit names separate deductibles and maximums of the plan."""
    for position, benefit in enumerate(version.terms.benefits):
        for field, section in _CHOICES.items():
            name, names = getattr(benefit, field), _names(version, section)
            if name is not None and name not in names:
                none = said("no name, as the plan has no {section}", section=section)
                yield Finding(("benefits", position, field), name, _one_of(names, none))


def sections_used(version: PlanVersion) -> Iterator[Finding]:
    """A separate deductible or maximum that no benefit names holds for nothing."""
    for field, section in _CHOICES.items():
        used = {getattr(benefit, field) for benefit in version.terms.benefits}
        for position, name in enumerate(_names(version, section)):
            if name not in used:
                expected = said("one of {section} in use", section=section)
                yield Finding((section, position, "name"), _unused(name), expected)


def shared_with_another(version: PlanVersion) -> Iterator[Finding]:
    """What is shared with a plan is shared with another one."""
    terms = version.terms
    for field in ("deductible", "out_of_pocket_maximum"):
        if getattr(terms, field).shared_with == terms.code:
            yield Finding((field, "shared_with"), terms.code, _ANOTHER)
    for section in _CHOICES.values():
        for position, item in enumerate(getattr(terms, section)):
            if item.shared_with == terms.code:
                yield Finding((section, position, "shared_with"), terms.code, _ANOTHER)


_ANOTHER = said("the code of another plan")


def _again(name: str) -> Said:
    return said("{name} a second time", name=name)


def _unused(name: str) -> Said:
    return said("{name}, which no benefit names", name=name)


def _one_of(names: Sequence[str], none: Said) -> Said:
    return said("one of {allowed}", allowed=listed(names)) if names else none


NAMING_CHECKS = (names_once, limits_exist, limits_used, sections_exist, sections_used, shared_with_another)
