"""When the carrier must be told of a person (RULES 1.6)."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from corridor.plan.document import Strict
from corridor.plan.findings import Unfit
from corridor.wording.said import said

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9A-Z]{1,6}$")]
"""A diagnosis code without its dot, or the beginning of several: `C34`."""


class DiagnosisList(Strict):
    """Diagnoses that trigger notice for services from `since` on, up to the next list."""

    since: date
    codes: tuple[Code, ...]


def _in_order(lists: tuple[DiagnosisList, ...]) -> tuple[DiagnosisList, ...]:
    days = [one.since for one in lists]
    if days != sorted(set(days)):
        raise Unfit(said("lists that do not follow one another"), said("each from a later day than the one before"))
    return lists


class Notice(Strict):
    """What makes notice due besides the share of the deductible (`notice_at`), and how soon it must be given.

    stay_days_above: an expected stay longer than so many days. within_days: after the cause became known.
    """

    diagnoses: Annotated[tuple[DiagnosisList, ...], AfterValidator(_in_order)] = ()
    stay_days_above: Annotated[int, Field(strict=True, gt=0)] | None = None
    case_management: bool = False
    within_days: Annotated[int, Field(strict=True, gt=0)] | None = None

    def triggers(self, code: str, day: date) -> bool:
        """Whether a diagnosis of a service on `day` makes notice due."""
        begun = [one for one in self.diagnoses if one.since <= day]
        plain = code.replace(".", "").upper()
        return bool(begun) and plain.startswith(begun[-1].codes)

    def is_long_stay(self, days: int) -> bool:
        """Whether an expected stay of `days` makes notice due."""
        return self.stay_days_above is not None and days > self.stay_days_above
