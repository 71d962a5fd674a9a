"""A shop with claims that wait: one far above the limit of automatic decisions, one for a benefit decided by hand."""

from datetime import date

import pytest

from tests.app.conftest import Shop, claim_row, claims_csv

TAKEN_IN = date(2026, 1, 20)


@pytest.fixture
def waiting(shop: Shop) -> Shop:
    """Claims A (30,000, above the limit), B (by hand), C (an unknown code), D (paid)."""
    rows = (
        claim_row("A", "80050", "30000"),
        claim_row("B", "33945", "900", subscriber="E2", member="E2"),
        claim_row("C", "00000", "70"),
        claim_row("D", "99213", "100"),
    )
    shop.load("claims.csv", claims_csv(*rows), TAKEN_IN)
    return shop
