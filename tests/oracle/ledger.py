"""Trial balance and budget once more, with dicts and plain loops and none of the package's code."""

from collections import defaultdict
from datetime import date
from typing import Any


def trial_balance(legs: list[dict[str, Any]], as_of: date | None = None) -> dict[str, tuple[int, int, int, int]]:
    """Account -> (legs, debits, credits, balance) in cents."""
    out: dict[str, tuple[int, int, int, int]] = {}
    for leg in legs:
        if as_of is not None and leg["effective_on"] > as_of:
            continue
        count, debits, credits, total = out.get(leg["account"], (0, 0, 0, 0))
        cents = leg["amount_cents"]
        if cents > 0:
            debits += cents
        else:
            credits -= cents
        out[leg["account"]] = (count + 1, debits, credits, total + cents)
    return out


def covered_employees(
    spans: list[dict[str, Any]], product: str | None, day: date, plan_codes: set[str]
) -> dict[str, str]:
    """Employee -> coverage level of one of the plans on `day`; the plan first in the alphabet where there are two."""
    found: dict[str, tuple[str, str]] = {}
    for span in spans:
        if span["relationship"] != "self" or span["plan_code"] not in plan_codes:
            continue
        if product is not None and span["product"] != product:
            continue
        end = span["coverage_end_exclusive"]
        if span["coverage_start"] <= day and (end is None or day < end):
            plan_and_level = (span["plan_code"], span["coverage_level"])
            employee = span["subscriber_id"]
            found[employee] = min(found.get(employee, plan_and_level), plan_and_level)
    return {employee: level for employee, (_, level) in found.items()}


def rate_on(dated_rates: list[tuple[date, dict[str, int]]], day: date) -> dict[str, int] | None:
    """The rates that took effect last."""
    rates = None
    for effective, candidate in sorted(dated_rates, key=lambda pair: pair[0]):
        if effective <= day:
            rates = candidate
    return rates


def budget(
    spans: list[dict[str, Any]],
    months: list[date],
    dated_rates: list[tuple[date, dict[str, int]]],
    product: str,
    plan_codes: set[str],
) -> dict[date, int]:
    """Month -> cents: for each employee covered on the 1st the rate of the level, or the composite rate."""
    out: dict[date, int] = defaultdict(int)
    for month in months:
        rates = rate_on(dated_rates, month)
        if rates is None:
            continue
        for level in covered_employees(spans, product, month, plan_codes).values():
            out[month] += rates["composite"] if "composite" in rates else rates[level]
    return dict(out)
