"""Until when a member may appeal: 29 CFR 2560.503-1(h), (i) and 2590.715-2719(d)."""

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.funding.arrangement import Party

APPEAL_DAYS = 180
"""From receipt of the notice, 2560.503-1(h)(3)(i)."""
DECISION_DAYS = 60
"""From receipt of an appeal about a service that was given already, 2560.503-1(i)(2)(iii)."""
EXTERNAL_MONTHS = 4
"""From receipt of the final internal answer, 2590.715-2719(d)(2)(i)."""
EXTERNALLY_REVIEWED = frozenset({"medical", "pharmacy"})
"""Products under the external review; dental and vision plans of their own are excepted benefits."""

_MONTHS_OF_YEAR, _SATURDAY = 12, 5


@dataclass(frozen=True)
class Rights:
    """appeal_by: counted from the day of the notice. decide_by: of an appeal that comes on that day.

    external_by: of a final answer on decide_by; None where the plan is not under external review.
    """

    write_to: Party
    appeal_by: date
    decide_by: date
    external_by: date | None


def rights_of(write_to: Party, noticed_on: date, product: str) -> Rights:
    """The rights that a notice of that day gives. product: of the plan that decided."""
    appeal_by = noticed_on + timedelta(days=APPEAL_DAYS)
    decide_by = appeal_by + timedelta(days=DECISION_DAYS)
    external_by = external_review_by(decide_by) if product in EXTERNALLY_REVIEWED else None
    return Rights(write_to, appeal_by, decide_by, external_by)


def external_review_by(answered_on: date) -> date:
    """The last day for asking: the same day four months later, or the first of the fifth month where there is none.

    From a Saturday or Sunday it moves to Monday. A federal holiday would move it too: the day told is then the earlier.
    """
    years, month0 = divmod(answered_on.month - 1 + EXTERNAL_MONTHS, _MONTHS_OF_YEAR)
    year, month = answered_on.year + years, month0 + 1
    try:
        day = date(year, month, answered_on.day)
    except ValueError:
        day = date(year + month // _MONTHS_OF_YEAR, month % _MONTHS_OF_YEAR + 1, 1)
    wait = 7 - day.weekday() if day.weekday() >= _SATURDAY else 0
    return day + timedelta(days=wait)
