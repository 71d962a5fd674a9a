"""Whether the page says what the postings add up to: the slow twin's sums, looked for in the page's text."""

import html
import re
from datetime import date
from typing import Any

from bench.registry import WrongAnswer
from corridor.app.services import selectors
from corridor.app.store.connect import open_store
from corridor.app.store.tenancy import tenant_transaction
from corridor.money.text import amount_text
from tests.oracle.overview import total

OF_THE_YEAR = ("cost",)
OF_THE_LAST_MONTH = ("funds", "claims_paid", "fee", "premium")


def postings(sponsor: str) -> list[dict[str, Any]]:
    """All postings of the sponsor."""
    open_store()
    with tenant_transaction(sponsor) as tx:
        return selectors.journal(tx).to_dicts()


def check(rows: list[dict[str, Any]], year: int, page: str) -> int:
    """Compare the figures of a plan year with the page; returns how many postings were added up.

    Raises WrongAnswer for a figure that the page does not show.
    """
    first = date(year, 1, 1)
    last = max(row["effective_on"] for row in rows if row["effective_on"].year == year)
    month = last.replace(day=1)
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    wanted = {code: total(code, rows, first, last) for code in OF_THE_YEAR}
    wanted |= {code: total(code, rows, month, last) for code in OF_THE_LAST_MONTH}
    wanted["fund_balance"] = total("fund_balance", rows, None, last)
    for code, cents in wanted.items():
        if cents is not None and f"${amount_text(abs(cents), 'en')}" not in text:
            raise WrongAnswer(f"dashboard {year} {code}: expected {cents} cents on the page, found no such amount")
    return len(rows)
