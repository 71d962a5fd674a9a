"""Pages of the plan: documents and versions, clauses with their text, values and claims."""

import pytest

from tests.app.web.conftest import OTHER, SPONSOR, ClientOf
from tests.app.web.page_parts import page_parts

PLAN = f"/sponsors/{SPONSOR}/plan/"


def test_every_clause_of_every_document_opens(client_of: ClientOf) -> None:
    client = client_of("auditor")
    page = page_parts(client.get(PLAN))
    links = page.to("plan/[^/]+/clauses")
    assert len(links) > 60
    for link in links:
        clause = page_parts(client.get(link.address))
        assert link.text in clause.text
        assert [back.text for back in clause.to("plan")][:2] == ["Plan", "Plan"]  # menu and way


def test_versions_say_which_is_in_force(client_of: ClientOf) -> None:
    page = page_parts(client_of("member").get(PLAN))
    assert "Jan 1, 2026 – until it is amended · Amendment 1 in force" in page.text
    assert "Stop-loss contract" not in page.text


def test_a_clause_says_text_values_and_the_claims_it_decided(client_of: ClientOf) -> None:
    address = f"{PLAN}PPO/clauses/5.8/"
    page = page_parts(client_of("finance").get(address))
    assert "You pay $25 for an office visit in the network; the deductible does not apply." in page.text
    assert "primary care · in network · Copay $25.00" in page.text
    assert page.to("claims/\\d+")
    assert "M000" not in page.text
    assert not page_parts(client_of("member").get(address)).to("claims")


def test_what_an_examiner_decides_is_said(client_of: ClientOf) -> None:
    page = page_parts(client_of("member").get(f"{PLAN}PPO/clauses/5.20/"))
    assert "every claim that it takes waits for an examiner" in page.text


def test_a_clause_is_told_in_turkish(client_of: ClientOf) -> None:
    client = client_of("auditor")
    client.cookies["corridor_language"] = "tr"
    page = page_parts(client.get(f"{PLAN}MERIDIAN-SL/clauses/3.1/"))
    assert "Bireysel zarar durdurma · Muafiyet $100.000,00" in page.text
    assert "sağlık, ilaç" in page.text


@pytest.mark.parametrize(
    "address", ["PPO/clauses/99/", "NONE/clauses/3.1/", "PPO/clauses/3.1/../x/", "PPO/clauses/%00/"]
)
def test_what_is_no_clause_is_not_found(client_of: ClientOf, address: str) -> None:
    assert client_of("auditor").get(PLAN + address).status_code == 404


def test_contracts_are_not_found_by_members(client_of: ClientOf) -> None:
    for address in ("MERIDIAN-SL/clauses/3.1/", "MERIDIAN/clauses/ASA%204.1/"):
        assert client_of("member").get(PLAN + address).status_code == 404
        assert client_of("finance").get(PLAN + address).status_code == 200
    assert client_of("finance").get(f"/sponsors/{OTHER}/plan/PPO/clauses/3.1/").status_code == 404
