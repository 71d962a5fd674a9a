"""What is known beside claims, coverage and plans when lines are prepared."""

from dataclasses import dataclass

import polars as pl

from corridor.claims.code_edits.tables import CodeEdits
from corridor.claims.order.other_plans import OtherPlans
from corridor.claims.pricing.book import PriceBook
from corridor.claims.pricing.repricing import Repricing


@dataclass(frozen=True)
class Known:
    """A part that is None is not known, and its step is not taken: it costs nothing.

    providers: PROVIDERS. other_plans: what is known of other plans of the members. released: RELEASES, holds that an
    examiner has lifted. code_edits: tables that edits by procedure code are made against. elsewhere: numbers of other
    people's claims that claims refer to. overrides: OVERRIDES that hold, what people decided of lines.
    authorizations: AUTHORIZATIONS, each number once, where any was ever loaded. prices: contracts of the networks and
    the tables that prices are made with. repricing: what rented networks were asked and have answered.
    """

    providers: pl.DataFrame | None = None
    other_plans: OtherPlans | None = None
    released: pl.DataFrame | None = None
    overrides: pl.DataFrame | None = None
    code_edits: CodeEdits | None = None
    elsewhere: frozenset[int] | None = None
    authorizations: pl.DataFrame | None = None
    prices: PriceBook | None = None
    repricing: Repricing | None = None


NOTHING_KNOWN = Known()
