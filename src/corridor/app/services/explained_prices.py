"""Steps of the price, set before all others; what a surprise bill owes beyond, after them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.explaining.prices import contract_steps, outside_step, surprise_step
from corridor.adjudication.steps import Step
from corridor.claims.pricing.book import PriceBook, priced

_LINE = ("claim_number", "line_number")
_SOURCES = ("contract_line", "surprise_bill", "usual_charge", "reference")


def with_price_steps(
    explained: Sequence[LineExplanation], prepared: pl.DataFrame, claims: pl.DataFrame, prices: PriceBook | None
) -> list[LineExplanation]:
    """`explained` with how each price came about. prepared: lines as `prepared_lines` made them of claims (CLAIMS)."""
    if prices is None:
        return list(explained)
    numbers = [line.claim_number for line in explained]
    # Units are counted anew on the way to the kernel; a price goes by those that were sent.
    sent = claims.select(*_LINE, "units")
    own = prepared.filter(pl.col("claim_number").is_in(numbers)).drop("units").join(sent, on=_LINE)
    steps = dict(_steps_of(own, prices))
    return [
        replace(line, steps=(*steps.get((line.claim_number, line.line_number), ()), *line.steps)) for line in explained
    ]


def _steps_of(lines: pl.DataFrame, prices: PriceBook) -> Iterator[tuple[tuple[int, int], tuple[Step, ...]]]:
    is_asked = lines.filter(pl.col("contract").is_not_null() & (pl.col("price_source") == "contract_line"))
    again = priced(is_asked, prices, keeps_inputs=True)
    cents = again.prices.get_column("contract_cents").to_list()
    for row, chosen, made, price in zip(is_asked.to_dicts(), again.chosen, again.inputs, cents, strict=True):
        if chosen is not None and made is not None and price is not None:
            yield _key(row), tuple(contract_steps(chosen, made, price, row["charge_cents"]))
    for row in lines.filter(pl.col("price_source").is_in(_SOURCES[1:])).to_dicts():
        yield _key(row), (_step(row),)


def _step(row: dict[str, Any]) -> Step:
    if row["price_source"] == "surprise_bill":
        return surprise_step(row["price_line"], row["surprise_cents"])
    return outside_step(row["price_source"], row["allowed_cents"])


def _key(row: dict[str, Any]) -> tuple[int, int]:
    return row["claim_number"], row["line_number"]
