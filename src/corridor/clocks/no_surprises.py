"""Bills out of network under the No Surprises Act: first payment, open negotiation, independent resolution."""

from dataclasses import dataclass
from datetime import date

from corridor.clocks.business import BusinessDays
from corridor.clocks.due import Due
from corridor.clocks.figures import figure
from corridor.clocks.stops import days_after
from corridor.wording.said import said


@dataclass(frozen=True)
class Dispute:
    """The last days. resolution: to ask for independent resolution, after a negotiation that failed."""

    initial_payment: Due
    negotiation_opened_by: Due
    negotiation_ends: Due
    resolution: Due


def dispute(
    clean_claim_on: date, business: BusinessDays, *, paid_on: date | None = None, opened_on: date | None = None
) -> Dispute:
    """The last days of a claim that came complete on a day.

    paid_on: day of the first payment or denial, opened_on: of the notice that opens the negotiation; None: the last
    day for it. Source: 45 CFR 149.510.
    """
    length = figure("no_surprises.initial_payment", clean_claim_on)
    last = days_after(clean_claim_on, length.value)
    why = said("{days} days from {day} ({source})", days=length.value, day=clean_claim_on, source=length.source)
    initial = Due("initial_payment", last, (why,))
    opened_by = _business("negotiation_opened_by", "no_surprises.negotiation", paid_on or last, business)
    ends = _business("negotiation_ends", "no_surprises.negotiation", opened_on or opened_by.day, business)
    return Dispute(
        initial, opened_by, ends, _business("resolution", "no_surprises.resolution_start", ends.day, business)
    )


def _business(name: str, length_name: str, since: date | None, business: BusinessDays) -> Due:
    assert since is not None, "no clock of a dispute stands still"
    length = figure(length_name, since)
    why = said("{count} business days from {day} ({source})", count=length.value, day=since, source=length.source)
    return Due(name, business.after(since, length.value), (why,))
