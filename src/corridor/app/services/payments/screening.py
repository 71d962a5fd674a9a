"""Who may be paid in a weekly round, and from whom tax is withheld: the same rules as for a run of steps."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from corridor.app.services.payments.standing import blocked, standing_payees
from corridor.app.store.tx import Tx


@dataclass(frozen=True)
class Screened:
    """What may be paid. items: OPEN_ITEMS. names: payee -> name. withheld: payees whose tax is withheld.

    barred: payee -> why nothing may be paid to it; what it is owed, or owes, stays open.
    """

    items: pl.DataFrame
    names: Mapping[str, str]
    withheld: frozenset[str]
    barred: Mapping[str, str]


def screen(tx: Tx, items: pl.DataFrame, names: Mapping[str, str]) -> Screened:
    """Take out of `items` those of payees to whom nothing may be paid. names: as claims have them."""
    payees = standing_payees(tx)
    known = {**names, **dict(payees.select("payee", "name").iter_rows())}
    payable = items.select("payee").unique(maintain_order=True).drop_nulls()
    named = payable.with_columns(payee_name=pl.col("payee").replace(known))
    barred = blocked(tx, named, payees)
    may_be_paid = items.filter(~pl.col("payee").is_in(list(barred)))
    withheld = payees.filter("is_withheld").get_column("payee")
    return Screened(may_be_paid, known, frozenset(withheld), barred)
