"""The life of payments against a slow twin: states, postings and sums after random events."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding import payment_life as life
from corridor.funding.cycle import Deposit, deposit_postings
from corridor.funding.payments import PAYMENTS, settlement_postings
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_PAYABLE, STALE_PAYMENTS, UNPRESENTED_PAYMENTS
from corridor.ledger.journal import check_balanced
from corridor.records.postings import POSTINGS
from tests.oracle.payments import Fund

DAY = date(2026, 1, 5)
EVENTS = ("cleared", "voided", "stale", "reissued", "escheated", "returned", "uncleared")


class Journal:
    """What the code under test posts, and where its payments stand."""

    def __init__(self, *, is_issued: bool) -> None:
        self.account = CLAIMS_ACCOUNT if is_issued else UNPRESENTED_PAYMENTS
        self.postings = POSTINGS.empty()
        self.payments: dict[str, life.Issued] = {}
        self.events: dict[str, list[str]] = {}

    def post(self, postings: pl.DataFrame) -> None:
        assert check_balanced(postings) == []
        self.postings = pl.concat([self.postings, postings])

    def issue(self, number: str, cents: int, day: date) -> None:
        row = {
            "payment_number": number,
            "kind": "claims",
            "payee": "P1",
            "payee_name": "x",
            "paid_on": day,
            "amount_cents": cents,
            "method": "CHK",
            "trace": number,
        }
        payments = PAYMENTS.from_rows([row])
        settled = payments.select("payment_number", "payee", "paid_on").with_columns(
            account=pl.lit(CLAIMS_PAYABLE),
            plan_code=pl.lit("A"),
            claim_number=pl.lit(1, pl.Int64),
            settled_cents=pl.lit(cents, pl.Int64),
        )
        self.post(settlement_postings(payments, settled, "USD", self.account))
        self.payments[number] = life.Issued(number, "P1", day, cents, self.account)
        self.events[number] = ["released", "issued"]

    def happen(self, number: str, event: str, day: date) -> bool:
        """Whether the code lets it happen; if so, it is posted."""
        paid, state = self.payments[number], life.state_after(self.events[number])
        entries = self.postings.filter(pl.col("reference") == number)
        assert life.money_account_of(entries) == paid.money_account
        try:
            life.refuse_step(number, state, event)
            if event == "stale":
                life.refuse_early_stale(paid, day, 180)
        except FundingError:
            return False
        if event == "cleared":
            self.post(life.cleared_postings(paid, state, day, "USD", self.events[number].count("cleared") + 1))
        elif event == "uncleared":
            self.post(life.uncleared_postings(entries, day))
        elif event in ("voided", "returned") and number.endswith("-R"):
            return False  # the model below says nothing of reissues that come back
        elif event in ("voided", "returned"):
            self.post(life.reversal_postings(entries, day))
        elif event == "stale":
            self.post(life.stale_postings(paid, day, "USD"))
        elif event == "escheated":
            self.post(life.escheat_postings(paid, day, "USD"))
        else:
            new = life.Issued(f"{number}-R", "P1", day, paid.amount_cents, self.account)
            self.post(life.reissue_postings(new, day, "USD"))
            self.payments[new.number], self.events[new.number] = new, ["released", "issued"]
        self.events[number].append(event)
        return True

    def balance(self, account: str) -> int:
        return int(self.postings.filter(pl.col("account") == account)["amount_cents"].sum())

    def shares(self) -> dict[str, int]:
        rows = [
            {"amount_cents": paid.amount_cents, "state": life.state_after(self.events[number])}
            for number, paid in self.payments.items()
        ]
        return life.shares_of(pl.DataFrame(rows, schema={"amount_cents": pl.Int64, "state": pl.String}))


steps = st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 5), st.integers(0, 200)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.lists(st.integers(1, 10_000), min_size=1, max_size=3), steps)
def test_the_slow_twin_has_the_same_balances_and_sums(
    is_issued: bool, amounts: list[int], drawn: list[tuple[str, int, int]]
) -> None:
    fund, journal, day = Fund(is_issued), Journal(is_issued=is_issued), DAY
    fund.deposit(sum(amounts))
    journal.post(deposit_postings(Deposit("CALL", day, sum(amounts)), "USD"))
    for place, cents in enumerate(amounts):
        fund.owe(cents)
        fund.issue(f"P{place}", cents, day)
        journal.issue(f"P{place}", cents, day)
    for event, chosen, days in drawn:
        day += timedelta(days=days)
        number = sorted(fund.payments)[chosen % len(fund.payments)]
        if event in ("voided", "returned") and number.endswith("-R"):
            continue
        assert journal.happen(number, event, day) == fund.happen(number, event, day)
        assert journal.balance(CLAIMS_ACCOUNT) == fund.bank
        assert journal.balance(UNPRESENTED_PAYMENTS) == -fund.unpresented
        assert journal.balance(STALE_PAYMENTS) == -fund.stale
        assert journal.balance(CLAIMS_PAYABLE) == sum(amounts) - fund.payable
        shares = journal.shares()
        assert shares == fund.shares()
        assert shares["issued"] == sum(cents for part, cents in shares.items() if part != "issued")
