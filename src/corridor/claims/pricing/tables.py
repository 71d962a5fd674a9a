"""The reference tables that prices are made with, ready to be looked up by code and day."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from corridor.claims.in_force import DatedRows, dated_rows, with_row_in_force
from corridor.records.reference import (
    ANAESTHESIA_BASES,
    DRG_WEIGHTS,
    FEES,
    LOCALITIES,
    PERCENTILES,
    QUALIFYING_AMOUNTS,
    RELATIVE_VALUES,
)

_DAYS = ("effective_from", "effective_to_exclusive")
_PARTS = ("26", "TC", "53")
"""Modifiers by which a relative value file splits a procedure: professional part, technical part, discontinued."""


@dataclass(frozen=True)
class PriceTables:
    """Tables of records.reference by what they hold; of the codes that are asked about, or of all."""

    relative_values: pl.DataFrame = field(default_factory=RELATIVE_VALUES.empty)
    localities: pl.DataFrame = field(default_factory=LOCALITIES.empty)
    fees: pl.DataFrame = field(default_factory=FEES.empty)
    weights: pl.DataFrame = field(default_factory=DRG_WEIGHTS.empty)
    percentiles: pl.DataFrame = field(default_factory=PERCENTILES.empty)
    bases: pl.DataFrame = field(default_factory=ANAESTHESIA_BASES.empty)
    qualifying: pl.DataFrame = field(default_factory=QUALIFYING_AMOUNTS.empty)

    @cached_property
    def values_by_code(self) -> DatedRows:
        """By code and modifier: work, pe_nonfacility, pe_facility, mp, conversion_factor."""
        added = ("work", "pe_nonfacility", "pe_facility", "mp", "conversion_factor")
        return _dated(self.relative_values, ("code", "modifier"), added)

    @cached_property
    def indices_by_locality(self) -> DatedRows:
        """By locality: gpci_work, gpci_pe, gpci_mp."""
        named = self.localities.rename({part: f"gpci_{part}" for part in ("work", "pe", "mp")})
        return _dated(named, ("locality",), ("gpci_work", "gpci_pe", "gpci_mp"))

    @cached_property
    def fees_by_code(self) -> DatedRows:
        """By schedule, code, modifier and place: fee_cents."""
        return _dated(self.fees, ("schedule", "code", "modifier", "place"), ("fee_cents",))

    @cached_property
    def weights_by_drg(self) -> DatedRows:
        """By DRG: weight, geometric_days, arithmetic_days."""
        return _dated(self.weights, ("drg",), ("weight", "geometric_days", "arithmetic_days"))

    @cached_property
    def percentiles_by_code(self) -> DatedRows:
        """By area, code, modifier and percentile: usual_cents."""
        named = self.percentiles.rename({"charge_cents": "usual_cents"})
        return _dated(named, ("area", "code", "modifier", "percentile"), ("usual_cents",))

    @cached_property
    def bases_by_code(self) -> DatedRows:
        """By code: base_units."""
        return _dated(self.bases, ("code",), ("base_units",))

    @cached_property
    def amounts_by_code(self) -> DatedRows:
        """By network, code, modifier and area: amount_cents."""
        return _dated(self.qualifying, ("network", "code", "modifier", "area"), ("amount_cents",))

    @property
    def value_modifiers(self) -> list[str]:
        """Modifiers of which relative values have rows."""
        return [each for each in _modifiers(self.relative_values) if each in _PARTS]

    @property
    def fee_modifiers(self) -> list[str]:
        """Modifiers of which a schedule has fees."""
        return _modifiers(self.fees)

    @property
    def usual_modifiers(self) -> list[str]:
        """Modifiers of which there are usual charges."""
        return _modifiers(self.percentiles)

    @property
    def qualifying_modifiers(self) -> list[str]:
        """Modifiers of which there are qualifying amounts."""
        return _modifiers(self.qualifying)


def found(lines: pl.DataFrame, dated: DatedRows, **keys: pl.Expr | str) -> pl.DataFrame:
    """The columns of the row that holds on each line's day, by keys named as `dated` has them; null where none does.

    Keys are text; one that is null finds nothing.
    """
    asked = lines.select("service_from", **{name: _expression(key) for name, key in keys.items()})
    return with_row_in_force(asked, dated).select(dated.added)


def modifier_among(modifiers: list[str]) -> pl.Expr:
    """The first of a line's modifiers that is one of these; empty where none is."""
    if not modifiers:
        return pl.lit("")
    own = pl.col("modifiers").str.to_uppercase().str.split(":")
    return own.list.eval(pl.element().filter(pl.element().is_in(modifiers))).list.first().fill_null("")


def _expression(key: pl.Expr | str) -> pl.Expr:
    return pl.lit(key) if isinstance(key, str) else key


def _dated(table: pl.DataFrame, by: tuple[str, ...], added: tuple[str, ...]) -> DatedRows:
    """Keys as text, an empty one where the table has none: rows for any modifier, any place, any area."""
    keys = (pl.col(name).cast(pl.String).fill_null("") for name in by)
    return dated_rows(table.select(*keys, *added, *_DAYS), by=by, start=_DAYS[0], end_exclusive=_DAYS[1])


def _modifiers(table: pl.DataFrame) -> list[str]:
    return table.get_column("modifier").drop_nulls().unique().sort().to_list()
