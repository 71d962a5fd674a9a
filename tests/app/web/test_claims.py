"""Pages of claims: what each role finds on them, and what never stands there."""

import re
from html import escape, unescape

import pytest
from django.test import Client

from corridor.app.services.explain import explain
from corridor.app.store.tenancy import tenant_transaction
from corridor.book.disability import explanation_text
from tests.app.conftest import SHOP as SHOP_FILES
from tests.app.conftest import Database, Shop, claim_row, claims_csv, new_shop
from tests.app.services.claim_pages.conftest import DAY
from tests.app.web.conftest import OTHER, PASSWORD, SPONSOR, ClientOf, email_of
from tests.app.web.page_parts import page_parts

LIST = f"/sponsors/{SPONSOR}/claims/"
OWN = f"/sponsors/{SPONSOR}/my-claims/"
MASKED = ("finance", "actuary")


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _logged(sponsor: str = SPONSOR) -> list[tuple[str, str]]:
    with tenant_transaction(sponsor) as tx:
        return tx.read("select who, what from access_log order by id").rows()


def _claims_of_each_reason() -> dict[int, dict[str, str]]:
    """Claim -> what of it is health data, for one claim of each kind and reason."""
    with tenant_transaction(SPONSOR) as tx:
        rows = tx.read(
            "select distinct on (c.kind, d.reason) claim_number, c.claim_id, c.member_id, c.subscriber_id,"
            " c.patient_last_name, l.procedure_code, l.diagnosis_codes"
            " from claim c join claim_line l using (claim_number)"
            " join decision d using (claim_number, line_number) order by c.kind, d.reason, claim_number"
        ).to_dicts()
    return {row.pop("claim_number"): {name: text for name, text in row.items() if text} for row in rows}


def test_the_list_leads_to_every_claim_on_it_and_to_the_next_page(client_of: ClientOf) -> None:
    page = page_parts(client_of("finance").get(LIST))
    numbers = [int(link.text) for link in page.to("claims/\\d+")]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 50
    (following,) = [link for link in page.links if link.text == "Next"]
    assert following.address == "?page=2"
    again = page_parts(client_of("finance").get(LIST + following.address))
    assert int(again.to("claims/\\d+")[0].text) == numbers[-1] - 1


def test_the_examiners_queue_is_what_waits_oldest_first_with_its_reason(client_of: ClientOf) -> None:
    page = page_parts(client_of("examiner").get(LIST + "?status=pended"))
    numbers = [int(link.text) for link in page.to("claims/\\d+")]
    assert numbers == sorted(numbers)
    assert "Claims that wait for an examiner" in page.text
    assert "the service code is not known" in page.text
    assert "the claim was withdrawn" in page.text  # as a choice of the filter


def test_filters_stay_chosen_and_are_carried_to_the_next_page(client_of: ClientOf) -> None:
    text = _page(client_of("finance"), LIST + "?status=paid&kind=pharmacy")
    assert re.search(r'value="paid" selected', text)
    assert re.search(r'value="pharmacy" selected', text)
    assert "?status=paid&amp;kind=pharmacy&amp;page=2" in text


@pytest.mark.parametrize(
    "query", ["status=lost", "product=%3Cscript%3E", "page=0", "page=x", "page=999", "q=" + "1" * 99]
)
def test_a_broken_filter_is_a_page_that_says_what_was_expected(client_of: ClientOf, query: str) -> None:
    answer = client_of("finance").get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert "expected" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_a_choice_that_nothing_fits_says_so(client_of: ClientOf) -> None:
    assert "No claim fits this choice." in _page(client_of("finance"), LIST + "?kind=dental&product=medical")


@pytest.mark.parametrize("role", MASKED)
def test_health_data_and_people_are_nowhere_on_the_pages_of_who_may_not_see_them(
    client_of: ClientOf, role: str
) -> None:
    client = client_of(role)
    shown = _page(client, LIST)
    claims = _claims_of_each_reason()
    assert len(claims) >= 10
    for number, hidden in claims.items():
        # A link carries addresses, and a code of five digits may be part of an amount: only words of the page count.
        words = set(re.findall(r"[\w.-]+", re.sub(r"<[^>]*>", " ", _page(client, f"{LIST}{number}/") + shown)))
        for part in hidden.values():
            assert not words & set(part.split(":")), (number, role)


def test_who_may_see_health_data_sees_it(client_of: ClientOf) -> None:
    client = client_of("examiner")
    for number, shown in _claims_of_each_reason().items():
        text = _page(client, f"{LIST}{number}/")
        for name in ("claim_id", "procedure_code"):
            assert shown.get(name, "") in text, number


def test_the_explanation_is_that_of_the_command_line_in_both_languages(client_of: ClientOf) -> None:
    client = client_of("auditor")
    for language in ("en", "tr"):
        client.cookies["corridor_language"] = language
        for number in list(_claims_of_each_reason())[:8]:
            text = " ".join(unescape(re.sub(r"<[^>]*>", " ", _page(client, f"{LIST}{number}/"))).split())
            for line in explain(SPONSOR, str(number)).lines:
                for sentence in explanation_text(line, language)[: len(line.steps)]:  # type: ignore[arg-type]
                    assert sentence.split(" [")[0] in text, (number, language)


def test_every_view_of_a_claim_and_every_list_with_patients_is_logged(client_of: ClientOf) -> None:
    before = len(_logged())
    client_of("finance").get(LIST)
    client_of("finance").get(LIST + "5/")
    client_of("examiner").get(LIST)
    client_of("examiner").get(LIST + "5/")
    assert _logged()[before:] == [
        (email_of("finance"), "claim 5"),
        (email_of("examiner"), "claims list"),
        (email_of("examiner"), "claim 5"),
    ]


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_a_claim_that_is_not_there_is_not_found(client_of: ClientOf, number: str) -> None:
    before = len(_logged())
    assert client_of("auditor").get(f"{LIST}{number}/").status_code == 404
    assert client_of("auditor").get(f"/sponsors/{OTHER}/claims/1/").status_code == 404
    assert len(_logged()) == before


def test_figure_postings_claim_clause_and_back(client_of: ClientOf) -> None:
    client = client_of("finance")
    postings = page_parts(client.get(f"/sponsors/{SPONSOR}/postings/?code=claims_cost&year=2026"))
    claim = page_parts(client.get(postings.to("claims/\\d+")[0].address))
    assert [link.text for link in claim.to("(overview|postings)")][-2:] == ["Overview", "Claims"]
    clause = page_parts(client.get(next(link.address for link in claim.to("plan/\\w+/clauses"))))
    way = [link for link in clause.links if "from=" in link.address or "year=2026" in link.address]
    assert [link.text for link in way][:2] == ["Overview", "Claims"]
    back = next(link for link in way if link.text.startswith("Claim "))
    again = page_parts(client.get(back.address))
    assert again.text == claim.text


def test_postings_carry_account_names_of_the_language(client_of: ClientOf) -> None:
    client = client_of("finance")
    for language, words in (("en", "Claims expense"), ("tr", "Tazminat gideri")):
        client.cookies["corridor_language"] = language
        assert words in _page(client, LIST + "300/")
    assert "Claims expense" not in _page(client_of("examiner"), LIST + "300/")


def test_a_member_finds_the_own_claims_and_no_other(client_of: ClientOf) -> None:
    client = client_of("member")
    page = page_parts(client.get(OWN))
    own = {int(link.text) for link in page.to("my-claims/\\d+")}
    assert own
    with tenant_transaction(SPONSOR) as tx:
        everybody = tx.read("select claim_number from claim order by 1").get_column("claim_number").to_list()
    for number in everybody[::20]:
        assert client.get(f"{OWN}{number}/").status_code == (200 if number in own else 404)
    text = _page(client, f"{OWN}{min(own)}/")  # a prescription; a disability is nothing to pay
    assert "You pay" in text
    assert "Postings of this claim" not in text
    assert client.get(f"{LIST}{max(own)}/").status_code == 403


def test_a_member_sees_where_the_year_stands(client_of: ClientOf) -> None:
    page = page_parts(client_of("member").get(OWN))
    assert "Where you stand this year" in page.text
    assert re.search(r"Deductible , you, in network \$[\d,.]+ of \$[\d,.]+", page.text)


SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def hostile(own_people: Database) -> tuple[Client, Shop]:
    """An examiner at a shop whose only claim has a script for a provider's name and for its sender's number."""
    from corridor.app.services.access.people import add_person
    from corridor.app.store.accounts.models import User

    shop = new_shop()
    shop.load("members.csv", (SHOP_FILES / "members.csv").read_bytes(), DAY)
    rows = claims_csv(claim_row("A1", "99213", "150").replace("Practice 4", SCRIPT).replace("A1", "<b>A1</b>"))
    shop.load("claims.csv", rows, DAY)
    add_person("examiner@shop.example", "examiner", shop.code, actor="tests", password=PASSWORD)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(User.objects.get(email="examiner@shop.example"))
    return client, shop


def test_what_others_wrote_is_text_and_never_markup(hostile: tuple[Client, Shop]) -> None:
    client, shop = hostile
    at = f"/sponsors/{shop.code}/"
    for address in ("claims/", "claims/1/", "plan/SHOP/clauses/9/"):
        text = _page(client, at + address)
        assert escape(SCRIPT) in text, address
        assert SCRIPT not in text
        assert "<b>A1</b>" not in text


def test_a_sponsor_without_a_claim_says_what_to_do(hostile: tuple[Client, Shop]) -> None:
    from corridor.app.services.access.people import add_person

    client, _ = hostile
    empty = new_shop()
    add_person("examiner@shop.example", "examiner", empty.code, actor="tests")
    text = _page(client, f"/sponsors/{empty.code}/claims/")
    assert "No claim has been taken in yet." in text
    assert "corridor load" in text
