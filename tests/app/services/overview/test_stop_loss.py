"""Stop-loss on the overview follows the contract: what stands is what `stoploss.positions` says, posting by posting.

The contract has all that can stand between a payment and what counts: run-in held to a maximum, a laser, a pool, a
share, no loss limit, the last day of a service; and a cover that ends in the past takes payments back.
"""

from datetime import date
from itertools import count

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import STOP_LOSS, SourceDocument, documents_of
from corridor.app.services.overview import figure_postings, overview
from corridor.app.services.positions import current_positions
from corridor.app.services.sponsors import add_sponsor
from corridor.stoploss.position import Position
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents
from tests.app.services.test_late_termination import termination

CONTRACT = """
code: STRICT-SL
name: Stop-loss with all its terms
carrier: Example Mutual (made up)
currency: USD
reading: specific_per_person
paid_means: issued
incurred_means: service_to
policies:
  - start: 2026-02-01
    end_exclusive: 2027-02-01
    specific:
      clause: "1"
      basis: 15/12
      products: [medical]
      deductible: 500
      lasers: [{member: E2, deductible: 600, clause: "1a"}]
      aggregating_deductible: 50
      reimbursement: 90%
      run_in_maximum_per_person: 400
    aggregate:
      clause: "2"
      basis: 15/12
      products: [medical]
      attachment: {factor_per_month: {composite: 400}}
      loss_limit: none
      reimbursement: 100%
"""
NOBODY = pl.DataFrame(schema=ACCOUNTS)
CLAIMS = claims_csv(
    claim_row("A1", "80053", "1000", service="2026-01-10", received="2026-02-01"),
    claim_row("A2", "80053", "900", service="2026-02-02", received="2026-02-02"),
    claim_row("A3", "80053", "700", service="2026-02-01", received="2026-02-02", subscriber="E2", member="E2"),
    claim_row("A4", "80053", "400", service="2026-02-02", received="2026-02-02", subscriber="E2", member="E2"),
    claim_row("A5", "99213", "150", service="2026-02-02", received="2026-02-02", member="E1-02", relationship="spouse"),
)
"""Paid by the plan: 720, 720 (900 less 20%), 480 (600 less 20%), 320, 130."""
AS_OF = date(2026, 2, 28)

_number = count(1)


@pytest.fixture
def strict(store: object) -> Shop:
    """The shop under the contract, its claims paid on 6 February."""
    documents = [d for d in shop_documents(f"STRICT{next(_number)}") if d.kind != STOP_LOSS]
    documents.append(SourceDocument(STOP_LOSS, "strict.yaml", CONTRACT.encode()))
    shop = Shop(add_sponsor(tuple(documents), FOUNDED_ON))
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    shop.load("a.csv", CLAIMS, date(2026, 2, 3))
    run_round(shop.code, date(2026, 2, 3), NOBODY)
    return shop


def position(shop: Shop, as_of: date) -> Position:
    with shop.transaction() as tx:
        (found,) = current_positions(tx, documents_of(tx), as_of, is_all=True, unpaid=[])
    return found


def assert_same(shop: Shop, as_of: date) -> None:
    """Claimants and aggregate of the overview are those of the position, and so are the postings behind them."""
    shown, expected = overview(shop.code, 2026, as_of, is_named=True).stop_loss, position(shop, as_of)
    assert shown is not None
    assert expected.aggregate is not None
    columns = ("eligible_cents", "deductible_cents", "is_lasered", "excess_cents", "reimbursement_cents", "used_bp")
    told = {own.member_id: tuple(getattr(own, name) for name in columns) for own in shown.claimants}
    rows = expected.claimants.filter(pl.col("eligible_cents") != 0).to_dicts()
    assert told == {row["member_id"]: tuple(row[name] for name in columns) for row in rows}
    for claimant in shown.claimants:
        page = figure_postings(shop.code, "claimant", 2026, rank=claimant.rank, as_of=as_of)
        assert page.total_cents == claimant.eligible_cents
    assert shown.eligible_cents == expected.aggregate.eligible.counted_cents
    assert shown.annual_attachment_cents == expected.aggregate.attachment.annual_cents
    assert shown.attachment_cents == expected.aggregate.attachment.to_date_cents(as_of)
    assert figure_postings(shop.code, "aggregate", 2026, as_of=as_of).total_cents == shown.eligible_cents


def test_every_term_counts_as_in_the_position(strict: Shop) -> None:
    assert_same(strict, AS_OF)


def test_what_does_not_count_is_named(strict: Shop) -> None:
    """E1: 720 of run-in, 400 of which count, and 720: 1,120, 620 above 500. E2: 800, 200 above the laser of 600.

    The pool takes 50 of E1's excess; 90% of 570 and of 200 are reimbursed: 513 and 180. 100 of E2 lie between the
    deductible and the laser. The aggregate has no maximum of run-in: 2,370 less 693, 100 and 50 is 1,527.
    """
    page = figure_postings(strict.code, "claimant", 2026, as_of=AS_OF)
    assert [(part.code, part.cents) for part in page.adjustments] == [("above_run_in_maximum", -320_00)]
    assert (page.postings_cents, page.total_cents) == (1440_00, 1120_00)
    group = figure_postings(strict.code, "aggregate", 2026, as_of=AS_OF)
    assert {part.code: part.cents for part in group.adjustments} == {
        "reimbursed": -693_00,
        "laser_layers": -100_00,
        "pooled": -50_00,
    }
    assert (group.postings_cents, group.total_cents) == (2370_00, 1527_00)


def test_what_is_taken_back_counts_no_more(strict: Shop) -> None:
    """The cover of E1's family ends on 15 January: A2 and A5 are taken back, their reversals stand beside them."""
    strict.load("end.834", termination(), date(2026, 2, 10))
    assert_same(strict, AS_OF)
    page = figure_postings(strict.code, "claimant", 2026, rank=2, as_of=AS_OF)
    assert sorted((row.kind, row.amount_cents) for row in page.rows) == [
        ("decision", 720_00),
        ("decision", 720_00),
        ("decision_reversal", -720_00),
    ]
    assert page.total_cents == 400_00


def test_before_the_day_of_payment_nothing_counts(strict: Shop) -> None:
    shown = overview(strict.code, 2026, date(2026, 2, 5))
    assert shown.stop_loss is not None
    assert shown.stop_loss.claimants == ()
    assert (shown.claimant.cents, shown.aggregate.cents) == (None, None)


def test_a_policy_that_began_in_the_plan_year_before_is_still_the_one_in_force(strict: Shop) -> None:
    shown = overview(strict.code, 2027, date(2027, 1, 15))
    assert shown.stop_loss is not None
    assert shown.stop_loss.policy_start == date(2026, 2, 1)
    assert shown.claimant.cents == 1120_00
