"""What was paid to each payee in a calendar year, by form and box: the sums of information returns (form 1099)."""

from datetime import date

import polars as pl

from corridor.app.services.payments.standing import standing_payees
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.payments import KIND_OF_ACCOUNT
from corridor.funding.tax_totals import tax_totals
from corridor.ledger.accounts import WITHHOLDING_PAYABLE

_PAYMENTS = """
    select p.payment_number, p.payee, p.paid_on, p.amount_cents,
        min(l.account) filter (where l.account = any(%(payables)s)) as account,
        coalesce(-sum(l.amount_cents) filter (where l.account = %(withheld)s), 0)::bigint as withheld_cents,
        (select min(v.happened_on) from payment_event v where v.event in ('voided', 'returned')
            and (v.tenant_id, v.payment_number) = (p.tenant_id, p.payment_number)) as undone_on
    from payment p
    join journal_entry e on (e.tenant_id, e.entry_key) = (p.tenant_id, 'payment:' || p.payment_number)
    join posting l on (l.tenant_id, l.entry_id) = (e.tenant_id, e.id)
    where p.paid_on between %(first)s and %(last)s
    group by p.tenant_id, p.payment_number, p.payee, p.paid_on, p.amount_cents order by p.payment_number
"""


def totals_of_year(sponsor: str, year: int, as_of: date | None = None, *, alias: str = "default") -> pl.DataFrame:
    """payee, name, tin, form, box, paid_cents, withheld_cents, is_reportable, is_corrected (funding.tax_totals).

    as_of: what was undone up to then is left out; None: whatever was undone so far. Persons, such as employees who
    are reimbursed, are left out.
    """
    with tenant_transaction(sponsor, alias) as tx:
        params = {
            "payables": list(KIND_OF_ACCOUNT),
            "withheld": WITHHOLDING_PAYABLE,
            "first": date(year, 1, 1),
            "last": date(year, 12, 31),
        }
        paid = tx.read(_PAYMENTS, params)
        payees = standing_payees(tx).select("payee", "name", "entity", "tin")
        employees = tx.read("select distinct subscriber_id as payee from coverage")
    kind = pl.col("account").replace_strict(KIND_OF_ACCOUNT, return_dtype=pl.String).alias("kind")
    totals = tax_totals(paid.with_columns(kind), year, as_of or date.max)
    joined = totals.join(payees, on="payee", how="left", maintain_order="left").join(employees, on="payee", how="anti")
    # A payee that was not set up is known by its number: nine digits are a tax number.
    own_tin = pl.when(pl.col("payee").str.contains(r"^\d{9}$")).then("payee")
    kept = joined.filter(pl.col("entity").fill_null("provider") != "person")
    return kept.select("payee", "name", pl.coalesce("tin", own_tin).alias("tin"), *totals.columns[1:])
