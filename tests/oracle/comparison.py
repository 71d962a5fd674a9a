"""The slow twin's answer and the kernel's in the same words, to be compared."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from corridor.adjudication.decide import Adjudicated
from tests.oracle.adjudicate import AMOUNTS, Books, adjudicate
from tests.oracle.generated_claims import Row, World, twin_line
from tests.oracle.twin_plan import ALWAYS

SURFACES_IN_ORDER = "MODBLI"


def twin_outcomes(outcomes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The twin's outcomes in cents, under the kernel's column names."""
    return [
        {"reason": outcome["reason"], **{f"{name}_cents": _cents(outcome[name]) for name in AMOUNTS}}
        for outcome in outcomes
    ]


def twin_accumulators(books: Books) -> dict[tuple[Any, ...], int]:
    """The twin's books as {key of ACCUMULATORS: amount}, zeros left out."""
    amounts = Counter({key: _amount(books, key, total) for key, total in books.totals.items()})
    for (plan, member, limit, tooth), uses in books.uses.items():
        for use in uses:
            letters = "".join(letter for letter in SURFACES_IN_ORDER if letter in use.surfaces)
            kind = f"use:{limit}:{tooth}@{use.day.isoformat()}#{letters}"
            counts = (plan, limit) in books.counted_kinds
            amounts[plan, ALWAYS, "person", member, kind, "all"] += int(use.amount) if counts else _cents(use.amount)
    return {key: amount for key, amount in amounts.items() if amount}


def _amount(books: Books, key: Any, total: Decimal) -> int:
    plan, _, _, _, kind, _ = key
    is_count = kind.startswith("limit:") and (plan, kind.split(":")[1]) in books.counted_kinds
    return int(total) if is_count else _cents(total)


def _cents(dollars: Decimal) -> int:
    cents = dollars * 100
    assert cents == int(cents), dollars
    return int(cents)


def twin_visits(books: Books) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The twin's occasions as {key of VISITS: the rest}; one that used nothing is left out."""
    return {
        key: (_cents(occasion.copay), occasion.is_taken, occasion.is_counted)
        for key, occasion in books.occasions.items()
        if occasion.is_taken or occasion.is_counted
    }


def frame_accumulators(accumulators: pl.DataFrame) -> dict[tuple[Any, ...], int]:
    """ACCUMULATORS as {key: amount}."""
    return {row[:-1]: row[-1] for row in accumulators.iter_rows()}


def differences(fast: Adjudicated, world: World, rows: Sequence[Row]) -> Iterator[str]:
    """What the kernel says otherwise than the twin, in words; nothing where they agree to the cent."""
    outcomes, books = adjudicate(world.plans, [twin_line(row) for row in rows])
    yield from compared(fast, outcomes, books, rows)


def compared(fast: Adjudicated, outcomes: Sequence[dict[str, Any]], books: Books, rows: Sequence[Row]) -> Iterator[str]:
    """What the kernel says otherwise than outcomes and books of the twin."""
    found = fast.outcomes.drop("claim_number", "line_number").to_dicts()
    for row, kernel, twin, outcome in zip(rows, found, twin_outcomes(outcomes), outcomes, strict=True):
        if kernel != twin:
            parts = {name: (kernel[name], twin[name]) for name in twin if kernel[name] != twin[name]}
            line = f"claim {row['claim_number']} line {row['line_number']}"
            yield f"{line}: (kernel, twin) {parts}; fired: {sorted(outcome['fired'])}"
    kept = frame_accumulators(fast.accumulators)
    yield from _unlike("accumulator", kept, twin_accumulators(books))
    visits = {row[:5]: row[5:] for row in fast.visits.iter_rows()}
    yield from _unlike("visit", visits, twin_visits(books))


def _unlike(what: str, kernel: dict[Any, Any], twin: dict[Any, Any]) -> Iterator[str]:
    for key in sorted(kernel.keys() | twin.keys(), key=str):
        if kernel.get(key) != twin.get(key):
            yield f"{what} {key}: kernel {kernel.get(key)}, twin {twin.get(key)}"
