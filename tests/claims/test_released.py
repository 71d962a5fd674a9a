"""A lifted hold is not asked again; what else is wrong with the claim still is."""

import polars as pl
import pytest

from corridor.claims import released
from corridor.claims.edits import EDITS, Edit
from corridor.claims.released import HOLDS, with_reason
from corridor.codes.reasons import REASON_BY_NAME
from corridor.records.recoveries import RELEASES

SHORT = (
    Edit("auto_accident_under_review", pl.col("is_auto")),
    Edit("order_of_benefits_unclear", pl.col("is_unclear")),
    Edit("unknown_code", pl.col("is_unknown")),
)
LINES = pl.DataFrame(
    {
        "claim_number": [1, 1, 2, 3],
        "is_auto": [True, True, True, False],
        "is_unclear": [False, True, False, False],
        "is_unknown": [False, False, True, False],
    }
)


@pytest.fixture(autouse=True)
def _short_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(released, "EDITS", SHORT)
    monkeypatch.setattr(released, "REASON", released.first_reason(SHORT))


def reasons(*lifted: tuple[int, str]) -> list[str | None]:
    rows = [{"claim_number": n, "reason": r, "released_on": None, "why": "x"} for n, r in lifted]
    return with_reason(LINES, pl.DataFrame(rows, schema=RELEASES.schema)).get_column("reason").to_list()


HELD = "auto_accident_under_review"


def test_only_the_hold_of_that_claim_is_lifted() -> None:
    assert reasons() == [HELD, HELD, HELD, None]
    assert reasons((1, HELD)) == [None, "order_of_benefits_unclear", HELD, None]


def test_two_holds_of_a_claim_are_lifted_one_after_the_other() -> None:
    assert reasons((1, HELD), (1, "order_of_benefits_unclear")) == [None, None, HELD, None]


def test_what_is_wrong_with_a_claim_is_no_hold() -> None:
    assert reasons((2, HELD)) == [HELD, HELD, "unknown_code", None]
    assert reasons((2, HELD), (2, "unknown_code"))[2] == "unknown_code"


def test_a_release_of_another_claim_changes_nothing() -> None:
    assert reasons((9, HELD)) == [HELD, HELD, HELD, None]


def test_every_hold_is_an_edit_that_pends() -> None:
    assert set(HOLDS) <= {edit.reason for edit in EDITS}
    assert {REASON_BY_NAME[hold].status for hold in HOLDS} == {"pended"}
