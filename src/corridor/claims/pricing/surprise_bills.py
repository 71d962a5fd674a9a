"""Surprise bills: which lines the No Surprises Act protects, and the amount that cost sharing is computed on.

Source: 45 CFR 149.30 (recognised amount, out-of-network rate), 149.110 (emergency), 149.120 (at a network facility),
149.130 (air ambulance), 149.410 and 149.420 (notice and consent); RULES 3.4.
"""

import polars as pl

from corridor.claims.in_force import dated_rows, with_row_in_force
from corridor.claims.pricing.exact import UNITS, cents_of, wide
from corridor.claims.pricing.services import SERVICE
from corridor.claims.pricing.tables import PriceTables, found, modifier_among
from corridor.money.cents import MAX_CENTS

NO_AMOUNT = "qualifying_amount_missing"
"""Reason of a protected line of which neither a state's amount nor a qualifying amount is known."""
AIR_AMBULANCE = ("A0430", "A0431", "A0435", "A0436")
_GROUND_AMBULANCE = r"^A0\d{3}$"
_EMERGENCY_ROOM = "23"
_EMERGENCY_REVENUE = r"^0?45\d$"
_ANCILLARY_CODES = r"^(0[01]\d{3}|[78]\d{4})$"
"""Anaesthesia, radiology, laboratory and pathology: consent to be billed more has no effect (45 CFR 149.420 (b))."""
_ASSISTANTS = ("80", "81", "82", "AS")
_ANCILLARY_SPECIALTIES = (
    "anaesthesiology", "anesthesiology", "emergency medicine", "hospitalist", "intensivist", "neonatology",
    "pathology", "radiology",
)  # fmt: skip

_is_air = pl.col("procedure_code").is_in(AIR_AMBULANCE).fill_null(False)
_is_ground = pl.col("procedure_code").str.contains(_GROUND_AMBULANCE).fill_null(False) & ~_is_air
IS_EMERGENCY = (
    pl.col("is_emergency").fill_null(False)
    | (pl.col("place_of_service") == _EMERGENCY_ROOM).fill_null(False)
    | pl.col("revenue_code").str.contains(_EMERGENCY_REVENUE).fill_null(False)
)
_consented = pl.col("has_consented").fill_null(False)
_IS_ANCILLARY = (
    pl.col("procedure_code").str.contains(_ANCILLARY_CODES).fill_null(False)
    | pl.col("specialty").str.to_lowercase().is_in(_ANCILLARY_SPECIALTIES).fill_null(False)
    | pl.col("modifiers").str.split(":").list.set_intersection(pl.lit(list(_ASSISTANTS))).list.len().fill_null(0).gt(0)
)
IS_PROTECTED = (
    (pl.col("tier") == "out")
    & pl.col("surprise_applies").fill_null(False)
    & ~_is_ground
    & (
        _is_air
        | IS_EMERGENCY
        # What follows on the same claim is post-stabilisation: part of the emergency until the patient consents.
        | (IS_EMERGENCY.any().over("claim_number") & ~_consented)
        | (pl.col("is_at_network_facility") & (_IS_ANCILLARY | ~_consented))
    )
)
"""lines: CLAIMS columns, claim_number, tier, specialty, surprise_applies, is_at_network_facility."""

_TERMS = ("surprise_applies", "surprise_states")
_NOTHING = {"surprise_cents": pl.Int64, "surprise_basis": pl.String, "added_cents": pl.Int64}


def with_surprise_bills(
    lines: pl.DataFrame,
    versions: pl.DataFrame,
    providers: pl.DataFrame | None,
    networks: list[str],
    tables: PriceTables,
) -> pl.DataFrame:
    """`lines` with surprise_cents (the recognised amount), surprise_basis and added_cents; null where not protected.

    A protected line is in the network from here on. surprise_basis: `law <state>`, qualifying_amount or charge.
    added_cents: what the out-of-network rate is above the recognised amount, below it negative; the rate is what was
    agreed or awarded (repriced_cents), else the initial payment: the recognised amount. networks: codes of the
    contracts by whose medians qualifying amounts go, the plan's own code before them.
    """
    said = versions.select(pl.col(_TERMS).gather(lines.get_column("version_row")))
    nothing = lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in _NOTHING.items())
    if not said.get_column("surprise_applies").any():
        return nothing
    known = pl.concat([lines.with_columns(SERVICE), said, _at_facility(lines, providers)], how="horizontal")
    is_protected = known.select(IS_PROTECTED.fill_null(False).alias("protected")).to_series()
    if not is_protected.any():
        return nothing
    amounts = recognised_amounts(known.filter(is_protected), networks, tables)
    at = pl.when(is_protected).then(is_protected.cast(pl.Int32).cum_sum() - 1)
    prices = amounts.select(pl.all().gather(pl.select(at).to_series()))
    priced = pl.concat([lines, prices], how="horizontal")
    return priced.with_columns(
        pl.when(is_protected).then(pl.lit("in")).otherwise("tier").alias("tier"),
        pl.when(is_protected & pl.col("surprise_cents").is_null())
        .then(pl.lit(NO_AMOUNT))
        .otherwise(pl.col("price_reason"))
        .alias("price_reason"),
    )


def _at_facility(lines: pl.DataFrame, providers: pl.DataFrame | None) -> pl.DataFrame:
    """`is_at_network_facility`: the facility named on the line is in the network on the day."""
    if providers is None or lines.get_column("facility_npi").null_count() == lines.height:
        return lines.select(pl.repeat(False, pl.len(), dtype=pl.Boolean).alias("is_at_network_facility"))
    rows = providers.select(
        pl.col("npi").alias("facility_npi"), pl.col("network").alias("of_facility"), "effective_from",
        "effective_to_exclusive",
    )  # fmt: skip
    dated = dated_rows(rows, by=("facility_npi",), start="effective_from", end_exclusive="effective_to_exclusive")
    held = with_row_in_force(lines.select("facility_npi", "service_from"), dated)
    return held.select((pl.col("of_facility") == "in").fill_null(False).alias("is_at_network_facility"))


def recognised_amounts(lines: pl.DataFrame, networks: list[str], tables: PriceTables) -> pl.DataFrame:
    """surprise_cents, surprise_basis and added_cents of protected lines: a state's amount where its law is specified

    or its All-Payer Model governs, else the lesser of the charge and the qualifying amount.
    """
    charge = pl.col("charge_cents").clip(0, MAX_CENTS)
    is_of_state = pl.col("surprise_states").str.split(":").list.contains(pl.col("state")).fill_null(False)
    by_law = _amount(lines, pl.when(is_of_state).then("state"), tables)
    medians = [_amount(lines, network, tables) for network in (pl.col("plan_code"), *map(pl.lit, networks))]
    known = lines.select("charge_cents", "repriced_cents", "state").with_columns(
        by_law.alias("by_law"), pl.select(pl.coalesce(medians)).to_series().alias("median")
    )
    recognised = pl.coalesce(
        "by_law", pl.when(pl.col("median").is_not_null()).then(pl.min_horizontal("median", charge))
    )
    basis = (
        pl.when(pl.col("by_law").is_not_null())
        .then(pl.concat_str(pl.lit("law "), "state"))
        .when(pl.col("median").is_null())
        .then(None)
        .when(pl.col("median") <= charge)
        .then(pl.lit("qualifying_amount"))
        .otherwise(pl.lit("charge"))
    )
    # Nothing is paid above the charge: the parts of a line sum to it.
    bounded = pl.min_horizontal(recognised, charge)
    rate = pl.min_horizontal(pl.col("repriced_cents").clip(lower_bound=0), charge)
    return known.select(
        pl.when(recognised.is_not_null()).then(bounded).alias("surprise_cents"),
        basis.alias("surprise_basis"),
        pl.when(pl.col("repriced_cents").is_not_null() & recognised.is_not_null())
        .then(rate - bounded)
        .alias("added_cents"),
    )


def _amount(lines: pl.DataFrame, network: pl.Expr, tables: PriceTables) -> pl.Series:
    """Amount of a list x units: for the area by postal code, the locality, the state, or any; modifier before none."""
    unit = [
        found(lines, tables.amounts_by_code, network=network, code=pl.col("priced_code"), modifier=modifier, area=area)
        for modifier in (modifier_among(tables.qualifying_modifiers), pl.lit(""))
        for area in (pl.col("area"), pl.col("locality"), pl.col("state"), pl.lit(""))
    ]
    each = pl.select(pl.coalesce(one.get_column("amount_cents") for one in unit)).to_series().alias("each")
    return lines.select("units", each).select(cents_of(wide("each") * UNITS, 1_000)).to_series()
