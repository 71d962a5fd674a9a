"""The few claimants who make a year: an ongoing illness under a laser, a catastrophe in 2026, some beyond $100,000.

Their bills come in parts, as hospitals send them for a long treatment, each below what a plan would stop for a
person to look at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from corridor.app.services.demo.care import Care
from corridor.app.services.demo.catalogue import Item
from corridor.app.services.demo.directory import Provider
from corridor.app.services.demo.drafts import Draft, Patient, priced_line, received_on
from corridor.edi.x837.write_parties import ClaimExtras
from corridor.money.rounding import BASIS_POINTS, prorate_cents
from corridor.money.split import split_cents
from corridor.periods.spans import Span, add_months

LASERED_EMPLOYEE = 7
CATASTROPHIC_EMPLOYEE = 18
BILL_CHARGE_MAX_CENTS = 90_000_00

_STAY_ITEMS = (
    (Item(0, revenue="0120", units=5), 34),
    (Item(0, revenue="0250"), 27),
    (Item(0, revenue="0360"), 22),
    (Item(0, revenue="0300"), 17),
)
_TREATMENT_ITEMS = (
    (Item(0, procedure="J9271", revenue="0636"), 84),
    (Item(0, procedure="96413", revenue="0335"), 10),
    (Item(0, procedure="80053", revenue="0300"), 6),
)


@dataclass(frozen=True)
class Story:
    """One large claimant in one year: the employee's number, the months of treatment, dollars allowed in all.

    is_stay: in hospital throughout (type of bill 11x, interim bills), otherwise treated as an outpatient.
    """

    employee: int
    year: int
    first_month: int
    last_month: int
    dollars: int
    diagnoses: tuple[str, ...]
    is_stay: bool = False


STORIES = (
    Story(LASERED_EMPLOYEE, 2024, 1, 12, 236_000, ("N186", "Z992")),
    Story(LASERED_EMPLOYEE, 2025, 1, 12, 242_000, ("N186", "Z992")),
    Story(LASERED_EMPLOYEE, 2026, 1, 10, 188_000, ("N186", "Z992")),
    Story(3, 2024, 4, 9, 228_000, ("C50911",)),
    Story(3, 2025, 1, 4, 38_000, ("C50911",)),
    Story(31, 2024, 8, 11, 168_000, ("C439",)),
    Story(12, 2025, 2, 8, 298_000, ("C9100",), is_stay=True),
    Story(12, 2026, 1, 6, 64_000, ("C9101",)),
    Story(21, 2025, 5, 12, 196_000, ("C61",)),
    Story(27, 2025, 3, 5, 138_000, ("I7101",), is_stay=True),
    Story(CATASTROPHIC_EMPLOYEE, 2026, 2, 8, 580_000, ("C9200", "D709"), is_stay=True),
)

SMALL_STORIES = tuple(story for story in STORIES if story.employee in (LASERED_EMPLOYEE, CATASTROPHIC_EMPLOYEE))
"""Those without which the small demo would not show every mechanism."""

STEADY_EMPLOYEES = frozenset(story.employee for story in STORIES)
"""Who must neither leave nor change plan."""


def story_claims(rng: Random, care: Care, story: Story, patient: Patient) -> Iterator[Draft]:
    """The bills of one story in order of service."""
    provider = care.directory.billing["hospital"][story.employee % 3]
    charge = prorate_cents(story.dollars * 100, BASIS_POINTS, provider.allowed_bp)
    months = story.last_month - story.first_month + 1
    parts_a_month = max(1, -(-charge // (months * BILL_CHARGE_MAX_CENTS)))
    spans = list(_parts(story, parts_a_month))
    amounts = split_cents(story.dollars * 100, [span.days for span in spans])
    for position, (span, cents) in enumerate(zip(spans, amounts, strict=True)):
        bill = _bill(rng, story, patient, provider, span, cents)
        yield _as_interim(bill, position, len(spans)) if story.is_stay else bill


def _parts(story: Story, parts_a_month: int) -> Iterator[Span]:
    for month in range(story.first_month, story.last_month + 1):
        start = date(story.year, month, 1)
        days = (add_months(start, 1) - start).days
        cuts = [start + timedelta(days=days * part // parts_a_month) for part in range(parts_a_month + 1)]
        yield from (Span(first, end) for first, end in pairwise(cuts))


def _bill(rng: Random, story: Story, patient: Patient, provider: Provider, span: Span, cents: int) -> Draft:
    items = _STAY_ITEMS if story.is_stay else _TREATMENT_ITEMS
    shares = split_cents(cents, [weight for _, weight in items])
    return Draft(
        kind="institutional",
        visit="long_stay" if story.is_stay else "long_treatment",
        patient=patient,
        provider=provider,
        rendering_npi=provider.clinicians[0],
        service_from=span.start,
        service_to=span.last_day,
        received=received_on(rng, span.last_day, 18.0),
        place="11" if story.is_stay else "13",
        diagnoses=story.diagnoses,
        lines=tuple(priced_line(item, provider, share) for (item, _), share in zip(items, shares, strict=True)),
    )


def _as_interim(bill: Draft, position: int, count: int) -> Draft:
    """First, continuing and last bill of a stay: frequency 2, 3, 4; still a patient (30) until the last."""
    is_last = position == count - 1
    frequency = "4" if is_last else "2" if position == 0 else "3"
    status = "01" if is_last else "30"
    return replace(bill, frequency=frequency, extras=ClaimExtras(admission_type="1", discharge_status=status))
