"""The overview's figures from raw postings, with plain loops and Decimal dollars: none of the package's sums or SQL.

postings: dicts of records.postings. paid: dicts of records.paid. Amounts that come back are cents.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.stoploss import aggregate_counted, eligible_by_month, is_covered, settle

Row = dict[str, Any]

COSTS = {"5000", "5050", "5100", "5200", "4000"}
"""Claims, fee, premium, and what the carrier gives back."""

WHICH: dict[str, tuple[set[str], str | None, int]] = {
    "funds": ({"1000"}, "deposit", 1),
    "claims_paid": ({"2000", "1200"}, "payment", 1),
    "fee": ({"2100"}, "payment", 1),
    "premium": ({"2200"}, "payment", 1),
    "reimbursement": ({"4000"}, None, -1),
    "claims_cost": ({"5000", "5050"}, None, 1),
    "fee_cost": ({"5100"}, None, 1),
    "premium_cost": ({"5200"}, None, 1),
    "recoveries": ({"4000"}, None, 1),
    "cost": (COSTS, None, 1),
    "cost_to_date": (COSTS, None, 1),
    "fund_balance": ({"1000"}, None, 1),
}
"""Accounts, the only kind of entry that counts (None: all), and the sign."""


def total(code: str, postings: Iterable[Row], first: date | None, last: date) -> int | None:
    """Sum of a figure over days; None where no posting is part of it."""
    accounts, kind, sign = WHICH[code]
    dollars, found = Decimal(0), False
    for row in postings:
        in_days = (first is None or row["effective_on"] >= first) and row["effective_on"] <= last
        if in_days and row["account"] in accounts and kind in (None, row["entry_kind"]):
            dollars += Decimal(sign * row["amount_cents"]) / 100
            found = True
    return int(dollars * 100) if found else None


def months(postings: Iterable[Row], last: date) -> set[date]:
    """First days of the months with any posting up to the last day."""
    return {row["effective_on"].replace(day=1) for row in postings if row["effective_on"] <= last}


def posted_lines(postings: Iterable[Row], paid: Iterable[Row]) -> list[Row]:
    """Paid lines with the entry that each of them is of: the postings of stop-loss.

    A posting may be several lines, each with a first day of its own; together they are its amount.
    """
    expense = {
        (row["entry_key"], row["line_number"]): row["amount_cents"] for row in postings if row["account"] == "5000"
    }
    lines, sums = [], defaultdict[tuple[str, int], int](int)
    for line in paid:
        key = f"decision:{line['claim_number']}:{line['version']}"
        key = f"reversal:{key}" if line["amount_cents"] < 0 else key
        lines.append(line | {"entry_key": key})
        sums[key, line["line_number"]] += line["amount_cents"]
    assert all(expense[key] == cents for key, cents in sums.items()), "a line is paid as its entry says"
    return lines


def claimants(lines: list[Row], policy: Any, as_of: date) -> list[tuple[int, str]]:
    """(eligible cents, person), the largest first."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        if line["paid_on"] <= as_of and is_covered(line, policy, policy.specific):
            sums[line["member_id"]] += line["amount_cents"]
    return sorted(((cents, member) for member, cents in sums.items() if cents), key=lambda pair: (-pair[0], pair[1]))


def counted_for_aggregate(lines: list[Row], policy: Any, as_of: date) -> int:
    """Cents that count toward the attachment."""
    specific = eligible_by_month(lines, policy, policy.specific, as_of)
    people = settle(specific, sorted({member for member, _ in specific}), policy.specific)
    return aggregate_counted(eligible_by_month(lines, policy, policy.aggregate, as_of), people, policy)
