"""Another document for a sponsor: what it changes of the past is decided again, and nothing else.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests; an office visit costs 20.
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.app.services.amend import Amended, amend
from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.document_kinds import recognised
from corridor.app.services.document_list import list_documents, stored_document
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE, STOPLOSS_RECOVERABLE
from corridor.plan.document import DocumentError
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, new_shop

PLAN = (SHOP / "plan.yaml").read_text()
STD = (SHOP.parents[2] / "plans" / "std.yaml").read_text("utf-8")
CLAIMS = claims_csv(
    claim_row("A1", "99213", "150"),
    claim_row("A2", "99213", "150", service="2026-03-02", received="2026-03-09"),
    claim_row("B1", "80053", "300", subscriber="E2", member="E2"),
)
CLAIMS_ON = date(2026, 3, 10)
ON = date(2026, 4, 1)


def amended(effective: str, copay: int = 40, clause: str = "A1") -> str:
    """The shop's plan with an office visit at another price from a day on."""
    head = "" if "amendments:" in PLAN else "amendments:\n"
    return f"""{PLAN}{head}  - effective: {effective}
    clause: {clause}
    text: An office visit costs more.
    changes: {{benefits.office_visit.in.copay: {copay}}}
"""


def add(shop: Shop, *texts: str, as_of: date = ON, **options: Any) -> Amended:
    sources = [recognised(f"document{place}.yaml", text.encode()) for place, text in enumerate(texts)]
    return amend(shop.code, sources, as_of, **options)


def arrangement_of(shop: Shop) -> str:
    return (SHOP / "arrangement.yaml").read_text().replace("code: SHOP", f"code: {shop.code}")


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop with an office visit in January, one in March, and a laboratory test in the other family."""
    shop.load("claims.csv", CLAIMS, CLAIMS_ON)
    return shop


def test_a_version_from_next_year_leaves_the_past_and_decides_the_future(busy: Shop) -> None:
    before = busy.decided(), busy.balances(), busy.accumulators()
    done = add(busy, amended("2027-01-01"))
    assert done.counts == {
        "documents": 1,
        "families_touched": 0,
        "claims_redecided": 0,
        "plan_paid_moved_cents": 0,
        "policies_changed": 0,
    }
    assert (busy.decided(), busy.balances(), busy.accumulators()) == before
    later = claim_row("N1", "99213", "150", service="2027-01-05", received="2027-01-12")
    busy.load("next.csv", claims_csv(later), date(2027, 1, 13))
    assert busy.decided()["N1", 1] == ("paid", 110_00)
    assert verify(busy.code).agrees


def test_a_retroactive_amendment_decides_again_what_it_touches(busy: Shop) -> None:
    done = add(busy, amended("2026-03-01"))
    # Of the two families only E1 has a line of that plan since March; of its two visits only the later costs 40.
    assert (done.counts["families_touched"], done.counts["claims_redecided"]) == (1, 1)
    assert done.counts["plan_paid_moved_cents"] == -20_00
    assert busy.decided() == {("A1", 1): ("paid", 130_00), ("A2", 1): ("paid", 110_00), ("B1", 1): ("paid", 160_00)}
    assert busy.balances() == {CLAIMS_PAYABLE: -400_00, CLAIMS_EXPENSE: 400_00}
    assert busy.rows("select reverses from journal_entry where reverses is not null") == [("decision:3:0",)]
    assert busy.rows("select sum(amount_cents)::bigint from posting") == [(0,)]
    assert verify(busy.code).agrees


def test_what_was_paid_too_much_is_owed_back_after_a_round(busy: Shop) -> None:
    run_round(busy.code, date(2026, 3, 17), pl.DataFrame(schema=ACCOUNTS))
    add(busy, amended("2026-03-01"))
    busy.load("more.csv", claims_csv(claim_row("C1", "99214", "100", received="2026-03-20")), date(2026, 4, 2))
    run_round(busy.code, date(2026, 4, 7), pl.DataFrame(schema=ACCOUNTS))
    assert verify(busy.code).agrees
    # 110 for the visit that costs more and 100 for a line of the January visit, less the 130 that had been paid.
    paid = busy.rows("select amount_cents from payment where payee = '1000000004' order by payment_number")
    assert paid == [(130_00 + 130_00 + 160_00,), (110_00 + 100_00 - 130_00,)]
    assert busy.rows("select sum(amount_cents)::bigint from posting where account = '1200'") == [(0,)]


def test_what_is_in_force_is_not_edited(busy: Shop, database: Database) -> None:
    before = database.digest(but=())
    with pytest.raises(DocumentError) as error:
        add(busy, PLAN.replace("copay: 20", "copay: 25"))
    line = PLAN[: PLAN.index("copay: 20")].count("\n") + 1
    assert str(error.value) == (
        f"document0.yaml line {line}, benefits.2.in.copay: found 25, expected 20, as in the document in force: add a"
        " change from a day on, or correct what was written down wrongly with --correct"
    )
    assert database.digest(but=()) == before


def test_an_amendment_in_force_is_not_left_out(busy: Shop) -> None:
    add(busy, amended("2026-03-01"))
    with pytest.raises(DocumentError, match=r"amendments.2026-03-01: found nothing, expected a section of 4 values"):
        add(busy, PLAN + "# once more\n")


def test_an_amendment_that_is_not_in_force_yet_may_be_rewritten(busy: Shop) -> None:
    add(busy, amended("2027-01-01", 40))
    assert add(busy, amended("2027-01-01", 45)).seq == 5


def test_a_correction_rewrites_from_the_first_day(busy: Shop) -> None:
    done = add(busy, PLAN.replace("copay: 20", "copay: 25"), is_correction=True)
    assert (done.counts["claims_redecided"], done.counts["plan_paid_moved_cents"]) == (2, -10_00)
    assert busy.decided()["A1", 1] == busy.decided()["A2", 1] == ("paid", 125_00)
    assert verify(busy.code).agrees


def test_no_correction_makes_another_plan(busy: Shop) -> None:
    with pytest.raises(DocumentError, match=r"product: found dental, expected medical: another value is another"):
        add(busy, PLAN.replace("product: medical", "product: dental"), is_correction=True)


def test_a_later_decision_is_explained_under_the_clause_that_holds(busy: Shop) -> None:
    add(busy, amended("2026-03-01"))
    assert explain(busy.code, "A2").is_of_its_day
    assert explain(busy.code, "A1").is_of_its_day
    assert (explain(busy.code, "A1").versions, explain(busy.code, "A2").versions) == (1, 2)


def test_a_document_is_taken_in_once(busy: Shop, database: Database) -> None:
    first = add(busy, amended("2026-03-01"))
    before = database.digest(but=())
    again = add(busy, amended("2026-03-01"))
    assert (again.seq, again.taken, [row.seq for row in again.known]) == (None, (), [first.seq])
    assert database.digest(but=()) == before


def test_a_document_that_was_replaced_does_not_come_back_by_itself(busy: Shop) -> None:
    add(busy, amended("2026-03-01"))
    with pytest.raises(ServiceError) as error:
        add(busy, PLAN)
    assert str(error.value) == (
        "document0.yaml: found a document that came in batch 1 and was replaced since, expected a new one;"
        " `corridor undo` takes the later one back"
    )


def test_a_dry_run_says_what_would_change_and_writes_nothing(busy: Shop, database: Database) -> None:
    before = database.digest(but=())
    rehearsed = add(busy, amended("2026-03-01"), is_dry_run=True)
    assert database.digest(but=()) == before
    assert (rehearsed.seq, rehearsed.is_dry_run) == (None, True)
    assert add(busy, amended("2026-03-01")).counts == rehearsed.counts


def test_undo_brings_the_document_before_back(busy: Shop) -> None:
    before = busy.decided(), busy.balances(), busy.accumulators()
    add(busy, amended("2026-03-01"))
    taken = undo(busy.code, NamedFile("anything.yaml", amended("2026-03-01").encode()), date(2026, 4, 2))
    assert (taken.counts["claims_redecided"], taken.counts["plan_paid_moved_cents"]) == (1, 20_00)
    assert (busy.decided(), busy.balances(), busy.accumulators()) == before
    states = [(row.state, row.seq) for row in list_documents(busy.code) if row.kind == "plan"]
    assert states == [("taken_back", 4), ("in_force", 1)]
    assert add(busy, amended("2026-03-01"), as_of=date(2026, 4, 3)).counts["claims_redecided"] == 1
    assert verify(busy.code).agrees


def test_of_several_the_last_that_stands_counts_and_none_is_lost(busy: Shop) -> None:
    first, second = amended("2026-03-01"), amended("2026-03-01") + amended("2026-04-01", 60, "A2")[len(PLAN) + 12 :]
    add(busy, first)
    add(busy, second)
    undo(busy.code, NamedFile("first.yaml", first.encode()), date(2026, 4, 2))
    assert busy.decided()["A2", 1] == ("paid", 110_00)  # the second says so too
    states = [(row.state, row.seq) for row in list_documents(busy.code) if row.kind == "plan"]
    assert states == [("in_force", 5), ("taken_back", 4), ("replaced", 1)]
    for seq, text in ((1, PLAN), (4, first), (5, second)):
        assert stored_document(busy.code, "SHOP", seq)[1].decode() == text
    assert stored_document(busy.code, "SHOP")[1].decode() == second
    assert verify(busy.code).agrees


def test_another_sponsor_is_untouched(busy: Shop) -> None:
    other = new_shop()
    other.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    other.load("claims.csv", CLAIMS, CLAIMS_ON)
    before = other.decided(), other.balances(), list_documents(other.code)
    add(busy, amended("2026-03-01"))
    assert (other.decided(), other.balances(), list_documents(other.code)) == before


STOP_LOSS = (
    (SHOP / "stoploss.yaml").read_text().replace("SHOP-SL", "SECOND-SL").replace("deductible: 500", "deductible: 50")
)


def test_a_contract_moves_positions_and_the_next_round_accrues_what_the_carrier_owes(busy: Shop) -> None:
    run_round(busy.code, date(2026, 3, 17), pl.DataFrame(schema=ACCOUNTS))
    assert STOPLOSS_RECOVERABLE not in busy.balances()
    done = add(busy, STOP_LOSS)
    assert (done.counts["policies_changed"], done.counts["claims_redecided"]) == (1, 0)
    rows = busy.rows(
        "select member_id, reimbursement_cents from stoploss_position where contract_code = 'SECOND-SL' order by 1"
    )
    assert rows == [("E1", 210_00), ("E2", 110_00)]  # 260 and 160 paid, above 50 each
    run_round(busy.code, date(2026, 4, 7), pl.DataFrame(schema=ACCOUNTS))
    assert busy.balances()[STOPLOSS_RECOVERABLE] == 320_00
    undo(busy.code, NamedFile("sl.yaml", STOP_LOSS.encode()), date(2026, 4, 8))
    assert busy.rows("select count(*) from stoploss_position where contract_code = 'SECOND-SL'") == [(0,)]
    run_round(busy.code, date(2026, 4, 14), pl.DataFrame(schema=ACCOUNTS))
    assert STOPLOSS_RECOVERABLE not in busy.balances()
    assert verify(busy.code).agrees


def test_a_policy_in_force_is_corrected_only_as_a_correction(busy: Shop) -> None:
    contract = (SHOP / "stoploss.yaml").read_text().replace("deductible: 500", "deductible: 60")
    with pytest.raises(DocumentError, match=r"policies.0.specific.deductible: found 60, expected 500, as in the"):
        add(busy, contract)
    assert add(busy, contract, is_correction=True).counts["policies_changed"] == 1
    assert verify(busy.code).agrees


DENTAL = PLAN.replace("code: SHOP", "code: DENTAL").replace("product: medical", "product: dental")


def test_an_arrangement_names_known_plans_only(busy: Shop, database: Database) -> None:
    before = database.digest(but=())
    with_dental = arrangement_of(busy).replace("  SHOP: medical", "  SHOP: medical\n  DENTAL: dental")
    with pytest.raises(ServiceError, match="arrangement names plan DENTAL, found no document of that plan"):
        add(busy, with_dental)
    assert database.digest(but=()) == before
    assert add(busy, with_dental, DENTAL).counts["documents"] == 2
    with pytest.raises(ServiceError, match="found no load of this file that stands"):
        undo(busy.code, NamedFile("plan.yaml", PLAN.encode()), ON)
    undo(busy.code, NamedFile("dental.yaml", DENTAL.encode()), ON)  # and the arrangement that came with it
    assert {row.state for row in list_documents(busy.code) if row.seq == 4} == {"taken_back"}
    assert verify(busy.code).agrees


def test_a_rate_that_was_charged_stands_and_one_may_be_added_in_the_past(busy: Shop) -> None:
    run_round(busy.code, date(2026, 3, 17), pl.DataFrame(schema=ACCOUNTS))
    text = arrangement_of(busy)
    rate = "    - {effective: 2026-01-01, composite: 10.00}\n"
    with pytest.raises(DocumentError, match=r"administration_fee.rates.0.composite: found 11.0, expected 10.0, as in"):
        add(busy, text.replace(rate, rate.replace("10.00", "11.00")))
    add(busy, text.replace(rate, rate + "    - {effective: 2026-03-01, composite: 15.00}\n"))
    run_round(busy.code, date(2026, 4, 7), pl.DataFrame(schema=ACCOUNTS))
    fees = busy.rows(
        "select reference, sum(amount_cents)::bigint from posting_row where account = '5100' group by 1 order by 1"
    )
    assert fees == [("2026-01", 20_00), ("2026-02", 20_00), ("2026-03", 30_00), ("2026-04", 30_00)]
    assert verify(busy.code).agrees


def test_an_arrangement_of_another_sponsor_is_refused(busy: Shop) -> None:
    with pytest.raises(DocumentError, match=r"sponsor.code: found SOMEBODY, expected"):
        add(busy, arrangement_of(busy).replace(f"code: {busy.code}", "code: SOMEBODY"))


def test_a_plan_for_people_who_were_waiting_for_it_decides_their_claims(busy: Shop) -> None:
    head = (SHOP / "members.csv").read_text().splitlines()[0]
    busy.load("d.csv", f"{head}\nE2,E2,self,Rook,Cid,1990-06-07,M,dental,DENTAL,EMP,2026-01-01,\n", date(2026, 3, 11))
    tooth = claim_row("T1", "99213", "90", subscriber="E2", member="E2", kind="dental")
    busy.load("t.csv", claims_csv(tooth), date(2026, 3, 12))
    assert busy.decided()["T1", 1] == ("plan_not_in_force", 0)
    assert add(busy, DENTAL).counts["claims_redecided"] == 1
    assert busy.decided()["T1", 1] == ("paid", 70_00)
    undo(busy.code, NamedFile("dental.yaml", DENTAL.encode()), date(2026, 4, 2))
    assert busy.decided()["T1", 1] == ("plan_not_in_force", 0)
    assert verify(busy.code).agrees


def enrolment_834(plan: str) -> str:
    """An 834 with employee E9 in a medical plan, named or not."""
    segments = (
        "ISA*00*          *00*          *ZZ*EMPLOYER       *ZZ*ADMINISTRATOR  *260105*0800*^*00501*000000101*0*T*:",
        "GS*BE*EMPLOYER*ADMINISTRATOR*20260105*0800*101*X*005010X220A1",
        "ST*834*0001*005010X220A1",
        "BGN*00*ENR-1*20260105*0800****4",
        "N1*P5*SAMPLE EMPLOYER*FI*000000001",
        "N1*IN*SAMPLE ADMINISTRATOR*FI*000000002",
        "INS*Y*18*030*XN*A***FT",
        "REF*0F*E9",
        "NM1*IL*1*ALDER*ADA",
        "DMG*D8*19800102*F",
        f"HD*030**HLT*{plan}*EMP",
        "DTP*348*D8*20260101",
        "SE*11*0001",
        "GE*1*101",
        "IEA*1*000000101",
    )
    return "".join(f"{segment}~\n" for segment in segments)


def test_a_second_plan_waits_until_enrolment_names_the_plan(shop: Shop, database: Database) -> None:
    shop.load("e.834", enrolment_834(""), date(2026, 1, 5))
    before = database.digest(but=())
    second = PLAN.replace("code: SHOP", "code: OTHER")
    with pytest.raises(
        ServiceError, match=r"found a second plan for medical and families whose enrolment names none \(1\)"
    ):
        add(shop, second)
    assert database.digest(but=()) == before
    shop.load("named.834", enrolment_834("SHOP"), date(2026, 1, 6))
    assert add(shop, second).counts["families_touched"] == 0
    assert verify(shop.code).agrees


def test_the_kind_is_told_by_the_content(busy: Shop) -> None:
    texts = {"plan": PLAN, "disability_plan": STD, "stoploss": STOP_LOSS, "arrangement": arrangement_of(busy)}
    assert {kind: recognised("x.yaml", text.encode()).kind for kind, text in texts.items()} == {k: k for k in texts}
    assert recognised("x.yaml", b"code: X\n", "stop-loss").kind == "stoploss"
    with pytest.raises(ServiceError, match=r"x.yaml: found a document of 0 kinds, expected one"):
        recognised("x.yaml", b"code: X\n")
    with pytest.raises(
        ServiceError, match="--kind: found 'letter', expected one of plan, disability, stop-loss, network, arrangement"
    ):
        recognised("x.yaml", b"code: X\n", "letter")


def test_a_faulty_document_says_where_and_changes_nothing(busy: Shop, database: Database) -> None:
    before = database.digest(but=())
    with pytest.raises(DocumentError, match=r"document0.yaml line 4, product: found 'tires', expected"):
        add(busy, PLAN.replace("product: medical", "product: tires"))
    assert database.digest(but=()) == before


def test_a_disability_plan_comes_later_and_an_amendment_decides_its_weeks_again(busy: Shop) -> None:
    with_std = arrangement_of(busy).replace("  SHOP: medical", "  SHOP: medical\n  STD: disability")
    add(busy, STD, with_std)
    certified = (
        "claim_id,member_id,cause,disability_from,certified_from,certified_to,weekly_earnings,received_date\n"
        "S1,E1,injury,2026-03-02,,2026-03-15,1000,2026-04-01\n"
    )
    busy.load("std.csv", certified, date(2026, 4, 2))
    assert busy.decided()["S1", 1] == busy.decided()["S1", 2] == ("paid", 600_00)
    more = (
        "  - effective: 2026-03-01\n    clause: A9\n    text: Half of weekly earnings.\n"
        "    changes: {weekly_benefit.percent_of_earnings: 50%}\n"
    )
    done = add(busy, STD + more, as_of=date(2026, 4, 3))
    assert (done.counts["claims_redecided"], done.counts["plan_paid_moved_cents"]) == (1, -200_00)
    assert busy.decided()["S1", 1] == ("paid", 500_00)
    assert verify(busy.code).agrees
