"""Authorisations through the store: loaded, used up over several files, taken back, verified."""

from datetime import date
from itertools import count

import pytest

from corridor.adjudication.wording import step_text
from corridor.app.services.documents import PLAN, SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.reading import NamedFile
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents

_number = count(1)
SECTION = """authorization:
  clause: "12"
  text: Ask before the service, or within 5 days.
  late_days: 5
  missing: deny
limits:
"""
FILE = (
    "number,member_id,procedure_first,procedure_last,units_granted,valid_from,valid_to_exclusive,requested_on,status\n"
    "PA-1,E1,97110,,2,2026-01-01,2026-04-01,2026-01-02,approved\n"
)


@pytest.fixture
def asking(store: object) -> Shop:
    """A shop whose plan denies therapy without authorisation, without a limit of its own."""
    plan, *others = shop_documents(f"ASKS{next(_number)}")
    text = plan.content.decode().replace("limits:\n", SECTION, 1).replace("    limits: [therapy_visits]\n", "")
    text = text.replace("  - {name: therapy_visits", "  - {name: other_visits", 1)
    for code, more in (("97110", "requires_authorization: true"), ("80000-89999", "limits: [other_visits]")):
        match = f'    match: {{procedure_code: ["{code}"]}}'
        text = text.replace(match, f"    {more}\n{match}")
    made = Shop(add_sponsor((SourceDocument(PLAN, "plan.yaml", text.encode()), *others), FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


def therapy(number: int, **more: str) -> str:
    return claims_csv(claim_row(f"T{number}", "97110", "50", service=f"2026-01-1{number}", **more))


def told(shop: Shop, claim: str) -> list[str]:
    steps = [step for line in explain(shop.code, claim).lines for step in line.steps]
    return [step_text(step, "en") for step in steps if step.rule.startswith("authorization_")]


def test_units_are_used_up_over_several_files(asking: Shop) -> None:
    asking.load("asked.csv", FILE, date(2026, 1, 5))
    for number in range(4):
        asking.load(f"claims{number}.csv", therapy(number), date(2026, 1, 20))
    paid, denied = ("paid", 50_00), ("authorization_missing", 0)
    assert asking.decided() == {("T0", 1): paid, ("T1", 1): paid, ("T2", 1): denied, ("T3", 1): denied}
    assert asking.accumulators()["person E1", "authorization:PA-1", "all"] == 2
    assert told(asking, "T0") == ["Authorisation PA-1 covers the service."]
    assert told(asking, "T3") == ["The units of authorisation PA-1 are used up: none is left for this line."]
    assert verify(asking.code).agrees


def test_more_units_granted_count_when_the_family_is_decided_again(asking: Shop) -> None:
    asking.load("asked.csv", FILE, date(2026, 1, 5))
    therapies = [therapy(0), *(therapy(number).split("\n", 1)[1] for number in (1, 2))]
    asking.load("claims.csv", "".join(therapies), date(2026, 1, 20))
    asking.load("more.csv", FILE.replace(",2,2026", ",3,2026"), date(2026, 1, 25))
    assert asking.decided()["T2", 1] == ("authorization_missing", 0)
    undo(asking.code, NamedFile("asked.csv", FILE.encode()), date(2026, 1, 26))
    assert asking.decided()["T2", 1] == ("paid", 50_00)
    assert asking.accumulators()["person E1", "authorization:PA-1", "all"] == 3
    assert verify(asking.code).agrees


HEADER = (
    "claim_id,kind,member_id,received_date,service_from,procedure_code,units,charge,network,billing_npi,authorization\n"
)
ROW = "{0},professional,E1,2026-01-20,2026-01-{1},97110,1,50,in,1000000004,{2}\n"


def test_before_any_file_a_stated_number_is_enough(asking: Shop) -> None:
    asking.load("claims.csv", HEADER + ROW.format("A", 10, "X-1") + ROW.format("B", 11, ""), date(2026, 1, 20))
    assert asking.decided() == {("A", 1): ("paid", 50_00), ("B", 1): ("authorization_missing", 0)}
    asking.load("asked.csv", FILE, date(2026, 1, 21))
    asking.load("more.csv", HEADER + ROW.format("C", 12, "X-1"), date(2026, 1, 22))
    assert asking.decided()["C", 1] == ("authorization_invalid", 0)
    undo(asking.code, NamedFile("asked.csv", FILE.encode()), date(2026, 1, 23))
    assert asking.decided()["C", 1] == ("paid", 50_00)
    assert verify(asking.code).agrees
