"""What prices ask of the store: the contracts of the networks, and rows of the codes that are claimed."""

import atexit
from contextlib import ExitStack
from functools import lru_cache

import polars as pl

from corridor.app.services.documents import Documents
from corridor.app.services.reference.tables import ReferenceTables, reference_tables
from corridor.app.store.tx import Tx
from corridor.claims.pricing.book import PriceBook
from corridor.claims.pricing.grouper import INPATIENT, Grouper, opened
from corridor.claims.pricing.tables import PriceTables

_ALL_GROUPS = tuple(f"{group:03d}" for group in range(1, 1000))


def prices_of(
    tx: Tx, documents: Documents, claims: pl.DataFrame, providers: pl.DataFrame, *, undoing: int = 0
) -> PriceBook | None:
    """What prices these claims (CLAIMS). None where no contract is there or named, and no plan asks for a table.

    providers: PROVIDERS. undoing: place of the batch that is being taken back, 0: none.
    """
    is_named = providers.get_column("contract").null_count() < providers.height
    if not (documents.networks.contracts or is_named or documents.asks_prices):
        return None
    is_ungrouped = (pl.col("bill_type") == INPATIENT) & pl.col("drg").is_null()
    asks_group = bool(claims.select(is_ungrouped.any()).item()) and _prices_by_group(documents)
    grouper = _grouper() if asks_group else None
    tables = reference_tables(tx, undoing)
    return PriceBook(documents.networks, _tables(tables, documents, claims, providers, grouper), grouper)


def _tables(
    tables: ReferenceTables,
    documents: Documents,
    claims: pl.DataFrame,
    providers: pl.DataFrame,
    grouper: Grouper | None,
) -> PriceTables:
    codes = {*claims.get_column("procedure_code").drop_nulls(), *claims.get_column("revenue_code").drop_nulls()}
    ours = providers.join(claims, left_on="npi", right_on="billing_npi", how="semi")
    named = {
        each.line.rbrvs.locality
        for each in documents.networks.lines
        if each.line.rbrvs is not None and each.line.rbrvs.locality
    }
    groups = set(claims.get_column("drg").drop_nulls()) if grouper is None else set(_ALL_GROUPS)
    return PriceTables(
        relative_values=tables.rows("rvu", codes),
        localities=tables.rows("gpci", {*ours.get_column("locality").drop_nulls(), *named}),
        fees=tables.rows("fees", codes),
        weights=tables.rows("drg", groups),
        percentiles=tables.rows("ucr", codes),
        bases=tables.rows("anaesthesia", codes),
        qualifying=tables.rows("qpa", codes),
    )


def _prices_by_group(documents: Documents) -> bool:
    return any(each.line.method == "drg" or each.line.match.drg for each in documents.networks.lines)


@lru_cache(maxsize=1)
def _grouper() -> Grouper | None:
    """The grouper of the extra, opened once for the process; None where it is not installed."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(opened())
