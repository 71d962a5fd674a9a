"""The explanation of benefits, read of the store: what it says, who may read it, what the reading leaves behind."""

from datetime import date

import pytest

from corridor.app.services.eob.html import page_of
from corridor.app.services.eob.notice import eob_of, eob_seen_by, own_eob
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.reports.explanation_of_benefits.tell import sheet_of
from corridor.reports.explanation_of_benefits.year import Bar
from tests.app.conftest import Database, Shop, claim_row, claims_csv
from tests.app.services.claim_pages.conftest import seat
from tests.app.services.test_late_termination import termination

DAY = date(2026, 2, 1)
SPONSOR = "MERIDIAN"


@pytest.fixture
def claimed(shop: Shop) -> Shop:
    """Claim 1: a test of 300 that meets the deductible of 100. Claim 2: of nobody whom the shop knows."""
    rows = (
        claim_row("L1", "80053", "300"),
        claim_row("U1", "80053", "50", subscriber="NOBODY", member="NOBODY"),
    )
    shop.load("claims.csv", claims_csv(*rows), DAY)
    return shop


def test_what_is_owed_and_where_the_plan_year_stands(claimed: Shop) -> None:
    eob = eob_of(claimed.code, "L1")
    assert (eob.owed_cents, eob.shares.plan_paid, eob.shares.deductible, eob.shares.coinsurance) == (
        14_000,
        16_000,
        10_000,
        4_000,
    )
    assert (eob.heading.noticed_on, eob.bars_on, eob.heading.plan_code) == (DAY, DAY, "SHOP")
    assert eob.bars[:2] == (
        Bar("person", "deductible", None, "in", "dollars", 10_000, 10_000),
        Bar("family", "deductible", None, "in", "dollars", 10_000, 20_000),
    )
    assert eob.rights.write_to.name == "Corridor Benefit Administrators"
    assert eob.rights.appeal_by == date(2026, 7, 31)


def test_a_later_claim_moves_the_bars_and_not_what_is_owed(claimed: Shop) -> None:
    claimed.load("more.csv", claims_csv(claim_row("L2", "80053", "100", service="2026-01-12")), date(2026, 2, 9))
    eob = eob_of(claimed.code, "1")
    assert (eob.owed_cents, eob.bars_on) == (14_000, date(2026, 2, 9))
    [maximum] = [bar for bar in eob.bars if (bar.owner, bar.kind, bar.tier) == ("person", "out_of_pocket", "in")]
    assert maximum.used == 16_000


def test_limits_are_those_of_the_claims_benefits(claimed: Shop) -> None:
    claimed.load("therapy.csv", claims_csv(claim_row("T1", "97110", "60")), DAY)
    assert [bar for bar in eob_of(claimed.code, "L1").bars if bar.kind == "limit"] == []
    [limit] = [bar for bar in eob_of(claimed.code, "T1").bars if bar.kind == "limit"]
    assert limit == Bar("person", "limit", "therapy_visits", "all", "visits", 1, 2)


def test_somebody_covered_alone_is_told_of_no_family(claimed: Shop) -> None:
    claimed.load("alone.csv", claims_csv(claim_row("A1", "80053", "40", subscriber="E2", member="E2")), DAY)
    assert {bar.owner for bar in eob_of(claimed.code, "A1").bars} == {"person"}


def test_a_claim_of_nobody_has_a_notice_without_a_plan_year(claimed: Shop) -> None:
    eob = eob_of(claimed.code, "U1")
    assert (eob.bars, eob.heading.plan_code, eob.heading.patient) == ((), None, None)
    assert eob.owed_cents == 5_000
    assert "patient is not known" in sheet_of(eob, "en").lines[0].verdict


def test_a_decision_that_takes_the_place_of_another_says_so(claimed: Shop) -> None:
    gone = termination()  # the cover ended on 15 January: the test of the 10th stands, that of the 20th does not
    claimed.load("late.csv", claims_csv(claim_row("L2", "80053", "100", service="2026-01-20")), DAY)
    claimed.load("gone.834", gone, date(2026, 2, 20))
    eob = eob_of(claimed.code, "L2")
    assert (eob.decision, eob.heading.noticed_on) == (2, date(2026, 2, 20))
    assert (eob.shares.not_covered, eob.owed_cents) == (10_000, 10_000)
    assert eob.rights.appeal_by == date(2026, 8, 19)


def test_every_reading_is_logged_under_the_name_of_the_reader(claimed: Shop) -> None:
    eob_of(claimed.code, "L1")
    eob_seen_by(seat("examiner", claimed.code), 1)
    own_eob(seat("member", claimed.code, "E1"), 1, DAY)
    own_eob(seat("member", claimed.code, "E2"), 1, DAY)  # not his: nothing was read
    eob_seen_by(seat("examiner", claimed.code), 999)
    assert claimed.rows("select who, what, why from access_log order by id")[-2:] == [
        ("examiner@example.com", "claim 1", "explanation of benefits"),
        ("member@example.com", "claim 1", "own claims: explanation of benefits"),
    ]
    assert claimed.rows("select count(*) from access_log") == [(3,)]


def test_a_member_reads_the_own_and_no_other(claimed: Shop) -> None:
    assert own_eob(seat("member", claimed.code, "E2"), 1, DAY) is None
    assert own_eob(seat("member", claimed.code, "E1"), 2, DAY) is None
    own = own_eob(seat("member", claimed.code, "E1"), 1, DAY)
    assert own is not None
    assert (own.heading.patient, own.heading.sender_number, own.lines[0].code) == ("Ada", "L1", "80053")


@pytest.mark.parametrize("role", ["finance", "actuary"])
def test_who_may_not_see_health_data_gets_none(claimed: Shop, role: str) -> None:
    eob = eob_seen_by(seat(role, claimed.code), 1)
    assert eob is not None
    assert eob.heading.sender_number is None
    assert eob.lines[0].code is None
    assert eob.heading.patient not in (None, "E1", "Ada")
    for language in ("en", "tr"):
        page = page_of(sheet_of(eob, language))  # type: ignore[arg-type]
        assert not {"80053", "L1", "Ada"} & set(page.replace("<", " ").replace(">", " ").split())


def test_who_may_see_health_data_gets_it(claimed: Shop) -> None:
    eob = eob_seen_by(seat("examiner", claimed.code), 1)
    assert eob is not None
    assert (eob.heading.patient, eob.heading.sender_number, eob.lines[0].code) == ("E1", "L1", "80053")


def test_weeks_of_a_disability_have_none(own_demo: Database) -> None:
    with tenant_transaction(SPONSOR) as tx:
        number = tx.scalar("select min(claim_number) from claim where kind = 'disability'")
    with pytest.raises(ServiceError, match=rf"^claim {number}: found weeks of a disability, expected services"):
        eob_of(SPONSOR, str(number))
    assert eob_seen_by(seat("examiner", SPONSOR), number) is None


def test_a_claim_of_each_kind_and_reason_of_the_demo_adds_up(own_demo: Database) -> None:
    with tenant_transaction(SPONSOR) as tx:
        numbers = tx.read(
            "select distinct on (c.kind, d.reason) claim_number, d.reason from claim c"
            " join decision d using (claim_number) where c.kind <> 'disability' order by c.kind, d.reason, claim_number"
        )
    assert len(numbers) > 10
    for number in numbers.get_column("claim_number"):
        eob = eob_of(SPONSOR, str(number))
        assert eob.shares.charge == sum(line.shares.charge for line in eob.lines)
        for language in ("en", "tr"):
            assert sheet_of(eob, language).lines  # type: ignore[arg-type]
