"""Which of two plans pays first, asked for one person: facts in, answer and reason out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.claims.order import rules
from corridor.claims.order.wording import sentences
from corridor.records import other_coverage as known
from corridor.wording.said import Said, listed, said

VALUES: Mapping[str, tuple[str, ...]] = {
    "kind": known.KINDS,
    "through": known.THROUGH,
    "status": known.STATUSES,
    "sex": known.SEXES,
    "custody": known.CUSTODY,
    "parents": known.PARENTS,
    "decree": known.DECREE,
}
"""What a fact may be, by its name without own_ or other_."""


class OrderError(ValueError):
    """A fact that is none, or has a value that it cannot have."""


@dataclass(frozen=True)
class OrderOfBenefits:
    """first: own, other, equal (they share), both (each pays as the first) or unclear, for want of the fact `lacks`."""

    first: str
    rule: str
    lacks: str | None = None

    @property
    def why(self) -> list[Said]:
        """Who is first, and the rule, as sentences."""
        return sentences(self.first, self.rule, self.lacks)


def order_of_benefits(*, day: date, **facts: Any) -> OrderOfBenefits:
    """Which of two plans pays first for a person on a day, and by which rule.

    facts: columns of claims.order.rules.PAIR by name, own_<fact> of our plan and other_<fact> of the other, such
    as own_through="parent", other_birthday="03-14", own_employees=120, age_from=date(2026, 1, 1); what is left out is
    not known. Both kinds are `group` unless said. Raises OrderError for a fact or a value that there is not.
    """
    given = {"own_kind": "group", "other_kind": "group", **facts}
    for name, value in given.items():
        _refuse_strange(name, value)
    pair = pl.DataFrame([{"day": day, **given}], schema={name: rules.PAIR[name] for name in ("day", *given)})
    return OrderOfBenefits(*rules.order_of_benefits(pair).row(0))


def _refuse_strange(name: str, value: Any) -> None:
    if name not in rules.PAIR or name == "day":
        allowed = listed(fact for fact in rules.PAIR if fact != "day")
        raise OrderError(said("fact: found {name!r}, expected one of {allowed}", name=name, allowed=allowed))
    values = VALUES.get(name.removeprefix("own_").removeprefix("other_"))
    if values and value is not None and value not in values:
        raise OrderError(
            said("{name}: found {found!r}, expected one of {allowed}", name=name, found=value, allowed=listed(values))
        )


def facts_from(texts: Mapping[str, str]) -> dict[str, Any]:
    """Facts as text, such as own_employees=120 and age_from=2026-01-01, in their types. Raises OrderError."""
    found: dict[str, Any] = {}
    for name, text in texts.items():
        _refuse_strange(name, text)
        found[name] = _typed(name, text)
    return found


def _typed(name: str, text: str) -> Any:
    dtype = rules.PAIR[name]
    try:
        if dtype == pl.Date:
            return date.fromisoformat(text)
        if dtype == pl.Int32:
            return int(text)
    except ValueError:
        expected = said("a day such as 2026-01-31") if dtype == pl.Date else said("a whole number")
        raise OrderError(
            said("{name}: found {found!r}, expected {expected}", name=name, found=text, expected=expected)
        ) from None
    if dtype == pl.Boolean:
        if text not in ("yes", "no"):
            allowed = listed(("yes", "no"))
            raise OrderError(
                said("{name}: found {found!r}, expected one of {allowed}", name=name, found=text, allowed=allowed)
            )
        return text == "yes"
    return text
