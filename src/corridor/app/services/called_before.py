"""What was called and paid before a round, for the kinds of arrangement whose calls look back (funding.kinds)."""

from datetime import date

from corridor.app.services import selectors
from corridor.app.store.tx import Tx
from corridor.funding.arrangement import Arrangement
from corridor.funding.kind_terms import MONTHLY
from corridor.funding.kinds import Standing, monthly_dues, year_of
from corridor.ledger.accounts import CLAIMS_PAYABLE, PROVIDER_RECOVERABLE, STOPLOSS_RECOVERIES

_CALLED = "select coalesce(sum(amount_cents), 0)::bigint from funding_call"
_CLAIMS = """
select coalesce(sum(amount_cents), 0)::bigint from posting_row
where account = any(%s) and (entry_kind = 'payment' or reverses like 'payment:%%')
 and effective_on >= %s and effective_on < %s
"""
_INSURER = "select coalesce(-sum(amount_cents), 0)::bigint from posting_row where account = %s and reference = %s"


def called_before(tx: Tx, arrangement: Arrangement, as_of: date) -> Standing:
    """The standing of a round on a day; nothing for the kinds that do not ask. Raises FundingError (monthly_dues)."""
    kind = arrangement.funding.kind
    if kind in MONTHLY:
        dues = monthly_dues(selectors.coverage(tx), arrangement, as_of).get_column("due_cents").sum()
        return Standing(dues_cents=int(dues), called_cents=tx.scalar(_CALLED))
    if kind == "minimum_premium":
        year = arrangement.plan_year(arrangement.funding.pays_on(as_of))
        on_claims = [CLAIMS_PAYABLE, PROVIDER_RECOVERABLE]
        return Standing(
            claims_cents=tx.scalar(_CLAIMS, [on_claims, year.start, year.end_exclusive]),
            insurer_cents=tx.scalar(_INSURER, [STOPLOSS_RECOVERIES, year_of(arrangement, as_of)]),
        )
    return Standing()
