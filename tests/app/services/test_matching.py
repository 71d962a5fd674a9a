"""Patients found by who they are, newborns, exclusions and possible repeats through the whole job, and explained."""

from datetime import date

import pytest

from corridor.adjudication.wording import explanation_text
from corridor.app.services.documents import SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, shop_documents

SECTIONS = """
enrolment: {clause: "20", text: A newborn is enrolled within 31 days., newborn_days: 31, late: refused}
exclusions:
  - {name: cosmetic, clause: "21", text: No cosmetic surgery., match: {procedure_code: ["15820"]}}
limits:"""
HEADER = (
    "claim_id,kind,subscriber_id,member_id,patient_relationship,patient_first_name,patient_last_name,"
    "patient_birth_date,patient_sex,received_date,service_from,place_of_service,procedure_code,diagnosis_codes,units,"
    "charge,billing_npi"
)
BORN = "2026-03-01"
NEWBORN = f"E1,,child,Baby,Quill,{BORN},M"
ADA = ",,,ADA,quill,1980-02-03,F"
CHILD_ROW = "E1-09,E1,child,Quill,Eve,2026-03-01,F,medical,SHOP,FAM,2026-03-01,"


def claim(claim_id: str, patient: str, code: str = "99213", charge: str = "100", npi: str = "1000000004") -> str:
    return f"{claim_id},professional,{patient},2026-03-10,2026-03-02,11,{code},Z000,1,{charge},{npi}"


def claims(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def members(*rows: str) -> str:
    return "\n".join(((SHOP / "members.csv").read_text().splitlines()[0], *rows)) + "\n"


@pytest.fixture
def family_shop(store: object, request: pytest.FixtureRequest) -> Shop:
    """A shop whose plan has windows and exclusions; its members are in."""
    number = abs(hash(request.node.name)) % 10**8
    plan, *others = shop_documents(f"MATCH{number}")
    text = plan.content.decode().replace("\nlimits:", SECTIONS, 1)
    made = Shop(add_sponsor((SourceDocument(plan.kind, plan.name, text.encode()), *others), FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


def told(shop: Shop, claim_id: str, language: str = "en") -> str:
    explained = explain(shop.code, claim_id)
    assert explained.is_of_its_day
    return " ".join(explanation_text(explained.lines[0], language))  # type: ignore[arg-type]


def test_a_newborn_waits_and_is_covered_from_birth_once_enrolled(family_shop: Shop) -> None:
    family_shop.load("a.csv", claims(claim("N1", NEWBORN)), date(2026, 3, 12))
    assert family_shop.decided()["N1", 1][0] == "newborn_not_enrolled"
    assert "A newborn can be enrolled from birth until 2026-04-01." in told(family_shop, "N1")
    row = f"E1-03,E1,child,Quill,Baby,{BORN},M,medical,SHOP,FAM,2026-03-20,"
    taken = family_shop.load("new.csv", members(row), date(2026, 3, 20))
    assert (taken.faults, taken.counts["claims_redecided"]) == ((), 1)
    assert family_shop.decided()["N1", 1][0] == "paid"
    assert "found in the family" in told(family_shop, "N1")
    assert "aile içinde" in told(family_shop, "N1", "tr")
    assert verify(family_shop.code).agrees


def test_a_newborn_enrolled_too_late_is_refused_by_name(family_shop: Shop) -> None:
    family_shop.load("a.csv", claims(claim("N1", NEWBORN)), date(2026, 4, 2))
    row = f"E1-03,E1,child,Quill,Baby,{BORN},M,medical,SHOP,FAM,{BORN},"
    taken = family_shop.load("late.csv", members(row), date(2026, 4, 2))
    assert [fault.partition(", ")[2] for fault in taken.faults] == [
        "statement 0, coverage_start: found a request of 2026-04-02, expected one by 2026-04-01, "
        "or the next open enrolment (clause 20)"
    ]
    assert family_shop.decided()["N1", 1][0] == "unknown_member"
    assert verify(family_shop.code).agrees


def test_a_patient_without_an_id_is_found_among_all_members(family_shop: Shop) -> None:
    family_shop.load("a.csv", claims(claim("S1", ADA), claim("S2", ",,,Bea,Quill,1980-02-03,F")), date(2026, 3, 12))
    assert [family_shop.decided()[one, 1][0] for one in ("S1", "S2")] == ["paid", "unknown_member"]
    assert "among all members by name, birth date and sex: 90 of 115 points, at least 75" in told(family_shop, "S1")
    assert verify(family_shop.code).agrees


def test_a_stranger_is_somebody_once_enrolled(family_shop: Shop) -> None:
    family_shop.load("a.csv", claims(claim("S1", ",,,Eve,Quill,2026-03-01,F")), date(2026, 3, 12))
    assert family_shop.decided()["S1", 1][0] == "unknown_member"
    family_shop.load("new.csv", members(CHILD_ROW), date(2026, 3, 20))
    assert family_shop.decided()["S1", 1][0] == "paid"
    assert verify(family_shop.code).agrees


def test_an_exclusion_names_itself_and_its_clause(family_shop: Shop) -> None:
    family_shop.load("a.csv", claims(claim("X1", ADA, "15820")), date(2026, 3, 12))
    assert family_shop.decided()["X1", 1][0] == "excluded"
    text = told(family_shop, "X1")
    assert "The plan's exclusion cosmetic takes the service. [clause 21]" in text
    assert 'clause 21: "No cosmetic surgery."' in text


def test_a_line_that_may_repeat_another_names_it(family_shop: Shop) -> None:
    family_shop.load("a.csv", claims(claim("D1", ADA), claim("D2", ADA, charge="120")), date(2026, 3, 12))
    assert [family_shop.decided()[one, 1][0] for one in ("D1", "D2")] == ["paid", "possible_duplicate"]
    assert "Claim 1 bills the same service of the person's day." in told(family_shop, "D2")


def test_a_provider_whose_contract_has_ended_is_said_to_be(family_shop: Shop) -> None:
    register = (
        "npi,name,network,allowed_bp,effective_from,effective_to_exclusive\n1000000004,A,in,,2020-01-01,2026-02-01\n"
    )
    family_shop.load("providers.csv", register, FOUNDED_ON)
    family_shop.load(
        "a.csv", claims(claim("P1", ADA), claim("P2", ADA, npi="1000000012"), claim("P3", ADA, npi="")), FOUNDED_ON
    )
    assert "days in the network ended on 2026-02-01" in told(family_shop, "P1")
    assert "in no network that is known" in told(family_shop, "P2")
    assert family_shop.decided()["P3", 1][0] == "provider_unknown"
