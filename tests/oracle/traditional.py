"""The traditional contract with fractions and plain loops: the slow twin of corridor.reports.traditional."""

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

Month = dict[str, Any]
"""month (first day), employees, claims, cost (cents; None: nothing is known)."""


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def percent(basis_points: int) -> Fraction:
    return Fraction(basis_points, 10_000)


def next_premium(premium: int, known: list[Month], terms: Any) -> dict[str, int]:
    """The steps of a renewal, each rounded to the cent where the contract's page says so."""
    for_claims = 1 - percent(terms.retention.share)
    expected = half_up(premium * for_claims)
    heads = sum(month["employees"] for month in known)
    told = [month["claims"] for month in known if month["claims"] is not None]
    actual = half_up(Fraction(max(sum(told), 0), heads)) if told and heads else expected
    weight = percent(terms.credibility.share)
    blended = half_up(actual * weight) + half_up(expected * (1 - weight))
    trended = half_up(blended * (1 + percent(terms.trend.share)))
    wanted = half_up(Fraction(trended) / for_claims)
    if terms.limit is not None:
        most = percent(terms.limit.share)
        wanted = max(min(wanted, half_up(premium * (1 + most))), half_up(premium * (1 - most)))
    return {"expected": expected, "actual": actual, "blended": blended, "trended": trended, "premium": wanted}


def years(months: list[Month], terms: Any, year_start_month: int, as_of: date) -> list[dict[str, Any]]:
    """Per plan year: start, premium, heads, total, claims, insurer, cost, difference."""
    rows = []
    number = terms.premium.effective.year - (terms.premium.effective.month < year_start_month)
    premium = terms.premium.composite
    while date(number, year_start_month, 1) <= as_of:
        places = [(number * 12 + year_start_month - 1 + n) for n in range(12)]
        own = [month for month in months if month["month"].year * 12 + month["month"].month - 1 in places]
        known_places = places[: terms.renewal.known_months]
        known = [month for month in own if month["month"].year * 12 + month["month"].month - 1 in known_places]
        heads = sum(month["employees"] for month in own)
        claims = [month["claims"] for month in own if month["claims"] is not None]
        costs = [month["cost"] for month in own if month["cost"] is not None]
        total = premium * heads
        rows.append(
            {
                "start": date(number, year_start_month, 1),
                "premium": premium,
                "heads": heads,
                "total": total,
                "claims": sum(claims) if claims else None,
                "insurer": total - sum(claims) if claims else None,
                "cost": sum(costs) if costs else None,
                "difference": total - sum(costs) if costs else None,
            }
        )
        premium = next_premium(premium, known, terms)["premium"]
        number += 1
    return rows
