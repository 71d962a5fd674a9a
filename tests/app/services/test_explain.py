"""Why a claim was decided so: every reason that can arise, in both languages; the reading leaves a trace."""

from datetime import date

import pytest

from corridor.adjudication.wording import REASON_TEXTS, explanation_text
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile
from corridor.app.services.undo import undo
from tests.app.conftest import Database, Shop, claim_row, claims_csv

DAY = date(2026, 5, 1)
VISIT = claim_row("V1", "97110", "60")
OF_EACH_REASON = {
    "paid": claim_row("P1", "99213", "150"),
    "unknown_member": claim_row("P1", "99213", "150", subscriber="NOBODY", member="NOBODY"),
    "before_coverage": claim_row("P1", "99213", "150", service="2025-12-30"),
    "unknown_code": claim_row("P1", "ZZZZZ", "150"),
    "not_covered": claim_row("P1", "15775", "150"),
    "handled_by_hand": claim_row("P1", "33945", "150"),
    "amount_above_limit": claim_row("P1", "80053", "25000.01"),
    "timely_filing": claim_row("P1", "99213", "150", received="2026-05-01"),
    "no_plan_for_service": claim_row("P1", "D1110", "150", kind="dental"),
}


@pytest.mark.parametrize("reason", OF_EACH_REASON)
def test_each_reason_is_told_in_both_languages(reason: str, shop: Shop) -> None:
    shop.load("a.csv", claims_csv(OF_EACH_REASON[reason]), DAY)
    explained = explain(shop.code, "P1")
    assert explained.is_of_its_day
    assert explained.decisions.get_column("reason").to_list() == [reason]
    assert [line.reason for line in explained.lines] == [reason]
    for language in ("en", "tr"):
        text = " ".join(explanation_text(explained.lines[0], language))  # type: ignore[arg-type]
        assert text
        if reason not in ("paid", "not_covered"):
            assert REASON_TEXTS[language][reason] in text  # type: ignore[index]


def test_a_visit_beyond_the_limit_says_how_many_were_used(shop: Shop) -> None:
    days = ("2026-01-05", "2026-01-06", "2026-01-07")
    rows = [claim_row(f"V{day[-1]}", "97110", "60", service=day) for day in days]
    shop.load("a.csv", claims_csv(*rows), DAY)
    explained = explain(shop.code, "V7")
    assert explained.decisions.get_column("reason").to_list() == ["benefit_maximum"]
    assert explanation_text(explained.lines[0])[0] == (
        "Nothing is left of the limit of 2 visits in the plan year: nothing is payable. [clause 6]"
    )


def test_steps_amounts_and_accumulators_of_a_shared_cost(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("L1", "80053", "300")), DAY)
    assert explanation_text(explain(shop.code, "L1").lines[0]) == [
        "Deductible, of which 100.00 was left to meet: 100.00. (min(100.00, 300.00) = 100.00) [clause 1]",
        "Coinsurance of 20% on 200.00: 40.00. (200.00 x 20% = 40.00) [clause 11]",
        "The plan pays 160.00.",
        "member deductible, in network: 0.00 -> 100.00 of 100.00",
        "family deductible, in network: 0.00 -> 100.00 of 200.00",
        "member out-of-pocket, in network: 0.00 -> 140.00 of 1,000.00",
        "family out-of-pocket, in network: 0.00 -> 140.00 of 2,000.00",
        'clause 1: "The first $100 of a plan year are yours, or $200 for a family."',
        'clause 11: "Laboratory tests are shared 80/20 after the deductible."',
    ]


def test_a_claim_explains_from_where_earlier_batches_left_the_family(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("L1", "80053", "60")), DAY)
    shop.load("b.csv", claims_csv(claim_row("L2", "80053", "300", service="2026-01-12")), DAY)
    explained = explain(shop.code, "L2")
    assert explained.is_of_its_day
    assert explanation_text(explained.lines[0])[0].startswith("Deductible, of which 40.00 was left to meet: 40.00. (")


def test_the_reading_is_logged_by_the_claims_number_only(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(VISIT), DAY)
    explain(shop.code, "V1", why="a question of the member")
    logged = shop.rows("select what, why from access_log")
    assert logged == [("claim 1", "a question of the member")]


def test_ours_and_the_senders_number_lead_to_the_same_claim(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(VISIT), DAY)
    assert explain(shop.code, "1").claim_id == explain(shop.code, " V1 ").claim_id == "V1"


def test_a_senders_number_that_two_claims_have_lists_ours(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(VISIT), DAY)
    shop.load("b.csv", claims_csv(claim_row("V1", "99213", "80", subscriber="E2", member="E2")), DAY)
    with pytest.raises(ServiceError) as error:
        explain(shop.code, "V1")
    assert str(error.value) == "claim: found 2 of that sender's number, expected one of Corridor's: 1, 2"


def test_a_number_that_nobody_sent_is_not_repeated_in_the_error(shop: Shop) -> None:
    with pytest.raises(ServiceError) as error:
        explain(shop.code, "Quill")
    assert "Quill" not in str(error.value)


def test_a_decision_made_again_is_explained_as_it_stands(shop: Shop) -> None:
    content = claims_csv(claim_row("L1", "80053", "300"))
    shop.load("a.csv", content, date(2026, 1, 21))
    shop.load("b.csv", claims_csv(claim_row("L2", "80053", "200", service="2026-01-12")), date(2026, 1, 22))
    undo(shop.code, NamedFile("a.csv", content.encode()), date(2026, 2, 2))
    explained = explain(shop.code, "L2")
    assert (explained.versions, explained.is_of_its_day) == (2, True)
    assert explanation_text(explained.lines[0])[0].startswith("Deductible, of which 100.00 was left to meet: 100.00. (")


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_claim_taken_back_says_so(shop: Shop, language: str) -> None:
    content = claims_csv(claim_row("L1", "80053", "300"))
    shop.load("a.csv", content, date(2026, 1, 21))
    undo(shop.code, NamedFile("a.csv", content.encode()), date(2026, 2, 2))
    explained = explain(shop.code, "L1")
    assert explained.decisions.get_column("reason").to_list() == ["withdrawn"]
    text = " ".join(explanation_text(explained.lines[0], language))  # type: ignore[arg-type]
    assert REASON_TEXTS[language]["withdrawn"] in text  # type: ignore[index]


def test_one_claim_of_each_reason_of_the_demo_is_explained(demo: Database) -> None:
    from corridor.app.store.tenancy import tenant_transaction

    with tenant_transaction("MERIDIAN") as tx:
        rows = tx.read(
            "select distinct on (reason) reason, claim_number from decision d where not exists"
            " (select from decision l where l.claim_number = d.claim_number and l.version > d.version)"
            " order by reason, claim_number"
        ).rows()
    assert len(rows) >= 8
    for reason, number in rows:
        explained = explain("MERIDIAN", str(number))
        assert reason in [line.reason for line in explained.lines]
        assert [line.plan_paid_cents for line in explained.lines] == explained.decisions["plan_paid_cents"].to_list()
