"""What must hold of a sponsor's money after every step: asked in SQL past row-level security and triggers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

_BOOKS = """
    with own as (select id from tenant where code = %(sponsor)s),
    leg as (select p.*, e.entry_key, e.entry_kind, e.legs, e.reference, e.effective_on
            from posting p join journal_entry e on e.id = p.entry_id where p.tenant_id = (select id from own)),
    payment_now as (
        select p.payment_number, p.amount_cents, coalesce((
            select v.event from payment_event v where v.tenant_id = p.tenant_id and v.payment_number = p.payment_number
              and v.event in ('cleared', 'voided', 'stale', 'reissued', 'escheated', 'returned')
            order by v.event_number desc limit 1), 'outstanding') as state
        from payment p where p.tenant_id = (select id from own))
    select jsonb_build_object(
        'unbalanced', (select count(*) from (
            select entry_id from leg group by entry_id, currency, legs
            having sum(amount_cents) <> 0 or count(*) <> legs) wrong),
        'trial balance', (select coalesce(sum(amount_cents), 0) from leg),
        'balances', (select coalesce(jsonb_object_agg(account, cents), '{}') from (
            select account, sum(amount_cents) as cents from leg group by 1 having sum(amount_cents) <> 0) b),
        'kept sums', (select coalesce(jsonb_object_agg(account, cents), '{}') from (
            select account, sum(amount_cents) as cents from day_total where tenant_id = (select id from own)
            group by 1 having sum(amount_cents) <> 0) b),
        'entries', (select count(*) from journal_entry where tenant_id = (select id from own)),
        'fund', (select coalesce(jsonb_object_agg(entry_kind, cents), '{}') from (
            select split_part(entry_kind, '_reversal', 1) as entry_kind, sum(amount_cents) as cents from leg
            where account = '1000' group by 1) b),
        'left', (select coalesce(sum(posted_cents - held_cents), 0) from account_movement
            where tenant_id = (select id from own) and account = '1000' and day <= %(day)s),
        'shares', (select coalesce(jsonb_object_agg(state, cents), '{}') from (
            select state, sum(amount_cents) as cents from payment_now group by 1) b),
        'issued', (select coalesce(sum(amount_cents), 0) from payment_now),
        'paid twice', (select count(*) from (
            select claim_number from leg where account = '2000' group by claim_number
            having sum(amount_cents) > 0
               or sum(sign(amount_cents)) filter (where entry_kind in ('payment', 'payment_reversal')) > 1) wrong),
        'issued twice', (select count(*) from (
            select payment_number from payment_event where tenant_id = (select id from own) and event = 'issued'
            group by 1 having count(*) > 1) twice),
        'paid lines', (select coalesce(sum(amount_cents + account_cents), 0) from paid_line
            where tenant_id = (select id from own)),
        'paid claims', (select coalesce(sum(amount_cents), 0) from leg
            where account = '2000' and entry_kind in ('payment', 'payment_reversal')))
"""
OUT = ("outstanding", "cleared", "escheated")
"""Payments that have left the fund, where issuing takes them out of it."""
OUT_WHEN_CLEARED = ("cleared", "escheated")


@dataclass(frozen=True)
class Found:
    """The answer for one sponsor."""

    facts: dict[str, Any]

    def faults(self, *, is_cleared_basis: bool) -> list[str]:
        """What does not hold by itself; empty when all does."""
        facts, shares, fund = self.facts, self.facts["shares"], self.facts["fund"]
        parts = {"void": ("voided", "returned"), "stale": ("stale", "reissued", "escheated")}
        sums = {part: sum(shares.get(state, 0) for state in states) for part, states in parts.items()}
        released = sum(shares.get(state, 0) for state in (OUT_WHEN_CLEARED if is_cleared_basis else OUT))
        deposits, others = fund.get("deposit", 0), fund.get("by_hand", 0) + fund.get("hold_posted", 0)
        rules = {
            "every entry balances": facts["unbalanced"] == 0,
            "the trial balance is 0": facts["trial balance"] == 0,
            "kept sums are those of the postings": facts["kept sums"] == facts["balances"],
            "fund = deposits - releases - fees": sum(fund.values()) == deposits - released + others,
            "issued = cleared + outstanding + void + stale": facts["issued"]
            == shares.get("cleared", 0) + shares.get("outstanding", 0) + sums["void"] + sums["stale"],
            "no claim is paid twice": facts["paid twice"] == facts["issued twice"] == 0,
            "paid lines are what payments settled": facts["paid lines"] == facts["paid claims"],
        }
        return [rule for rule, holds in rules.items() if not holds]


def find(connection: psycopg.Connection[Any], sponsor: str, day: date) -> Found:
    """All that is asked of one sponsor at the end of a day."""
    row = connection.execute(_BOOKS, {"sponsor": sponsor, "day": day}).fetchone()
    assert row is not None
    return Found(row[0])
