from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.network import with_tier
from corridor.claims.price import with_allowed
from corridor.records.providers import PROVIDERS

Build = Callable[..., pl.DataFrame]

PROVIDER_ROWS: list[dict[str, Any]] = [
    {
        "npi": "1",
        "network": "in",
        "allowed_bp": 6_000,
        "effective_from": date(2024, 1, 1),
        "effective_to_exclusive": date(2024, 3, 1),
    },
    {"npi": "1", "network": "out", "effective_from": date(2024, 3, 1)},
    {"npi": "2", "network": "in", "effective_from": date(2024, 1, 1)},
]

CASES: dict[str, tuple[dict[str, Any], tuple[str, int, str]]] = {
    "nobody knows the provider": ({}, ("out", 6_250, "plan_percent")),
    "a provider under contract": ({"billing_npi": "1"}, ("in", 6_000, "contract")),
    "a provider who left the network": (
        {"billing_npi": "1", "service_from": date(2024, 3, 1)},
        ("out", 6_250, "plan_percent"),
    ),
    "a provider before the first contract": (
        {"billing_npi": "1", "service_from": date(2023, 12, 31)},
        ("out", 6_250, "plan_percent"),
    ),
    "in the network without a share": ({"billing_npi": "2"}, ("in", 10_000, "charge")),
    "the source's own word": ({"billing_npi": "2", "network": "out"}, ("out", 6_250, "plan_percent")),
    "priced by a network": ({"repriced_cents": 4_321}, ("in", 4_321, "repriced")),
    "priced by a network, not a member of it": (
        {"billing_npi": "1", "service_from": date(2024, 3, 1), "repriced_cents": 4_321},
        ("out", 4_321, "repriced"),
    ),
    "priced at nothing": ({"repriced_cents": 0}, ("in", 0, "repriced")),
    "priced below nothing": ({"repriced_cents": -5}, ("in", 0, "repriced")),
    "priced above the charge": ({"repriced_cents": 10_001}, ("in", 10_000, "repriced")),
    "half a cent is rounded up": ({"charge_cents": 4}, ("out", 3, "plan_percent")),
    "no plan decides": ({"out_of_network_allowed_bp": None}, ("out", 10_000, "charge")),
    "a reversal": ({"charge_cents": -10_000, "network": "in"}, ("in", 0, "charge")),
}


@pytest.mark.parametrize("name", CASES)
def test_tier_and_allowed(name: str, lines: Build) -> None:
    line, expected = CASES[name]
    frame = lines({"out_of_network_allowed_bp": 6_250} | line)
    frame = frame.with_columns(pl.col("out_of_network_allowed_bp").cast(pl.Int32))
    priced = with_allowed(with_tier(frame, PROVIDERS.from_rows(PROVIDER_ROWS)))
    assert priced.select("tier", "allowed_cents", "price_source").row(0) == expected


def test_without_a_provider_file(lines: Build) -> None:
    rows = [{"billing_npi": "1"}, {"line_number": 2, "repriced_cents": 1}, {"line_number": 3, "network": "in"}]
    assert with_tier(lines(*rows), None)["tier"].to_list() == ["out", "in", "in"]
