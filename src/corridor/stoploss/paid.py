"""Layer 1 for whole columns: paid lines as integers -> eligible cents by unit and month, on several threads."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.stoploss.contract import Cover, Policy
from corridor.stoploss.kernel.months import (
    NEVER,
    Cells,
    Cents,
    Days,
    Window,
    add_lines,
    count_touched,
    gather,
    hold_run_in,
)
from corridor.stoploss.kernel.years import NO_END

__all__ = ["NEVER", "LineTerms", "MonthArrays", "PaidArrays", "eligible_months"]
_EPOCH = date(1970, 1, 1).toordinal()
_NOTHING = Window(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class PaidArrays:
    """Paid lines, (n,) each; days are counted from 1970-01-01.

    unit: 0 to n_units - 1, whom the deductible is for. kind: row of `covers_of_kind`, whose bits 1 and 2 say whether
    the specific and the aggregate cover such a line (product, exclusion, provider). takes_back: the day on which what
    a refund takes back was paid, NEVER where it names none; empty where no line names one.
    """

    unit: NDArray[np.int32]
    kind: NDArray[np.uint8]
    incurred: Days
    paid: Days
    amount: Cents
    takes_back: Days
    covers_of_kind: NDArray[np.uint8]
    n_units: int


@dataclass(frozen=True)
class MonthArrays:
    """Units' months with eligible lines: those of unit u are rows unit_starts[u] to unit_starts[u + 1], in order.

    month: counted from `first_month`. specific, aggregate: cents.
    """

    first_month: date
    unit_starts: NDArray[np.int64]
    month: NDArray[np.int16]
    specific: Cents
    aggregate: Cents


@dataclass(frozen=True)
class LineTerms:
    """What a policy asks of a line: windows of both covers and their run-in maximums."""

    specific: Window
    aggregate: Window
    run_in_specific: int
    run_in_aggregate: int
    start: int

    @classmethod
    def of(cls, policy: Policy) -> "LineTerms":
        """The terms of a policy."""
        most = [_run_in(cover) for cover in (policy.specific, policy.aggregate)]
        windows = [_window(policy, cover) for cover in (policy.specific, policy.aggregate)]
        return cls(windows[0], windows[1], most[0], most[1], _day(policy.start))


def eligible_months(
    paid: PaidArrays, terms: LineTerms, first_day: date, last_day: date, threads: int = 1
) -> MonthArrays:
    """Layer 1: what of the lines paid from `first_day` to `last_day`, both included, is eligible.

    More than one thread helps where lines are in the order of units or of days of payment, as books of claims are.
    """
    months = _month_of_day(first_day, last_day)
    cells = _cells(int(months[-1]) + 1 if len(months) else 1, paid.n_units, terms)
    opening = _day(first_day.replace(day=1))
    offset = np.concatenate([np.full(_day(first_day) - opening, len(months) and 0, np.int16), months])

    def add(first: int, last: int) -> None:
        add_lines(
            paid.unit, paid.kind, paid.covers_of_kind, paid.incurred, paid.paid, paid.takes_back, paid.amount,
            first, last, terms.specific, terms.aggregate, terms.start, opening, offset, cells,
        )  # fmt: skip

    _side_by_side(add, _line_bounds(paid, offset, opening, threads))
    if cells.run_in.size:
        hold_run_in(cells, terms.run_in_specific, terms.run_in_aggregate)
    return _gathered(cells, first_day.replace(day=1), threads)


def _side_by_side(work: Callable[[int, int], None], bounds: Sequence[int]) -> None:
    spans = [(first, last) for first, last in pairwise(bounds) if last > first]
    if len(spans) < 2:
        for span in spans:
            work(*span)
        return
    with ThreadPoolExecutor(len(spans)) as pool:
        list(pool.map(lambda span: work(*span), spans))


def _line_bounds(paid: PaidArrays, month_of_day: NDArray[np.int16], opening: int, threads: int) -> list[int]:
    """Where lines can be cut so that no two threads write one cell: between units, or between months of payment."""
    n_lines = len(paid.unit)
    if threads < 2 or n_lines < 100_000:
        return [0, n_lines]
    cuts = [n_lines * part // threads for part in range(1, threads)]
    if _is_sorted(paid.unit):
        inner = [int(np.searchsorted(paid.unit, paid.unit[cut])) for cut in cuts]
    elif _is_sorted(paid.paid):
        days = np.clip(paid.paid[cuts] - opening, 0, len(month_of_day) - 1)
        first_of_month = np.searchsorted(month_of_day, month_of_day[days]) + opening
        inner = [int(np.searchsorted(paid.paid, day)) for day in first_of_month]
    else:
        inner = []
    return [0, *inner, n_lines]


def _is_sorted(values: NDArray[Any]) -> bool:
    return bool(np.all(values[1:] >= values[:-1]))


def _cells(months: int, units: int, terms: LineTerms) -> Cells:
    shape = (months, units, 2)
    has_run_in = terms.specific.has_run_in_maximum or terms.aggregate.has_run_in_maximum
    run_in = np.zeros(shape if has_run_in else (0, 0, 2), np.int64)
    return Cells(np.zeros(shape, np.int64), run_in, np.zeros(shape[:2], np.uint8))


def _gathered(cells: Cells, first_month: date, threads: int) -> MonthArrays:
    units = cells.touched.shape[1]
    counts = np.zeros(units, np.int64)
    bounds = [units * part // threads for part in range(threads + 1)]
    _side_by_side(lambda first, last: count_touched(cells.touched, first, last, counts), bounds)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    n_rows = int(starts[-1])
    month, specific, aggregate = np.empty(n_rows, np.int16), np.empty(n_rows, np.int64), np.empty(n_rows, np.int64)
    _side_by_side(lambda first, last: gather(cells, first, last, starts, month, specific, aggregate), bounds)
    return MonthArrays(first_month, starts, month, specific, aggregate)


def _month_of_day(first_day: date, last_day: date) -> NDArray[np.int16]:
    days = np.arange(_day(first_day), _day(last_day) + 1).astype("datetime64[D]").astype("datetime64[M]")
    months: NDArray[np.int64] = days.astype(np.int64)
    return (months - months[0]).astype(np.int16) if len(months) else np.zeros(0, np.int16)


def _window(policy: Policy, cover: Cover | None) -> Window:
    if cover is None:
        return _NOTHING
    days = policy.windows(cover)
    return Window(
        _day(days.incurred_from),
        _day(days.incurred_end_exclusive),
        _day(days.paid_from),
        _day(days.paid_end_exclusive),
        int(cover.run_in_maximum_per_person is not None),
    )


def _run_in(cover: Cover | None) -> int:
    most = None if cover is None else cover.run_in_maximum_per_person
    return NO_END if most is None else most


def _day(day: date) -> int:
    return day.toordinal() - _EPOCH
