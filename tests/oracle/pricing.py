"""Prices the slow way: decimals, a line at a time, written from RULES 3.5 and the published methods, nothing shared."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

Row = Mapping[str, Any]


def cents(dollars: Decimal) -> int:
    """Dollars in cents, half a cent up."""
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))


def fee_schedule(fee: Decimal, units: Decimal, percent: Decimal) -> int:
    return cents(fee * units * percent / 100)


def rbrvs(
    values: Sequence[Decimal], indices: Sequence[Decimal], factor: Decimal, units: Decimal, percent: Decimal
) -> int:
    """values, indices: of work, practice expense, malpractice."""
    total = sum((value * index for value, index in zip(values, indices, strict=True)), Decimal(0))
    return cents(total * factor * units * percent / 100)


def time_units(minutes: int, per_unit: int, rounding: str, decimals: int) -> Decimal:
    exact = Decimal(minutes) / per_unit
    if rounding == "exact":
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return exact.quantize(Decimal(1), ROUND_HALF_UP if rounding == "half" else ROUND_CEILING)


def anaesthesia(base: int, time: Decimal, state: int, factor: Decimal, percent: Decimal) -> int:
    return cents((base + time + state) * factor * percent / 100)


def per_diem(days: int, bands: Sequence[tuple[int, Decimal]]) -> Decimal:
    """bands: (from day, amount), from day 1 on; each day of the stay by the last band that has begun."""
    return sum(
        (next(each for first, each in reversed(bands) if first <= day) for day in range(1, days + 1)), Decimal(0)
    )


def drg(
    base: Decimal, weight: Decimal, percent: Decimal, add_on: Decimal, charges: Decimal, outlier: Row | None
) -> int:
    payment = base * weight * percent / 100 + add_on
    if outlier:
        cost = charges * outlier["ratio"] / 100
        payment += max(cost - payment - outlier["threshold"], Decimal(0)) * outlier["marginal"] / 100
    return cents(payment)


def day_outlier(days: int, mean: Decimal, beyond: int, amount: Decimal) -> Decimal:
    further = (Decimal(days) - mean - beyond).quantize(Decimal(1), ROUND_FLOOR)
    return max(further, Decimal(0)) * amount


def dealt(price: int, charges: Iterable[int]) -> list[int]:
    """Whole cents by charge; those left over go one each to the largest remainders, the first of equals first."""
    weights = list(charges)
    total = sum(weights)
    exact = [Decimal(price) * weight / total for weight in weights]
    shares = [int(each) for each in exact]
    by_rest = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_rest[: price - sum(shares)]:
        shares[place] += 1
    return shares


def recognised(charge: int, median: int | None, by_law: int | None) -> int | None:
    """Of a surprise bill: what law sets, else the lesser of the charge and the qualifying amount."""
    if by_law is not None:
        return min(by_law, charge)
    return None if median is None else min(charge, median)
