"""Rounds of other kinds of arrangement in a real store: the document alone differs."""

from datetime import date

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import ARRANGEMENT, SourceDocument
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.verify import verify
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_PAYABLE, EMPLOYER_FUNDING
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents

SECTIONS = {
    "minimum_premium": "  minimum_premium: {annual_limit: 1000.00, clause: 'Schedule 2'}\n",
    "fully_insured": "",
    "budgeted_aso": "",
}


def shop_of(kind: str) -> Shop:
    """A shop under that kind that owes 800 for one claim and 400 for another."""
    *others, arrangement = shop_documents(f"KIND{sorted(SECTIONS).index(kind)}")
    text = arrangement.content.decode().replace("funding:\n", f"funding:\n  kind: {kind}\n{SECTIONS[kind]}")
    documents = (*others, SourceDocument(ARRANGEMENT, arrangement.name, text.encode()))
    made = Shop(add_sponsor(documents, FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    rows = (
        claim_row("A1", "80053", "1100", npi="1000000004"),
        claim_row("A2", "80054", "500", service="2026-01-12", npi="1000000012"),
    )
    made.load("claims.csv", claims_csv(*rows), date(2026, 1, 20))
    return made


@pytest.mark.parametrize(
    ("kind", "payable", "insurer"), [("minimum_premium", 0, -200_00), ("fully_insured", 0, -1_200_00)]
)
def test_who_bears_claims_is_the_documents_and_all_of_it_is_done_again_alike(
    store: object, kind: str, payable: int, insurer: int
) -> None:
    shop = shop_of(kind)
    for day in (date(2026, 1, 27), date(2026, 2, 3)):
        run_round(shop.code, day, pl.DataFrame(schema=ACCOUNTS))
    balances = shop.balances()
    assert balances.get(CLAIMS_PAYABLE, 0) == payable
    borne = "select sum(amount_cents)::bigint from posting_row where account = '4000' and reference like 'INSURER:%'"
    assert shop.rows(borne) == [(insurer,)]
    paid = shop.rows("select coalesce(sum(amount_cents), 0)::bigint from payment where payee like '10000000%'")[0][0]
    assert paid == (1_200_00 if kind == "minimum_premium" else 0)
    assert verify(shop.code).agrees


def test_a_budgeted_month_is_called_once_and_claims_wait_for_the_next(store: object) -> None:
    shop = shop_of("budgeted_aso")
    calls = [run_round(shop.code, day, pl.DataFrame(schema=ACCOUNTS)) for day in (date(2026, 1, 27), date(2026, 1, 28))]
    assert (calls[0].called_cents > 0, calls[1].called_cents) == (True, 0)
    after = run_round(shop.code, date(2026, 2, 3), pl.DataFrame(schema=ACCOUNTS))
    assert after.called_cents > 0
    balances = shop.balances()
    assert -balances[EMPLOYER_FUNDING] == calls[0].called_cents + after.called_cents
    assert balances[CLAIMS_ACCOUNT] >= 0
