"""All that prices are asked for before the plan's own share of the charge: contracts, surprise bills, usual charges."""

import polars as pl

from corridor.claims.pricing.book import PriceBook, with_contract_prices
from corridor.claims.pricing.out_of_network import with_outside_prices
from corridor.claims.pricing.surprise_bills import with_surprise_bills
from corridor.plan.compiled import CompiledPlans


def with_prices(
    lines: pl.DataFrame, book: PriceBook, compiled: CompiledPlans, providers: pl.DataFrame | None
) -> pl.DataFrame:
    """`lines` with what contracts, the No Surprises Act and the plan's terms out of the network make of each.

    lines: CLAIMS columns, claim_number, version_row, plan_code, and those of network.with_tier with asks_price.
    Adds contract_cents, price_line, price_reason, surprise_cents, surprise_basis, added_cents, usual_cents,
    reference_cents; the tier of a surprise bill becomes `in`.
    """
    networks = [contract.code for contract in book.contracts.contracts]
    priced = with_contract_prices(lines, book)
    protected = with_surprise_bills(priced, compiled.versions, providers, networks, book.tables)
    return with_outside_prices(protected, compiled.versions, book.tables)
