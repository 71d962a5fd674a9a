"""Continuing cover under COBRA: the days of notices, election and premiums, and how long cover may go on."""

from dataclasses import dataclass
from datetime import date

from corridor.clocks.due import Due
from corridor.clocks.figures import ClockError, figure
from corridor.clocks.stops import Stop, days_after
from corridor.money.rounding import share_of_cents
from corridor.periods.spans import add_months
from corridor.wording.said import listed, said

EVENTS = {
    "termination": "termination",
    "reduced_hours": "termination",
    "death": "dependant",
    "divorce": "dependant",
    "medicare": "dependant",
    "end_of_dependency": "dependant",
}
"""What ends cover -> whose months hold (29 USC 1162(2)(A), 1163)."""


@dataclass(frozen=True)
class Election:
    """The last days, each counted from the last day of the one before; cover_until_exclusive: when it ends at most."""

    employer_notice: Due
    election_notice: Due
    elect: Due
    first_premium: Due
    total_days: int | None
    cover_until_exclusive: date

    @property
    def days(self) -> tuple[Due, ...]:
        """The last days in their order."""
        return self.employer_notice, self.election_notice, self.elect, self.first_premium


def election(
    loss_of_cover: date,
    *,
    event: str = "termination",
    is_disabled: bool = False,
    employer_told_on: date | None = None,
    notice_on: date | None = None,
    elected_on: date | None = None,
    pauses: tuple[Stop, ...] = (),
) -> Election:
    """The last days when each step is taken on the day given, or on its own last day where none is.

    loss_of_cover: first day without cover. is_disabled: found disabled within the first 60 days, with notice.
    Raises ClockError for an unknown event.
    """
    employer = _after("employer_notice", loss_of_cover, pauses)
    notice = _after("election_notice", employer_told_on or employer.day, pauses)
    sixty = notice_on or notice.day
    elect = _after("election", max(sixty, loss_of_cover) if sixty else None, pauses)
    premium = _after("first_premium", elected_on or elect.day, pauses)
    total = (premium.day - loss_of_cover).days if premium.day else None
    until = add_months(loss_of_cover, months_of_cover(event, loss_of_cover, is_disabled=is_disabled))
    return Election(employer, notice, elect, premium, total, until)


def months_of_cover(event: str, on: date, *, is_disabled: bool = False) -> int:
    """18, 29 with a disability, 36 for dependants whose own event it is."""
    if event not in EVENTS:
        raise ClockError(said("event: found {found!r}, expected one of {allowed}", found=event, allowed=listed(EVENTS)))
    kind = EVENTS[event]
    return figure(f"cobra.months.{'disability' if kind == 'termination' and is_disabled else kind}", on).value


def premium_due(month_begins: date, pauses: tuple[Stop, ...] = ()) -> Due:
    """The last day to pay for a month of cover, its grace included."""
    return _after("grace", month_begins, pauses)


def premium_cents(rate_cents: int, month: int, on: date, *, is_disabled: bool = False) -> int:
    """What may be asked for the `month`-th month of cover: 102% of the rate, 150% from the 19th in a disability."""
    name = "premium_disability_extension" if is_disabled and month > months_of_cover("termination", on) else "premium"
    return share_of_cents(rate_cents, figure(f"cobra.{name}", on).value * 100)


def _after(name: str, since: date | None, pauses: tuple[Stop, ...]) -> Due:
    if since is None:
        return Due(name, None, (said("the clock stands still: nothing is due yet"),))
    length = figure(f"cobra.{name}", since)
    day = days_after(since, length.value, pauses)
    why = said("{days} days from {day} ({source})", days=length.value, day=since, source=length.source)
    return Due(name, day, (why,))
