from datetime import date

from corridor.claims.pricing.negotiation import business_days_after, negotiation

# 2026-01-01 is a Thursday; 2026-01-19 and 2026-02-16 are holidays.
HOLIDAYS = {date(2026, 1, 19), date(2026, 2, 16)}


def test_the_initial_payment_is_due_in_thirty_days() -> None:
    assert negotiation(date(2026, 1, 1)).pay_by == date(2026, 1, 31)
    assert negotiation(date(2026, 1, 1)).open_by is None


def test_thirty_business_days_to_open_and_thirty_to_negotiate_then_four_to_begin() -> None:
    found = negotiation(date(2025, 12, 15), date(2026, 1, 5), date(2026, 1, 12), HOLIDAYS)
    assert found.open_by == date(2026, 2, 18)
    assert found.ends == date(2026, 2, 25)
    assert (found.starts_resolution, found.resolution_by) == (date(2026, 2, 26), date(2026, 3, 3))


def test_weekends_are_no_business_days() -> None:
    assert business_days_after(date(2026, 1, 2), 1) == date(2026, 1, 5)
    assert business_days_after(date(2026, 1, 2), 5) == date(2026, 1, 9)
    assert business_days_after(date(2026, 1, 16), 1, HOLIDAYS) == date(2026, 1, 20)
