"""What people decide of a line: a reason lifted, a denial, an amount; other lines are left as they are."""

from datetime import date

import polars as pl
import pytest

from corridor.claims.overrides import DENIED, FIXED, with_overridden_price, with_overrides
from corridor.codes.reasons import REASON_BY_NAME
from corridor.records.overrides import OVERRIDES

PRICED = pl.DataFrame(
    {
        "claim_number": [1, 1, 2],
        "line_number": [1, 2, 1],
        "charge_cents": [100, 100, -50],
        "allowed_cents": [80, 80, 0],
        "price_source": ["contract"] * 3,
    },
    schema_overrides={"line_number": pl.Int32},
)


def overrides(*rows: dict[str, object]) -> pl.DataFrame:
    base = {"override_number": 1, "claim_number": 1, "line_number": 1, "amount_cents": 100, "why": "w", "who": "a"}
    base |= {"authority": "m", "proposed_on": date(2026, 1, 1)}
    return OVERRIDES.from_rows([base | row for row in rows])


def test_an_allowed_amount_takes_the_place_of_the_price_within_the_charge() -> None:
    held = overrides(
        {"action": "allow", "allowed_cents": 60},
        {"action": "allow", "allowed_cents": 90, "line_number": 2, "override_number": 2},
        {"action": "allow", "allowed_cents": 95, "line_number": 2, "override_number": 3},
        {"action": "allow", "allowed_cents": 10, "claim_number": 2, "override_number": 4},
    )
    found = with_overridden_price(PRICED, held)
    assert found.get_column("allowed_cents").to_list() == [60, 95, 0]
    assert found.columns == PRICED.columns


def test_lines_without_an_override_keep_their_price() -> None:
    assert with_overridden_price(PRICED, overrides({"action": "deny"})).equals(PRICED)


def test_a_denial_stands_on_its_line_alone() -> None:
    lines = PRICED.with_columns(pl.lit(None, pl.String).alias("reason"))
    found = with_overrides(lines, overrides({"action": "deny"}))
    assert found.get_column("reason").to_list() == [DENIED, None, None]


@pytest.mark.parametrize("reason", FIXED)
def test_a_reason_without_which_nothing_could_be_paid_stays(reason: str) -> None:
    lines = PRICED.with_columns(pl.lit(reason).alias("reason"))
    found = with_overrides(lines, overrides({"action": "pay", "lifts": reason}))
    assert found.get_column("reason").to_list() == [reason] * 3


def test_what_cannot_be_lifted_is_a_reason() -> None:
    assert set(FIXED) <= set(REASON_BY_NAME)
