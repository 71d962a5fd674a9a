"""Reference tables that a sponsor loads: code edits, relative values, localities, fees, weights, usual charges.

A row holds from `effective_from` until the day before `effective_to_exclusive` (null: open); of two rows with one key
that hold on a day, the one that came last counts. No table has room for the words of a code: descriptions are not kept.
"""

import polars as pl

from corridor.records.table import Column, Table

SETTINGS = ("practitioner", "facility")
"""Whose claims an edit is for: professional claims, or outpatient claims of a facility."""
PLACES = ("facility", "nonfacility")
GLOBAL_PERIODS = ("000", "010", "090", *(letter * 3 for letter in "MXYZ"))
"""Days after surgery; by letter: maternity, no such concept, set by the contractor, with another service."""

_FROM = Column("effective_from", pl.Date, "first day on which it holds")
_TO = Column("effective_to_exclusive", pl.Date, "the day after the last; null: open", nullable=True)
_MODIFIER = Column("modifier", pl.String, "modifier that the row is for; null: none", nullable=True)

PTP_EDITS = Table(
    name="ptp_edits",
    grain="one row per pair of procedures of one day of which only the first is paid (NCCI procedure-to-procedure)",
    key=("setting", "column_one", "column_two", "effective_from"),
    columns=(
        Column("setting", pl.String, "whose claims", values=SETTINGS),
        Column("column_one", pl.String, "procedure that is paid"),
        Column("column_two", pl.String, "procedure that is denied beside it"),
        Column("modifier_indicator", pl.String, "0 never, 1 with a modifier, 9: not in use", values=("0", "1", "9")),
        _FROM,
        _TO,
    ),
)

UNIT_EDITS = Table(
    name="unit_edits",
    grain="one row per procedure: the most units that are likely (NCCI medically unlikely edits)",
    key=("setting", "code", "effective_from"),
    columns=(
        Column("setting", pl.String, "whose claims", values=SETTINGS),
        Column("code", pl.String, "procedure"),
        Column("most_units", pl.Int32, "the most units", unit="units"),
        Column("adjudication", pl.String, "1 by line, 2 by day, 3 by day but may be appealed", values=("1", "2", "3")),
        _FROM,
        _TO,
    ),
)

RELATIVE_VALUES = Table(
    name="relative_values",
    grain="one row per procedure and modifier of a relative value file (RBRVS), with its payment policy indicators",
    key=("code", "modifier", "effective_from"),
    columns=(
        Column("code", pl.String, "procedure"),
        _MODIFIER,
        Column("status", pl.String, "status of the code, one letter, e.g. A active, I not valid", nullable=True),
        Column("work", pl.Int32, "relative value of the work", unit="hundredths"),
        Column("pe_nonfacility", pl.Int32, "of the practice expense outside a facility", unit="hundredths"),
        Column("pe_facility", pl.Int32, "of the practice expense in a facility", unit="hundredths"),
        Column("mp", pl.Int32, "of malpractice cover", unit="hundredths"),
        Column("global_period", pl.String, "days after surgery that it includes", nullable=True, values=GLOBAL_PERIODS),
        Column("multiple_procedure", pl.String, "indicator: 0 none, 2 or 3 reduced beside others", nullable=True),
        Column("bilateral", pl.String, "indicator: 1 more is paid for both sides, 0, 2, 3, 9 not", nullable=True),
        Column("assistant", pl.String, "assistant at surgery: 0 with proof, 1 never, 2 yes, 9", nullable=True),
        Column("co_surgeon", pl.String, "two surgeons: 0 never, 1 with proof, 2 yes, 9", nullable=True),
        Column("conversion_factor", pl.Int32, "dollars per unit", unit="ten-thousandths of a dollar", nullable=True),
        _FROM,
        _TO,
    ),
)

LOCALITIES = Table(
    name="localities",
    grain="one row per payment locality: geographic practice cost indices",
    key=("locality", "effective_from"),
    columns=(
        Column("locality", pl.String, "state and number joined with '-', e.g. AL-00"),
        Column("work", pl.Int32, "index of the work", unit="ten-thousandths"),
        Column("pe", pl.Int32, "index of the practice expense", unit="ten-thousandths"),
        Column("mp", pl.Int32, "index of malpractice cover", unit="ten-thousandths"),
        _FROM,
        _TO,
    ),
)

FEES = Table(
    name="fees",
    grain="one row per schedule, procedure, modifier and place",
    key=("schedule", "code", "modifier", "place", "effective_from"),
    columns=(
        Column("schedule", pl.String, "name of the fee schedule, as network contracts give it"),
        Column("code", pl.String, "procedure, revenue code or NDC"),
        _MODIFIER,
        Column("place", pl.String, "where; null: anywhere", nullable=True, values=PLACES),
        Column("fee_cents", pl.Int64, "for one unit", unit="cents"),
        _FROM,
        _TO,
    ),
)

DRG_WEIGHTS = Table(
    name="drg_weights",
    grain="one row per diagnosis-related group",
    key=("drg", "effective_from"),
    columns=(
        Column("drg", pl.String, "three digits"),
        Column("weight", pl.Int32, "relative weight", unit="ten-thousandths"),
        Column("geometric_days", pl.Int32, "geometric mean length of stay", unit="tenths of a day", nullable=True),
        Column("arithmetic_days", pl.Int32, "arithmetic mean length of stay", unit="tenths of a day", nullable=True),
        _FROM,
        _TO,
    ),
)

PERCENTILES = Table(
    name="percentiles",
    grain="one row per area, procedure, modifier and percentile of usual charges",
    key=("area", "code", "modifier", "percentile", "effective_from"),
    columns=(
        Column("area", pl.String, "first three digits of the postal code of the service"),
        Column("code", pl.String, "procedure"),
        _MODIFIER,
        Column("percentile", pl.Int32, "1 to 99"),
        Column("charge_cents", pl.Int64, "for one unit", unit="cents"),
        _FROM,
        _TO,
    ),
)

ANAESTHESIA_BASES = Table(
    name="anaesthesia_bases",
    grain="one row per anaesthesia procedure",
    key=("code", "effective_from"),
    columns=(
        Column("code", pl.String, "procedure"),
        Column("base_units", pl.Int32, "base units", unit="units"),
        _FROM,
        _TO,
    ),
)

QUALIFYING_AMOUNTS = Table(
    name="qualifying_amounts",
    grain="one row per network, procedure, modifier and area: the qualifying payment amount (45 CFR 149.140)",
    key=("network", "code", "modifier", "area", "effective_from"),
    columns=(
        Column("network", pl.String, "code of the network contract, or of the plan, whose median it is"),
        Column("code", pl.String, "procedure, DRG or revenue code"),
        _MODIFIER,
        Column("area", pl.String, "geographic region, as the list names it; null: any", nullable=True),
        Column("amount_cents", pl.Int64, "for one unit", unit="cents"),
        _FROM,
        _TO,
    ),
)

REFERENCE_TABLES: dict[str, Table] = {
    "ncci": PTP_EDITS,
    "mue": UNIT_EDITS,
    "rvu": RELATIVE_VALUES,
    "gpci": LOCALITIES,
    "fees": FEES,
    "drg": DRG_WEIGHTS,
    "ucr": PERCENTILES,
    "anaesthesia": ANAESTHESIA_BASES,
    "qpa": QUALIFYING_AMOUNTS,
}
"""By the name of the list, as it is loaded."""
