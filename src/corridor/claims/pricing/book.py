"""The price book: contracts and reference tables together, and what they make of lines."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.claims.classify import NONE
from corridor.claims.pricing.compared import OF_LINE
from corridor.claims.pricing.contracts import ContractLine, Contracts, Rows
from corridor.claims.pricing.grouper import Grouper, with_groups
from corridor.claims.pricing.of_claim import OF_CLAIM, dealt
from corridor.claims.pricing.services import SERVICE
from corridor.claims.pricing.tables import PriceTables
from corridor.money.cents import MAX_CENTS

NOT_IN_FORCE, NO_PRICE, NO_GROUP, ABOVE_CHARGE = (
    "contract_not_in_force",
    "no_contract_price",
    "drg_missing",
    "price_above_charge",
)
"""Reasons of lines that a contract should price and does not."""
_NO_CENTS = -1


@dataclass(frozen=True)
class PriceBook:
    """contracts: those of the networks. tables: of the codes asked about, or whole. grouper: None: not installed."""

    contracts: Contracts = field(default_factory=Contracts)
    tables: PriceTables = field(default_factory=PriceTables)
    grouper: Grouper | None = None


@dataclass(frozen=True)
class Priced:
    """contract_cents, price_line, price_reason, one row per line.

    Where asked for, of each line: the contract line that prices it, and what its price is made of.
    """

    prices: pl.DataFrame
    chosen: tuple[ContractLine | None, ...] = ()
    inputs: tuple[dict[str, Any] | None, ...] = ()


def with_contract_prices(lines: pl.DataFrame, book: PriceBook) -> pl.DataFrame:
    """`lines` with `contract_cents`, `price_line` and `price_reason`: null where no contract is asked.

    A contract is asked where the provider's row of the day names one, the line is in the network and no network has
    priced it. lines: CLAIMS columns, claim_number, tier and the provider's columns (network.with_tier).
    """
    is_asked = pl.col("contract").is_not_null() & (pl.col("tier") == "in") & pl.col("repriced_cents").is_null()
    at = lines.select(is_asked.arg_true()).to_series().to_numpy()
    if not len(at):
        return lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in _ADDED.items())
    of_asked = priced(lines[at], book).prices
    position = np.full(lines.height, NONE)
    position[at] = np.arange(len(at))
    added = of_asked.select(pl.all().gather(pl.Series(position).replace(NONE, None)))
    return pl.concat([lines, added], how="horizontal")


_ADDED = {"contract_cents": pl.Int64, "price_line": pl.String, "price_reason": pl.String}


def priced(lines: pl.DataFrame, book: PriceBook, *, keeps_inputs: bool = False) -> Priced:
    """The price of every line under the contract that it names; see `with_contract_prices`."""
    services = with_groups(lines.with_columns(SERVICE), book.grouper)
    rows, is_in_force = book.contracts.rows_of(services)
    cents = np.full(lines.height, _NO_CENTS, np.int64)
    inputs: list[dict[str, Any] | None] = [None] * lines.height if keeps_inputs else []
    bounded = np.zeros(lines.height, bool)
    for row in np.unique(rows[rows != NONE]):
        line = book.contracts.lines[row]
        at = np.flatnonzero(rows == row)
        price, made_of = _of_method(services[at], line, book.tables)
        cents[at] = price.fill_null(_NO_CENTS).to_numpy()
        bounded[at] = line.is_bounded
        for place, facts in zip(at if keeps_inputs else (), made_of.iter_rows(named=True), strict=False):
            inputs[place] = facts
    chosen = (None if row == NONE else book.contracts.lines[row] for row in rows) if keeps_inputs else ()
    return Priced(_answer(services, book, rows, is_in_force, cents, bounded), tuple(chosen), tuple(inputs))


def _of_method(lines: pl.DataFrame, chosen: ContractLine, tables: PriceTables) -> tuple[pl.Series, pl.DataFrame]:
    """(n_lines,) prices of the lines that one line of a contract takes, and what they are made of."""
    method, terms = chosen.line.method, chosen.line.terms
    if not chosen.line.is_of_claim:
        made = OF_LINE[method](lines, terms, tables)
        return made.get_column("price_cents"), made
    of_claims = OF_CLAIM[method](lines, terms, tables)
    if chosen.is_bounded:
        charges = lines.group_by("claim_number").agg(pl.col("charge_cents").clip(0, MAX_CENTS).sum().alias("charges"))
        bounded = pl.min_horizontal("price_cents", "charges")
        lesser = of_claims.join(charges, on="claim_number").with_columns(
            pl.when(pl.col("price_cents").is_not_null()).then(bounded).alias("price_cents")
        )
    else:
        lesser = of_claims
    made = lines.select("claim_number").join(of_claims, on="claim_number", how="left", maintain_order="left")
    return dealt(lines, lesser), made.rename({"price_cents": "claim_price_cents"})


def _answer(
    lines: pl.DataFrame,
    book: PriceBook,
    rows: Rows,
    is_in_force: pl.Series,
    cents: NDArray[np.int64],
    bounded: NDArray[np.bool_],
) -> pl.DataFrame:
    shown = pl.Series("shown", [each.shown for each in book.contracts.lines], pl.String)
    is_drg = pl.Series("is_drg", [each.line.method == "drg" for each in book.contracts.lines], pl.Boolean)
    row = pl.Series("row", rows).replace(NONE, None)
    found = lines.select("drg", "charge_cents").with_columns(
        pl.Series("contract_cents", cents).replace(_NO_CENTS, None),
        shown.gather(row).alias("price_line"),
        is_drg.gather(row).alias("is_drg"),
        pl.Series("is_bounded", bounded),
        is_in_force.alias("is_in_force"),
    )
    charge = pl.col("charge_cents").clip(0, MAX_CENTS)
    price = pl.col("contract_cents")
    reason = (
        pl.when(~pl.col("is_in_force"))
        .then(pl.lit(NOT_IN_FORCE))
        .when(price.is_null() & pl.col("is_drg") & pl.col("drg").is_null())
        .then(pl.lit(NO_GROUP))
        .when(price.is_null())
        .then(pl.lit(NO_PRICE))
        .when(~pl.col("is_bounded") & (price > charge))
        .then(pl.lit(ABOVE_CHARGE))
    )
    return found.select(price.clip(upper_bound=charge), "price_line", reason.alias("price_reason"))
