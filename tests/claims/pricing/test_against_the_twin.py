"""The columnar methods and the slow twin agree to the cent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.pricing.book import PriceBook, Priced
from corridor.claims.pricing.tables import PriceTables
from corridor.records.reference import ANAESTHESIA_BASES, DRG_WEIGHTS, FEES, LOCALITIES, RELATIVE_VALUES
from corridor.records.table import Table
from tests.oracle import pricing as oracle

Ask = Callable[..., Priced]
Book = Callable[..., PriceBook]

BEYOND = 10**12
PERCENT = st.integers(1, 100_000).map(lambda bp: Decimal(bp) / 100)
UNITS = st.integers(1, 99_999)
VALUE = st.integers(0, 9_999)
INDEX = st.integers(1, 30_000)
FACTOR = st.integers(1, 10_000_000).map(lambda parts: Decimal(parts) / 10_000)
DOLLARS = st.integers(0, 9_999_999).map(lambda cents: Decimal(cents) / 100)


def with_table(book: PriceBook, name: str, table: Table, row: dict[str, Any]) -> PriceBook:
    frame: pl.DataFrame = table.from_rows([row | {"effective_from": date(2024, 1, 1)}])
    tables: PriceTables = replace(book.tables, **{name: frame})
    return replace(book, tables=tables)


def price(asked: Priced) -> int | None:
    found: int | None = asked.prices.get_column("contract_cents")[0]
    return found


@settings(max_examples=60, deadline=None)
@given(fee=DOLLARS, units=UNITS, percent=PERCENT)
def test_fees(fee: Decimal, units: int, percent: Decimal, ask: Ask, book: Book) -> None:
    row = {"schedule": "S", "code": "99213", "fee_cents": int(fee * 100)}
    priced_by = with_table(book(f"name: a, fee_schedule: {{schedule: S, percent: {percent}%}}"), "fees", FEES, row)
    asked = ask(priced_by, {"units": units, "charge_cents": BEYOND})
    assert price(asked) == oracle.fee_schedule(fee, Decimal(units) / 1000, percent)


@settings(max_examples=80, deadline=None)
@given(
    values=st.tuples(VALUE, VALUE, VALUE, VALUE),
    indices=st.tuples(INDEX, INDEX, INDEX),
    factor=FACTOR,
    units=UNITS,
    percent=PERCENT,
    place=st.sampled_from(["11", "21"]),
)
def test_relative_values(
    values: tuple[int, ...],
    indices: tuple[int, ...],
    factor: Decimal,
    units: int,
    percent: Decimal,
    place: str,
    ask: Ask,
    book: Book,
) -> None:
    work, outside, inside, mp = values
    row = {"code": "99213", "work": work, "pe_nonfacility": outside, "pe_facility": inside, "mp": mp}
    indexed = dict(zip(("work", "pe", "mp"), indices, strict=True)) | {"locality": "L"}
    priced_by = book(f"name: a, rbrvs: {{conversion_factor: {factor}, percent: {percent}%}}")
    priced_by = with_table(priced_by, "relative_values", RELATIVE_VALUES, row)
    priced_by = with_table(priced_by, "localities", LOCALITIES, indexed)
    service = {"units": units, "place_of_service": place, "locality": "L", "charge_cents": BEYOND}
    used = [Decimal(each) / 100 for each in (work, outside if place == "11" else inside, mp)]
    expected = oracle.rbrvs(used, [Decimal(i) / 10_000 for i in indices], factor, Decimal(units) / 1000, percent)
    assert price(ask(priced_by, service)) == (expected if any(used) else None)


@settings(max_examples=80, deadline=None)
@given(
    minutes=st.integers(0, 2_000),
    per_unit=st.integers(1, 60),
    rounding=st.sampled_from(["exact", "half", "up"]),
    decimals=st.integers(0, 4),
    base=st.integers(0, 30),
    state=st.integers(0, 3),
    factor=FACTOR,
    percent=PERCENT,
)
def test_anaesthesia(
    minutes: int,
    per_unit: int,
    rounding: str,
    decimals: int,
    base: int,
    state: int,
    factor: Decimal,
    percent: Decimal,
    ask: Ask,
    book: Book,
) -> None:
    priced_by = book(
        f"name: a, anaesthesia: {{conversion_factor: {factor}, minutes_per_unit: {per_unit}, rounding: {rounding}, "
        f"decimals: {decimals}, physical_status: {{P4: {state}}}, direction: {{QK: {percent}%}}}}"
    )
    priced_by = with_table(priced_by, "bases", ANAESTHESIA_BASES, {"code": "00840", "base_units": base})
    service = {"procedure_code": "00840", "minutes": minutes, "modifiers": "P4:QK", "charge_cents": BEYOND}
    time = oracle.time_units(minutes, per_unit, rounding, decimals)
    assert price(ask(priced_by, service)) == oracle.anaesthesia(base, time, state, factor, percent)


OUTLIER = st.none() | st.fixed_dictionaries({"threshold": DOLLARS, "ratio": PERCENT, "marginal": PERCENT})
CHARGES = st.lists(st.integers(1, 10**9), min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(
    base=DOLLARS,
    weight=st.integers(1, 300_000),
    percent=PERCENT,
    add_on=DOLLARS,
    outlier=OUTLIER,
    charges=CHARGES,
)
def test_groups(
    base: Decimal,
    weight: int,
    percent: Decimal,
    add_on: Decimal,
    outlier: dict[str, Decimal] | None,
    charges: list[int],
    ask: Ask,
    book: Book,
) -> None:
    beyond = ""
    if outlier:
        beyond = ", outlier: {{threshold: {threshold}, cost_to_charge: {ratio}%, marginal: {marginal}%}}".format(
            **outlier
        )
    priced_by = book(f"name: a, drg: {{base: {base}, percent: {percent}%, add_on: {add_on}{beyond}}}")
    priced_by = with_table(priced_by, "weights", DRG_WEIGHTS, {"drg": "470", "weight": weight})
    services = [{"kind": "institutional", "drg": "470", "charge_cents": charge} for charge in charges]
    total = Decimal(sum(charges)) / 100
    expected = oracle.drg(base, Decimal(weight) / 10_000, percent, add_on, total, outlier)
    found = ask(priced_by, *services).prices.get_column("contract_cents").to_list()
    assert found == oracle.dealt(min(expected, sum(charges)), charges)


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(1, 40),
    bands=st.dictionaries(st.integers(2, 30), DOLLARS, max_size=3),
    first=DOLLARS,
)
def test_days(days: int, bands: dict[int, Decimal], first: Decimal, ask: Ask, book: Book) -> None:
    steps = [(1, first), *sorted(bands.items())]
    written = ", ".join(f"{{from_day: {day}, amount: {amount}}}" for day, amount in steps)
    priced_by = book(f"name: a, per_diem: {{accommodations: [{{revenue_code: ['0120'], bands: [{written}]}}]}}")
    room = {"kind": "institutional", "revenue_code": "0120", "procedure_code": None, "units": days * 1000}
    asked = ask(priced_by, room | {"charge_cents": BEYOND})
    assert price(asked) == oracle.cents(oracle.per_diem(days, steps))
