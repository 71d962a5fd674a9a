"""The page on the traditional contract starts from what the whole demo really posted."""

from datetime import date
from pathlib import Path

import pytest

from corridor.app.services import selectors
from corridor.app.services.documents import documents_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.money.cents import format_cents
from tests.app.conftest import Database
from tests.oracle import ledger
from tests.oracle.overview import total

PAGE = Path(__file__).parents[4] / "docs" / "explanation" / "traditional-contract.md"
SPONSOR = "MERIDIAN"
LAST_MONTHS = {2024: 12, 2025: 12, 2026: 10}


def _end(year: int, month: int) -> date:
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


@pytest.mark.slow
def test_what_happened_is_what_the_demo_posted(whole_demo: Database) -> None:
    with tenant_transaction(SPONSOR) as tx:
        postings = selectors.journal(tx).to_dicts()
        coverage = selectors.coverage(tx).to_dicts()
        plans = documents_of(tx).arrangement.plans
    medical = {code for code, product in plans.items() if product == "medical"}
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| 202")]
    for year, months in LAST_MONTHS.items():
        row = next(line for line in rows if line.startswith(f"| {year}"))

        def heads(until: int, year: int = year) -> int:
            firsts = [date(year, month, 1) for month in range(1, until + 1)]
            return sum(len(ledger.covered_employees(coverage, None, first, medical)) for first in firsts)

        sums = [
            format_cents(total(code, postings, date(year, 1, 1), _end(year, until)) or 0)
            for code, until in (("claims_cost", months), ("cost", months), ("claims_cost", 9))
        ]
        expected = [f"{heads(months):,}", *sums[:2], f"{heads(9):,}", sums[2]]
        assert [cell.strip() for cell in row.strip("|").split("|")][1:] == expected
