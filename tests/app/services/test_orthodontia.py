"""Orthodontia through the whole job: divided at intake, paid as the instalments fall due, explained, verified.

A quarter of 960 at once and the rest over three months: 240 on the first day, then 240 a month; the plan pays half.
"""

from datetime import date
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import ARRANGEMENT, PLAN, SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, shop_documents

_number = count(1)
DENTAL = Path(__file__).parents[2] / "claims" / "plans" / "all_den.yaml"
MEMBERS = (SHOP / "members.csv").read_text("utf-8")
COVERED = "E1,E1,self,Quill,Ada,1980-02-03,F,dental,ALLDEN,EMP,2026-01-01,\n"
CLAIM = (
    "claim_id,kind,member_id,received_date,service_from,procedure_code,charge,network,treatment_months,billing_npi\n"
    "O1,dental,E1,2026-01-20,2026-01-15,D8080,960,in,3,1000000004\n"
)


@pytest.fixture
def covered(store: object) -> Shop:
    """A shop with a dental plan that pays orthodontia by instalments."""
    *others, arrangement = shop_documents(f"BRACES{next(_number)}")
    named = arrangement.content.replace(b"  SHOP: medical\n", b"  SHOP: medical\n  ALLDEN: dental\n")
    documents = (
        *others,
        SourceDocument(PLAN, "all_den.yaml", DENTAL.read_bytes()),
        SourceDocument(ARRANGEMENT, "arrangement.yaml", named),
    )
    made = Shop(add_sponsor(documents, FOUNDED_ON))
    made.load("members.csv", MEMBERS + COVERED, FOUNDED_ON)
    return made


STANDING = (
    "select line_number, reason, plan_paid_cents from decision d where not exists"
    " (select from decision later where later.claim_number = d.claim_number"
    "  and later.line_number = d.line_number and later.version > d.version) order by line_number"
)


def test_instalments_are_paid_as_they_fall_due(covered: Shop) -> None:
    covered.load("claims.csv", CLAIM, date(2026, 1, 20))
    waiting = [("not_yet_due", 0)] * 3
    assert covered.rows(STANDING) == [(n, *said) for n, said in enumerate([("paid", 120_00), *waiting], 1)]
    for day, paid in ((date(2026, 2, 14), 1), (date(2026, 2, 15), 2), (date(2026, 4, 20), 4)):
        run_round(covered.code, day, pl.DataFrame(schema=ACCOUNTS))
        assert [reason for _, reason, _ in covered.rows(STANDING)].count("paid") == paid
    assert covered.rows("select sum(charge_cents)::bigint from claim_line") == [(960_00,)]
    assert sum(cents for _, _, cents in covered.rows(STANDING)) == 480_00
    assert explain(covered.code, "O1").is_of_its_day
    assert verify(covered.code).agrees


def test_the_same_treatment_sent_again_is_a_duplicate_of_every_instalment(covered: Shop) -> None:
    covered.load("claims.csv", CLAIM + CLAIM.splitlines()[1].replace("O1", "O2") + "\n", date(2026, 4, 20))
    reasons = covered.rows("select reason from decision order by claim_number, line_number")
    assert reasons == [("paid",)] * 4 + [("duplicate",)] * 4
