"""Pages and PDFs of explanations of benefits: how one gets there, what they show to whom."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from corridor.app.store.tenancy import tenant_transaction
from tests.app.web.conftest import SPONSOR, ClientOf
from tests.app.web.page_parts import page_parts

AT = f"/sponsors/{SPONSOR}"


def _number(where: str) -> int:
    with tenant_transaction(SPONSOR) as tx:
        return int(
            tx.scalar(f"select min(claim_number) from claim c join decision d using (claim_number) where {where}")
        )


@pytest.fixture
def paid(client_of: ClientOf) -> int:
    """A claim of a doctor that the plan paid something of."""
    return _number("c.kind = 'professional' and d.status = 'paid' and d.plan_paid_cents > 0")


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _pdf_text(client: Client, address: str) -> str:
    pages = PdfReader(BytesIO(client.get(address).content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_from_the_claim_to_the_notice_to_its_pdf(client_of: ClientOf, paid: int) -> None:
    client = client_of("examiner")
    [link] = page_parts(client.get(f"{AT}/claims/{paid}/")).to(f"claims/{paid}/eob")
    assert link.text == "Explanation of benefits"
    page = page_parts(client.get(link.address))
    assert "This is not a bill" in page.text
    assert "180 days" in page.text
    [pdf] = page.to(f"claims/{paid}/eob/pdf")
    answer = client.get(pdf.address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="explanation-of-benefits-{paid}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert "This is not a bill" in _pdf_text(client, pdf.address)


def test_a_member_reads_the_own_from_the_own_claims(client_of: ClientOf) -> None:
    client = client_of("member")
    claims = page_parts(client.get(f"{AT}/my-claims/")).to(r"my-claims/\d+")
    pages = [page_parts(client.get(claim.address)) for claim in claims[:10]]
    link = next(link for page in pages for link in page.to(r"my-claims/\d+/eob"))  # a disability has none
    page = page_parts(client.get(link.address))
    assert "You owe" in page.text
    [pdf] = page.to(r"my-claims/\d+/eob/pdf")
    assert "You owe" in _pdf_text(client, pdf.address)


def test_another_members_notice_is_not_there(client_of: ClientOf) -> None:
    client = client_of("member")
    own = {int(link.text) for link in page_parts(client.get(f"{AT}/my-claims/")).to(r"my-claims/\d+")}
    other = next(number for number in range(1, 10_000) if number not in own)
    for ending in ("", "pdf/"):
        assert client.get(f"{AT}/my-claims/{other}/eob/{ending}").status_code == 404
        assert client.get(f"{AT}/claims/{other}/eob/{ending}").status_code == 403


@pytest.mark.parametrize("ending", ["", "pdf/"])
def test_a_disability_and_a_number_that_is_not_there_have_none(client_of: ClientOf, ending: str) -> None:
    client = client_of("examiner")
    weeks = _number("c.kind = 'disability'")
    assert client.get(f"{AT}/claims/{weeks}/eob/{ending}").status_code == 404
    assert client.get(f"{AT}/claims/999999/eob/{ending}").status_code == 404
    assert page_parts(client.get(f"{AT}/claims/{weeks}/")).to(r"claims/\d+/eob") == []


@pytest.mark.parametrize("role", ["finance", "actuary"])
def test_page_and_pdf_hide_what_the_claims_page_hides(client_of: ClientOf, paid: int, role: str) -> None:
    with tenant_transaction(SPONSOR) as tx:
        [(sender, member, procedure)] = tx.read(
            "select c.claim_id, d.member_id, l.procedure_code from claim c join claim_line l using (claim_number)"
            f" join decision d using (claim_number, line_number) where claim_number = {paid} limit 1"
        ).rows()
    address = f"{AT}/claims/{paid}/eob/"
    seen = page_parts(client_of("examiner").get(address)).text
    assert sender in seen
    assert member in seen
    assert procedure in seen
    client = client_of(role)
    for text in (page_parts(client.get(address)).text, _pdf_text(client, f"{address}pdf/")):
        assert sender not in text
        assert member not in text
        assert procedure not in text.split()


def test_both_speak_turkish(client_of: ClientOf, paid: int) -> None:
    client = client_of("examiner")
    client.cookies["corridor_language"] = "tr"
    address = f"{AT}/claims/{paid}/eob/"
    assert "Bu bir fatura değildir" in _text(client, address)
    assert "itiraz hakkınız" in _pdf_text(client, f"{address}pdf/")
