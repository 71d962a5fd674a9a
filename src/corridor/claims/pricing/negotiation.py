"""The days of a surprise bill: initial payment, open negotiation, and the start of independent dispute resolution.

Source: 45 CFR 149.110 (b)(3)(iv)(A) initial payment, 149.510 (b)(1) negotiation, (b)(2) initiation; RULES 3.4.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

PAYMENT_DAYS = 30
"""Calendar days from a clean claim to the initial payment or denial."""
NEGOTIATION_DAYS = 30
"""Business days from the initial payment: in which negotiation may be opened, and again for which it is open."""
INITIATION_DAYS = 4
"""Business days after the negotiation in which dispute resolution may be started."""
_SATURDAY = 5


@dataclass(frozen=True)
class Negotiation:
    """pay_by: last day of the initial payment or denial. open_by: of opening the negotiation. ends: its last day.

    starts_resolution, resolution_by: first and last day on which dispute resolution may be started. The last three are
    None until the negotiation is opened.
    """

    pay_by: date
    open_by: date | None = None
    ends: date | None = None
    starts_resolution: date | None = None
    resolution_by: date | None = None


def negotiation(
    received: date, paid: date | None = None, opened: date | None = None, holidays: Collection[date] = ()
) -> Negotiation:
    """The days that follow a clean claim, its initial payment or denial, and the notice that opens negotiation.

    holidays: days that are no business days beside Saturdays and Sundays.
    """
    pay_by = received + timedelta(days=PAYMENT_DAYS)
    open_by = None if paid is None else business_days_after(paid, NEGOTIATION_DAYS, holidays)
    if opened is None:
        return Negotiation(pay_by, open_by)
    ends = business_days_after(opened, NEGOTIATION_DAYS, holidays)
    first = business_days_after(ends, 1, holidays)
    return Negotiation(pay_by, open_by, ends, first, business_days_after(ends, INITIATION_DAYS, holidays))


def business_days_after(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The `count`-th business day after `day`, which is not counted itself."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY and day not in holidays
    return day
