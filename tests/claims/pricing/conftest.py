from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.network import OF_PROVIDER
from corridor.claims.pricing.book import PriceBook, Priced, priced
from corridor.claims.pricing.contract import load_network_contract
from corridor.claims.pricing.contracts import Contracts
from corridor.claims.pricing.tables import PriceTables
from corridor.records.reference import (
    ANAESTHESIA_BASES,
    DRG_WEIGHTS,
    FEES,
    LOCALITIES,
    PERCENTILES,
    QUALIFYING_AMOUNTS,
    RELATIVE_VALUES,
)

Build = Callable[..., pl.DataFrame]
Ask = Callable[..., Priced]

FROM = {"effective_from": date(2024, 1, 1)}
VALUES: list[dict[str, Any]] = [
    {"code": "99213", "work": 97, "pe_nonfacility": 80, "pe_facility": 40, "mp": 5},
    {"code": "71046", "work": 18, "pe_nonfacility": 57, "pe_facility": 57, "mp": 2},
    {"code": "71046", "modifier": "26", "work": 18, "pe_nonfacility": 7, "pe_facility": 7, "mp": 1},
    {"code": "99024", "work": 0, "pe_nonfacility": 0, "pe_facility": 0, "mp": 0},
]
FEE_ROWS: list[dict[str, Any]] = [
    {"code": "99213", "fee_cents": 9_000},
    {"code": "99213", "place": "facility", "fee_cents": 6_000},
    {"code": "99213", "modifier": "95", "fee_cents": 8_000},
    {"code": "J1100", "fee_cents": 13},
]


@pytest.fixture(scope="session")
def tables() -> PriceTables:
    """A few rows of every reference table, from 2024 on."""
    return PriceTables(
        relative_values=RELATIVE_VALUES.from_rows([row | FROM | {"conversion_factor": 327_442} for row in VALUES]),
        localities=LOCALITIES.from_rows([{"locality": "AL-00", "work": 10_000, "pe": 8_690, "mp": 5_750} | FROM]),
        fees=FEES.from_rows([row | FROM | {"schedule": "PPO"} for row in FEE_ROWS]),
        weights=DRG_WEIGHTS.from_rows(
            [{"drg": "470", "weight": 19_000, "geometric_days": 21, "arithmetic_days": 25} | FROM]
        ),
        percentiles=PERCENTILES.from_rows(
            [
                {"area": "352", "code": "99213", "percentile": each, "charge_cents": 100 * each} | FROM
                for each in (50, 80)
            ]
        ),
        bases=ANAESTHESIA_BASES.from_rows(
            [{"code": "00840", "base_units": 6} | FROM, {"code": "99100", "base_units": 1} | FROM]
        ),
        qualifying=QUALIFYING_AMOUNTS.from_rows(
            [
                {"network": "PPO", "code": "99284", "amount_cents": 20_000} | FROM,
                {"network": "PPO", "code": "A0431", "amount_cents": 900_000} | FROM,
                {"network": "MD", "code": "99284", "amount_cents": 25_000} | FROM,
            ]
        ),
    )


@pytest.fixture(scope="session")
def book(tables: PriceTables) -> Callable[..., PriceBook]:
    """Lines of a contract PPO, written as YAML flow mappings, and what holds throughout -> a price book."""

    def build(*contract_lines: str, head: str = "", amended: str = "") -> PriceBook:
        rows = "\n".join(f"  - {{clause: '1', text: t, {line}}}" for line in contract_lines)
        text = f"code: PPO\nname: PPO\neffective: 2024-01-01\n{head}\nlines:\n{rows}\n{amended}\n"
        return PriceBook(Contracts((load_network_contract(text.encode(), "ppo.yaml"),)), tables)

    return build


@pytest.fixture(scope="session")
def ask(lines: Build, book: Callable[..., PriceBook]) -> Ask:
    """A price book and rows that say what is unlike LINE -> their prices, with what they are made of."""

    def asked(priced_by: PriceBook, *rows: dict[str, Any]) -> Priced:
        full = [
            dict.fromkeys(OF_PROVIDER) | {"contract": "PPO", "line_number": number} | row
            for number, row in enumerate(rows, start=1)
        ]
        frame = lines(*full).with_columns(pl.col(name).cast(dtype) for name, dtype in OF_PROVIDER.items())
        return priced(frame, priced_by, keeps_inputs=True)

    return asked
