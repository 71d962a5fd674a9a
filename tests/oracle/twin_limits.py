"""Limits of visits, days, services and dollars, for the slow twin (order of steps 2 and 6)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.oracle.twin_books import Books, Line, Occasion, Use, limit_key
from tests.oracle.twin_plan import CENT, UNLIMITED, ZERO, Benefit, Limit

ONE = Decimal(1)


def left_of(limit: Limit, line: Line, books: Books) -> Decimal:
    """What a limit still holds for the line."""
    return max(ZERO, limit.amount - _used(limit, line, books))


def _used(limit: Limit, line: Line, books: Books) -> Decimal:
    if not limit.months:
        return books.totals[_total_key(limit, line)]
    day, own = line["service_from"], _surfaces(limit, line)
    before = after = ZERO
    for use in books.uses[_use_key(limit, line)]:
        if own and use.surfaces and not own & use.surfaces:
            continue
        if _months_later(use.day, limit.months) > _plain(day) >= _plain(use.day):
            before += use.amount
        if _months_later(day, limit.months) > _plain(use.day) >= _plain(day):
            after += use.amount
    return max(before, after)


def take(limit: Limit, line: Line, books: Books, amount: Decimal, fired: set[str]) -> None:
    """Note that the line used up `amount` of a limit."""
    fired |= _names(limit)
    if not amount:
        return
    if limit.unit != "dollars":
        books.counted_kinds.add((line["plan"], limit.name))
    if limit.months:
        books.uses[_use_key(limit, line)].append(Use(line["service_from"], _surfaces(limit, line), amount))
    else:
        books.totals[_total_key(limit, line)] += amount


def _names(limit: Limit) -> set[str]:
    names = {"limit of " + {"days": "units", "services": "units"}.get(limit.unit, limit.unit)}
    names.add("rolling limit" if limit.months else "lifetime limit" if limit.per == "lifetime" else "limit by year")
    if limit.of != "person":
        names.add("limit by tooth")
    if limit.of == "tooth_surface":
        names.add("limit by tooth surface")
    if limit.is_shared:
        names.add("limit of several benefits")
    if limit.is_after != (limit.unit == "dollars"):
        names.add("dollars before cost share" if limit.unit == "dollars" else "counts after cost share")
    return names


def _plain(day: date) -> tuple[int, int]:
    return day.year * 12 + day.month, day.day


def _months_later(day: date, months: int) -> tuple[int, int]:
    """The same day of a later month, whether the calendar has it or not."""
    month, day_of_month = _plain(day)
    return month + months, day_of_month


def _tooth(limit: Limit, line: Line) -> str:
    return "" if limit.of == "person" else line["tooth"] or ""


def _surfaces(limit: Limit, line: Line) -> frozenset[str]:
    """Letters of the surfaces, facial being buccal; none: all of them."""
    if limit.of != "tooth_surface":
        return frozenset()
    return frozenset((line["surfaces"] or "").replace("F", "B"))


def _total_key(limit: Limit, line: Line) -> Any:
    if limit.per == "lifetime":
        return limit_key(line, limit.name, _tooth(limit, line))
    return limit_key(line, limit.name, _tooth(limit, line), line["year"])


def _use_key(limit: Limit, line: Line) -> Any:
    return line["plan"], line["member"], limit.name, _tooth(limit, line)


def needs(limit: Limit, line: Line, is_new_visit: bool) -> Decimal:
    """What the line asks of a limit that counts: an occasion once, its units otherwise; nothing if it costs nothing."""
    if line["allowed"] == 0:
        return ZERO
    return Decimal(is_new_visit) if limit.unit == "visits" else Decimal(line["units"])


def admit(
    benefit: Benefit, line: Line, books: Books, occasion: Occasion, fired: set[str]
) -> tuple[str | None, Decimal]:
    """(reason to deny, amount within) after the limits that apply before cost sharing."""
    limits = [limit for limit in benefit.limits if not limit.is_after]
    is_new_visit = not occasion.is_counted
    granted, dollars_left = Decimal(line["units"]), UNLIMITED
    for limit in limits:
        left = left_of(limit, line, books)
        if limit.unit == "dollars":
            dollars_left = min(dollars_left, left)
        elif needs(limit, line, is_new_visit) > 0 and left == 0:
            return "frequency_reached" if limit.months else "benefit_maximum", ZERO
        elif limit.unit != "visits":
            granted = min(granted, left)
    within = line["recognised"]
    if granted < line["units"]:
        fired.add("granted in part")
        within = (within * granted / line["units"]).quantize(CENT, ROUND_HALF_UP)
    within = min(within, dollars_left)
    for limit in limits:
        wanted = needs(limit, line, is_new_visit)
        amount = within if limit.unit == "dollars" else min(wanted, granted) if limit.unit != "visits" else wanted
        take(limit, line, books, amount, fired)
        if limit.unit == "visits" and wanted:
            occasion.is_counted = True
    return None, within


def limit_payment(
    benefit: Benefit, line: Line, books: Books, is_new_visit: bool, occasion: Occasion, fired: set[str], share: Decimal
) -> tuple[Decimal, Decimal]:
    """(plan's share, dollars cut by dollar limits) after the limits that apply to what the plan would pay."""
    cut = ZERO
    for limit in benefit.limits:
        if not limit.is_after:
            continue
        left = left_of(limit, line, books)
        if limit.unit == "dollars":
            cut += max(ZERO, share - left)
            share = min(share, left)
            continue
        wanted = needs(limit, line, is_new_visit)
        if not wanted:
            continue
        granted = min(wanted, left)
        if granted < wanted:
            fired.add("granted in part")
            share = (share * granted / wanted).quantize(CENT, ROUND_HALF_UP)
        take(limit, line, books, granted, fired)
        if limit.unit == "visits" and granted:
            occasion.is_counted = True
    return share, cut


def take_payment(benefit: Benefit, line: Line, books: Books, paid: Decimal, fired: set[str]) -> None:
    """Dollar limits on the plan's payment move by what it pays alone."""
    for limit in benefit.limits:
        if limit.is_after and limit.unit == "dollars":
            take(limit, line, books, paid, fired)
