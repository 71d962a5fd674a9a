"""What was paid to each provider in a calendar year: the sums of information returns (form 1099)."""

from datetime import date

import polars as pl

from corridor.app.services.payments.standing import standing_payees
from corridor.app.store.tenancy import tenant_transaction
from corridor.codes.payee_figures import reportable_cents
from corridor.ledger.accounts import CLAIMS_PAYABLE, PROVIDER_RECOVERABLE, WITHHOLDING_PAYABLE

_PAID = """
    select p.payee,
        coalesce(sum(p.amount_cents) filter (where p.account = any(%s)), 0)::bigint as paid_cents,
        coalesce(-sum(p.amount_cents) filter (where p.account = %s), 0)::bigint as withheld_cents
    from posting p join journal_entry e on (e.tenant_id, e.id) = (p.tenant_id, p.entry_id)
    where e.entry_kind in ('payment', 'payment_reversal') and e.effective_on between %s and %s
    and exists (select from posting c
        where (c.tenant_id, c.entry_id) = (p.tenant_id, p.entry_id) and c.account = any(%s))
    group by p.payee order by p.payee
"""


def totals_of_year(sponsor: str, year: int, *, alias: str = "default") -> pl.DataFrame:
    """payee, name, tin, paid_cents, withheld_cents, is_reportable: providers who were paid claims in the year.

    paid_cents: what left for them and what was withheld, void and returned payments taken off. A return is due from
    the year's threshold on, and wherever tax was withheld. Employees who are reimbursed are left out.
    """
    claims = [CLAIMS_PAYABLE, PROVIDER_RECOVERABLE]
    with tenant_transaction(sponsor, alias) as tx:
        params = [claims, WITHHOLDING_PAYABLE, date(year, 1, 1), date(year, 12, 31), claims]
        found = tx.read(_PAID, params)
        payees = standing_payees(tx).select("payee", "name", "entity", "tin")
        employees = tx.read("select distinct subscriber_id as payee from coverage")
    joined = found.join(payees, on="payee", how="left", maintain_order="left").join(employees, on="payee", how="anti")
    # A payee that was not set up is known by its number: nine digits are a tax number.
    own_tin = pl.when(pl.col("payee").str.contains(r"^\d{9}$")).then("payee")
    is_due = (pl.col("paid_cents") >= reportable_cents(date(year, 12, 31))) | (pl.col("withheld_cents") > 0)
    kept = joined.filter(pl.col("entity").fill_null("provider") == "provider")
    return kept.select(
        "payee",
        "name",
        pl.coalesce("tin", own_tin).alias("tin"),
        "paid_cents",
        "withheld_cents",
        is_due.alias("is_reportable"),
    )
