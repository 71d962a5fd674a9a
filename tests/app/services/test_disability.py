"""Short-term disability through the whole job: loaded, decided, posted, paid, explained, taken back, verified.

The plan of plans/std.yaml: 60% of weekly earnings, at most 1,200 a week from 2026; from the first day after an injury,
from the eighth of a sickness. Ada Quill (E1) earns 1,000 a week: her benefit is 600.
"""

from datetime import date
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, Round, run_round
from corridor.app.services.documents import ARRANGEMENT, DISABILITY_PLAN, SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.summary import summarise
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.book.disability import explanation_text
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE, PROVIDER_RECOVERABLE
from corridor.tables.faults import TableError
from corridor.wording.language import Language
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents

_number = count(1)
STD = Path(__file__).parents[3] / "plans" / "std.yaml"
COLUMNS = "claim_id,member_id,cause,disability_from,certified_from,certified_to,weekly_earnings,received_date"
INJURY = "S1,E1,injury,2026-01-05,,2026-01-21,1000,2026-01-22"
"""Two weeks and three days: 600 + 600 + 257.14."""
RUNNING = "S2,E2,sickness,2026-01-05,,2026-02-01,2500,2026-01-20"
"""Elimination, then three weeks at the maximum of 1,200, of which one has ended when the file comes."""


def certified(*rows: str) -> str:
    return "\n".join((COLUMNS, *rows)) + "\n"


@pytest.fixture
def covered(store: object) -> Shop:
    """A shop with the short-term disability plan, its members in."""
    *others, arrangement = shop_documents(f"STD{next(_number)}")
    named = arrangement.content.replace(b"  SHOP: medical\n", b"  SHOP: medical\n  STD: disability\n")
    documents = (
        *others,
        SourceDocument(DISABILITY_PLAN, "std.yaml", STD.read_bytes()),
        SourceDocument(ARRANGEMENT, "arrangement.yaml", named),
    )
    made = Shop(add_sponsor(documents, FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


def weekly_round(shop: Shop, as_of: date) -> Round:
    return run_round(shop.code, as_of, pl.DataFrame(schema=ACCOUNTS))


def texts(shop: Shop, claim: str, language: Language = "en") -> list[list[str]]:
    return [explanation_text(line, language) for line in explain(shop.code, claim).lines]


def test_a_certification_becomes_a_claim_with_a_line_a_week(covered: Shop) -> None:
    taken = covered.load("std.csv", certified(INJURY), date(2026, 1, 23))
    assert (taken.kind, taken.counts) == (
        "disability",
        {"claims": 1, "lines": 3, "lines_paid": 3, "plan_paid_cents": 1457_14},
    )
    assert covered.decided() == {
        ("S1", 1): ("paid", 600_00),
        ("S1", 2): ("paid", 600_00),
        ("S1", 3): ("paid", 257_14),
    }
    assert covered.balances() == {CLAIMS_PAYABLE: -1457_14, CLAIMS_EXPENSE: 1457_14}
    assert covered.rows("select distinct product, plan_code from posting where product is not null") == [
        ("disability", "STD")
    ]
    assert not covered.load("std.csv", certified(INJURY), date(2026, 1, 24)).is_new


def test_the_round_pays_the_employee_and_the_budget_counts_it(covered: Shop) -> None:
    covered.load("std.csv", certified(INJURY), date(2026, 1, 23))
    done = weekly_round(covered, date(2026, 1, 27))
    claims = covered.rows("select payee, amount_cents from payment where payee = 'E1'")
    assert claims == [("E1", 1457_14)]
    assert done.paid_cents > 1457_14  # fee and premium beside it
    assert covered.balances().get(CLAIMS_PAYABLE, 0) == 0
    months = summarise(covered.code, date(2026, 1, 31)).months
    assert months.filter(pl.col("month") == date(2026, 1, 1)).get_column("claims_cents").to_list() == [1457_14]


def test_an_employee_whose_id_looks_like_a_tax_id_gets_no_remittance(covered: Shop) -> None:
    header, quill = (SHOP / "members.csv").read_text().splitlines()[:2]
    covered.load("more.csv", f"{header}\n{quill.replace('E1', '123456789')}\n", date(2026, 1, 5))
    covered.load("std.csv", certified(INJURY.replace("E1", "123456789")), date(2026, 1, 23))
    account = {"payee": ["123456789"], "routing": ["072199994"], "account": ["5500000001"]}
    done = run_round(covered.code, date(2026, 1, 27), pl.DataFrame(account, schema=ACCOUNTS))
    assert done.files == ("2026-01-27_funding.ach", "2026-01-27_payments.ach")


def test_stop_loss_counts_what_is_medical_and_nothing_of_it(covered: Shop) -> None:
    covered.load("std.csv", certified(INJURY), date(2026, 1, 23))
    assert covered.rows("select * from stoploss_position") == []
    covered.load("claims.csv", claims_csv(claim_row("A1", "80053", "300")), date(2026, 1, 23))
    weekly_round(covered, date(2026, 1, 27))
    positions = covered.rows("select member_id, eligible_cents from stoploss_position where coverage = 'specific'")
    assert positions == [("E1", 160_00)]


def test_a_week_is_paid_by_the_first_round_after_its_last_day(covered: Shop) -> None:
    covered.load("std.csv", certified(RUNNING), date(2026, 1, 20))
    reasons = ["elimination_period", "paid", "not_yet_due", "not_yet_due"]
    assert [reason for reason, _ in covered.decided().values()] == reasons
    weekly_round(covered, date(2026, 1, 20))
    assert [reason for reason, _ in covered.decided().values()] == reasons
    # The week to Sunday 25 January is paid by the round of the 27th, the week to 1 February by that of the 3rd.
    weekly_round(covered, date(2026, 1, 27))
    assert [cents for _, cents in covered.decided().values()] == [0, 1200_00, 1200_00, 0]
    weekly_round(covered, date(2026, 2, 3))
    assert [cents for _, cents in covered.decided().values()] == [0, 1200_00, 1200_00, 1200_00]
    assert covered.rows("select paid_on, amount_cents from payment where payee = 'E2' order by 1") == [
        (date(2026, 1, 23), 1200_00),
        (date(2026, 1, 30), 1200_00),
        (date(2026, 2, 6), 1200_00),
    ]
    balances = covered.balances()
    assert (balances[CLAIMS_EXPENSE], CLAIMS_PAYABLE in balances, PROVIDER_RECOVERABLE in balances) == (
        3600_00,
        False,
        False,
    )
    assert covered.rows("select sum(amount_cents)::bigint from paid_line where member_id = 'E2'") == [(3600_00,)]
    weekly_round(covered, date(2026, 2, 10))
    assert verify(covered.code).agrees


def test_every_week_is_explained_in_both_languages(covered: Shop) -> None:
    covered.load("std.csv", certified(INJURY, RUNNING), date(2026, 1, 23))
    assert texts(covered, "S1")[2] == [
        "Days 15 to 17 of the disability that began on Jan 5, 2026.",
        "No elimination period after an injury. [clause 3.1]",
        "60% of weekly earnings of 1,000.00: 600.00 a week. [clause 2.1]",
        "The weekly maximum of 1,200.00 is not exceeded. [clause Amendment 1]",
        "Benefit week 3 of 26. [clause 3.2]",
        "3 of 7 days of the week are payable. [clause 2.3]",
        "The plan pays 257.14.",
    ]
    assert texts(covered, "S2")[0][-1] == (
        "Within the elimination period of 7 days after a sickness: nothing is payable. [clause 3.1]"
    )
    assert texts(covered, "S2", "tr")[1] == [
        "5 Ocak 2026 tarihinde başlayan iş göremezliğin 8.-14. günleri.",
        "7 günlük muafiyet süresi (hastalık) dolmuştur. [madde 3.1]",
        "2.500,00 haftalık kazancın %60 oranı: haftada 1.500,00. [madde 2.1]",
        "Haftalık azami tutar 1.200,00 daha düşüktür: haftada 1.200,00. [madde Amendment 1]",
        "26 ödenek haftasının 1. haftası. [madde 3.2]",
        "Planın ödediği: 1.200,00.",
    ]
    assert explain(covered.code, "S1").is_of_its_day


def test_coverage_that_ended_before_the_disability_takes_the_benefit_back(covered: Shop) -> None:
    covered.load("std.csv", certified(INJURY), date(2026, 1, 23))
    weekly_round(covered, date(2026, 1, 27))
    gone = (SHOP / "members.csv").read_text().splitlines()
    header, quill = gone[0], gone[1]
    taken = covered.load("end.csv", f"{header}\n{quill}2026-01-03\n", date(2026, 2, 2))
    assert taken.counts["claims_redecided"] == 1
    assert set(covered.decided().values()) == {("after_termination", 0)}
    assert texts(covered, "S1")[0] == [
        "Decided before the plan's amounts were applied: the service was after coverage ended."
    ]
    assert covered.balances()[PROVIDER_RECOVERABLE] == 1457_14
    assert verify(covered.code).agrees


def test_a_load_is_taken_back(covered: Shop) -> None:
    content = certified(INJURY)
    covered.load("std.csv", content, date(2026, 1, 23))
    taken = undo(covered.code, NamedFile("std.csv", content.encode()), date(2026, 1, 26))
    assert taken.counts == {"families_touched": 1, "claims_redecided": 1}
    assert set(covered.decided().values()) == {("withdrawn", 0)}
    assert covered.balances() == {}
    assert "withdrawn" in texts(covered, "S1")[0][0]
    covered.load("std.csv", content, date(2026, 1, 27))
    assert [cents for _, cents in covered.decided().values()] == [600_00, 600_00, 257_14]
    assert verify(covered.code).agrees


def test_a_later_certification_continues_and_a_repeated_one_is_a_duplicate(covered: Shop) -> None:
    covered.load("a.csv", certified(INJURY), date(2026, 1, 23))
    again = "S9,E1,injury,2026-01-05,,2026-01-21,1000,2026-01-29"
    further = "S10,E1,injury,2026-01-05,2026-01-22,2026-01-25,1000,2026-01-29"
    astride = "S11,E1,injury,2026-01-05,2026-01-24,2026-01-27,1000,2026-01-30"
    covered.load("b.csv", certified(again, further, astride), date(2026, 1, 30))
    decided = covered.decided()
    assert {key: value for key, value in decided.items() if key[0] == "S9"} == {
        ("S9", line): ("duplicate", 0) for line in (1, 2, 3)
    }
    # Four days of the week whose first three were paid: 600 - 257.14.
    assert decided["S10", 1] == ("paid", 342_86)
    assert decided["S11", 1] == ("duplicate", 0)
    assert decided["S11", 2] == ("paid", 171_43)


def test_who_is_not_an_employee_or_not_known_gets_nothing(covered: Shop) -> None:
    spouse = "S1,E1-02,injury,2026-01-05,,2026-01-11,1000,2026-01-22"
    stranger = "S2,Z9,injury,2026-01-05,,2026-01-11,1000,2026-01-22"
    early = "S3,E2,injury,2025-12-29,,2026-01-04,1000,2026-01-22"
    covered.load("std.csv", certified(spouse, stranger, early), date(2026, 1, 23))
    assert [reason for reason, _ in covered.decided().values()] == [
        "no_plan_for_service",
        "unknown_member",
        "before_coverage",
    ]
    for claim in ("S1", "S2", "S3"):
        assert len(texts(covered, claim, "tr")) == 1
    assert verify(covered.code).agrees


def test_a_sponsor_without_the_plan_denies(shop: Shop) -> None:
    shop.load("std.csv", certified(INJURY), date(2026, 1, 23))
    assert set(shop.decided().values()) == {("no_plan_for_service", 0)}


def test_a_faulty_table_is_refused_whole(shop: Shop) -> None:
    rows = (
        "S1,E1,illness,2026-01-05,,2026-01-11,1000,2026-01-22",
        "S2,E1,injury,2026-01-05,2026-01-04,2026-01-11,1000,2026-01-22",
    )
    with pytest.raises(TableError) as caught:
        shop.load("std.csv", certified(*rows), date(2026, 1, 23))
    assert str(caught.value) == "std.csv row 2, cause: found 'illness', expected one of injury, sickness"
    with pytest.raises(TableError, match="row 3, certified_to: found 2029-01-11, expected at most 731 days certified"):
        shop.load(
            "std.csv", certified(INJURY, "S3,E1,injury,2026-01-05,,2029-01-11,1000,2026-01-22"), date(2026, 1, 23)
        )
    assert shop.rows("select * from claim") == []
