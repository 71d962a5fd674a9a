"""Taking over in the middle of a year: what was counted before counts on, and nothing of it is paid again."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.adjudication.explaining.prior_sentences import PRIOR_RULES
from corridor.adjudication.wording import step_text
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import explain
from corridor.app.services.reading import NamedFile
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.tables.faults import TableError
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, new_shop
from tests.app.services.takeover.conftest import (
    ACCUMULATORS,
    RUN_IN,
    TAKEN_ON,
    accumulators_of,
    control_of,
    handed,
    run_in_of,
)

APRIL = date(2026, 4, 10)
LAB, VISIT, THERAPY = "80050", "99213", "97110"


def later(claim_id: str, code: str, charge: str, **more: str) -> str:
    return claim_row(claim_id, code, charge, **{"service": "2026-04-01", "received": "2026-04-10", **more})


def total(owner: str, owner_id: str, kind: str, amount: str, tier: str = "in", year: str = "2026-01-01") -> str:
    cells = f",{amount}" if kind.startswith(("limit", "use")) else f"{amount},"
    return f"SHOP,{year},{owner},{owner_id},{kind},{tier},{cells},Report p. 1\n"


MET = ACCUMULATORS + "".join(
    (
        total("person", "E1", "deductible", "8000"),
        total("family", "E1", "deductible", "8000"),
        total("person", "E1", "out_of_pocket", "8000"),
        total("family", "E1", "out_of_pocket", "8000"),
        total("person", "E1", "limit:therapy_visits", "1", "all"),
    )
)


def test_what_was_met_counts_on(shop: Shop) -> None:
    taken = handed(shop, prior_accumulators=MET)
    assert (taken.is_new, taken.totals) == (True, {"prior_accumulators": (5, 32000)})
    before = shop.accumulators()
    assert before["person E1", "deductible", "in"] == 8000
    shop.load(
        "claims.csv",
        claims_csv(later("A", LAB, "100"), later("B", THERAPY, "50"), later("C", THERAPY, "60", service="2026-04-02")),
        APRIL,
    )
    # 20 of the deductible are left: the plan pays 80% of 80. One visit of two is left.
    assert shop.decided() == {("A", 1): ("paid", 6400), ("B", 1): ("paid", 5000), ("C", 1): ("benefit_maximum", 0)}
    assert shop.accumulators()["person E1", "deductible", "in"] == 10000
    assert verify(shop.code).agrees


def test_a_takeover_decides_again_what_was_decided_before_it(shop: Shop) -> None:
    shop.load("claims.csv", claims_csv(later("A", LAB, "100")), APRIL)
    assert shop.decided()["A", 1] == ("paid", 0)
    taken = handed(shop, date(2026, 4, 20), prior_accumulators=MET)
    assert taken.counts["claims_redecided"] == 1
    assert shop.decided()["A", 1] == ("paid", 6400)
    assert verify(shop.code).agrees
    undo(shop.code, NamedFile("control.csv", control_of(prior_accumulators=MET).encode()), date(2026, 4, 21))
    assert shop.decided()["A", 1] == ("paid", 0)
    assert shop.accumulators()["person E1", "deductible", "in"] == 10000
    assert ("person E1", "limit:therapy_visits", "all") not in shop.accumulators()
    assert verify(shop.code).agrees


def test_a_run_in_line_is_not_paid_again(shop: Shop) -> None:
    line = "P1,1,professional,E1,SHOP,2026-01-10,2026-01-10,80050,1,10000,1000000004,10000,,8000,2026-02-01,Register\n"
    handed(shop, run_in=RUN_IN + line)
    shop.load("claims.csv", claims_csv(claim_row("A", LAB, "100"), claim_row("B", LAB, "101")), APRIL)
    assert shop.decided() == {("A", 1): ("duplicate", 0), ("B", 1): ("possible_duplicate", 0)}
    assert verify(shop.code).agrees


def test_run_in_uses_visits_that_no_accumulator_states(shop: Shop) -> None:
    lines = "".join(
        f"P{n},1,professional,E1,SHOP,2026-01-1{n},2026-01-1{n},97110,1,5000,1000000004,5000,,5000,2026-02-01,Register\n"
        for n in (1, 2)
    )
    handed(shop, run_in=RUN_IN + lines)
    assert shop.accumulators()["person E1", "limit:therapy_visits", "all"] == 2
    shop.load("claims.csv", claims_csv(later("A", THERAPY, "50")), APRIL)
    assert shop.decided()["A", 1] == ("benefit_maximum", 0)


def test_what_the_accumulators_state_of_a_limit_is_not_counted_twice(shop: Shop) -> None:
    line = "P1,1,professional,E1,SHOP,2026-01-11,2026-01-11,97110,1,5000,1000000004,5000,,5000,2026-02-01,Register\n"
    handed(shop, run_in=RUN_IN + line, prior_accumulators=MET)
    assert shop.accumulators()["person E1", "limit:therapy_visits", "all"] == 1


def test_a_credit_counts_for_person_and_family(shop: Shop) -> None:
    header = "plan_code,plan_year_start,member_id,subscriber_id,tier,credit_cents,counts_toward_out_of_pocket,proof\n"
    rows = "SHOP,2026-01-01,E1-02,E1,in,6000,true,Letter of Old Plan\nSHOP,2026-01-01,E1,E1,in,500,,Letter\n"
    handed(shop, deductible_credits=header + rows)
    found = shop.accumulators()
    assert found["person E1-02", "deductible", "in"] == 6000
    assert found["family E1", "deductible", "in"] == 6500
    assert found["person E1-02", "out_of_pocket", "in"] == 6000
    assert ("person E1", "out_of_pocket", "in") not in found
    shop.load("claims.csv", claims_csv(later("A", LAB, "100", member="E1-02", relationship="spouse")), APRIL)
    assert shop.decided()["A", 1] == ("paid", 4800)


def test_control_totals_that_disagree_refuse_everything(shop: Shop) -> None:
    wrong = control_of(prior_accumulators=MET).replace("5,32000", "6,32001") + "run_in,1,100\n"
    with pytest.raises(TableError) as refused:
        handed(shop, prior_accumulators=MET, control=wrong)
    assert [str(fault) for fault in refused.value.faults] == [
        "control.csv row 2, prior_accumulators, rows: found 5, expected 6",
        "control.csv row 2, prior_accumulators, amount: found 320.00, expected 320.01",
        "control.csv row 3, run_in, rows: found 0, expected 1",
        "control.csv row 3, run_in, amount: found 0.00, expected 1.00",
    ]
    assert shop.accumulators() == {}
    with pytest.raises(TableError, match=r"control.csv, prior_accumulators: found no total"):
        handed(shop, prior_accumulators=MET, control="file_kind,rows,amount_cents\nrun_in,0,\n")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (total("person", "E1", "deductable", "1"), "kind: found deductable, expected one of"),
        (total("person", "E1", "limit:other", "1", "all"), "kind: found limit:other, expected one of"),
        (total("person", "E1", "deductible", "1", "all"), "tier: found all, expected in or out"),
        (total("person", "E1", "limit:therapy_visits", "1"), "tier: found in, expected all"),
        (total("person", "E1", "deductible", "-1"), "amount: found -1, expected an amount of 0 or more"),
        (total("person", "E1", "deductible", ""), "amount: found 0, expected either an amount or a count"),
        (
            total("person", "E1", "deductible", "1").replace("SHOP,", "NONE,"),
            "plan_code: found NONE, expected one of SHOP",
        ),
    ],
)
def test_an_accumulator_that_nothing_would_count(row: str, fault: str, shop: Shop) -> None:
    with pytest.raises(TableError) as refused:
        handed(shop, prior_accumulators=ACCUMULATORS + row)
    assert f"prior_accumulators.csv row 2, {fault}" in str(refused.value)


def test_files_of_no_takeover_are_refused(shop: Shop) -> None:
    with pytest.raises(ServiceError, match="found providers, expected one of"):
        handed(shop, providers="npi,network,effective_from\n1,in,2026-01-01\n", control="file_kind,rows\nrun_in,0\n")
    with pytest.raises(ServiceError, match="comes with a takeover"):
        shop.load("prior.csv", MET, TAKEN_ON)


def test_a_dry_run_keeps_nothing(shop: Shop) -> None:
    tried = handed(shop, prior_accumulators=MET, is_dry=True)
    assert tried.is_dry
    assert tried.totals == {"prior_accumulators": (5, 32000)}
    assert shop.accumulators() == {}
    assert handed(shop, prior_accumulators=MET).seq == tried.seq
    assert not handed(shop, prior_accumulators=MET).is_new


def test_large_claims_count_to_stop_loss(shop: Shop) -> None:
    header = "member_id,product,service_from,service_to,prior_paid_on,prior_paid_cents,proof\n"
    rows = (
        "E1,medical,2026-01-05,2026-01-20,2026-02-10,70000,Claim report p. 4\n"
        "E1,medical,2025-12-05,2025-12-20,2026-01-10,40000,Incurred before the policy\n"
    )
    handed(shop, large_claims=header + rows)
    query = (
        "select eligible_cents, excess_cents from stoploss_position where coverage = 'specific' and member_id = 'E1'"
    )
    assert shop.rows(query + " and eligible_cents > 0") == [(70000, 20000)]
    assert shop.balances() == {}
    undo(shop.code, NamedFile("control.csv", control_of(large_claims=header + rows).encode()), date(2026, 4, 1))
    assert shop.rows(query + " and eligible_cents > 0") == []
    assert verify(shop.code).agrees


def test_an_open_authorisation_is_taken_over_with_what_was_used(shop: Shop) -> None:
    header = "number,member_id,procedure_first,units_granted,units_used,valid_from,status\n"
    handed(shop, authorizations=header + "PA-7,E1,97110,10,4,2026-01-01,approved\n")
    assert shop.rows("select number, units_used, taken_over_from from prior_authorization") == [
        ("PA-7", 4, "Former TPA")
    ]


def sentences(shop: Shop, claim: str) -> list[str]:
    lines = explain(shop.code, claim).lines
    return [step_text(step, "en") for line in lines for step in line.steps if step.rule in PRIOR_RULES]


def test_an_explanation_names_whom_it_was_taken_over_from(shop: Shop) -> None:
    run_in = (
        "P1,1,professional,E1,SHOP,2026-01-10,2026-01-10,80050,1,10000,1000000004,10000,,8000,2026-02-01,Register\n"
    )
    handed(shop, prior_accumulators=MET, run_in=RUN_IN + run_in)
    claims = claims_csv(later("A", LAB, "100"), later("B", THERAPY, "50"), claim_row("C", LAB, "100"))
    shop.load("claims.csv", claims, APRIL)
    told = explain(shop.code, "A")
    assert told.is_of_its_day
    assert sentences(shop, "A") == [
        "Taken over from Former TPA: 80.00 (member deductible, in network; proof: Report p. 1).",
        "Taken over from Former TPA: 80.00 (family deductible, in network; proof: Report p. 1).",
        "Taken over from Former TPA: 80.00 (member out-of-pocket, in network; proof: Report p. 1).",
        "Taken over from Former TPA: 80.00 (family out-of-pocket, in network; proof: Report p. 1).",
    ]
    assert sentences(shop, "B")[-1].startswith("Taken over from Former TPA: 1 (")
    assert sentences(shop, "C") == ["Former TPA had decided the same service (proof: Register)."]
    turkish = [step_text(step, "tr") for line in told.lines for step in line.steps if step.rule == "taken_over"]
    assert len(turkish) == 4
    assert all("Former TPA yöneticisinden devralındı" in text for text in turkish)


@st.composite
def books(draw: st.DrawFn) -> list[str]:
    """Claims of two families, by day."""
    people = [("E1", "E1", "self"), ("E1", "E1-02", "spouse"), ("E2", "E2", "self")]
    rows = []
    for number in range(draw(st.integers(2, 8))):
        subscriber, member, relationship = draw(st.sampled_from(people))
        code, charge = draw(st.sampled_from([(LAB, "120"), (LAB, "120"), (VISIT, "75"), (THERAPY, "50")]))
        rows.append(
            claim_row(
                f"C{number}",
                code,
                charge,
                service=f"2026-01-{draw(st.integers(2, 6)):02}",
                subscriber=subscriber,
                member=member,
                relationship=relationship,
                network=draw(st.sampled_from(["in", "in", "out"])),
            )
        )
    return rows


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(book=books(), share=st.floats(0, 1), states_limits=st.booleans())
def test_taking_over_halfway_is_having_decided_it_all(
    book: list[str], share: float, states_limits: bool, store: object
) -> None:
    whole, former, ours = new_shop(), new_shop(), new_shop()
    for each in (whole, former, ours):
        each.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    cut = int(len(book) * share)
    whole.load("claims.csv", claims_csv(*book), TAKEN_ON)
    former.load("claims.csv", claims_csv(*book[:cut]), TAKEN_ON) if cut else None
    where = "true" if states_limits else "kind not like 'limit%%'"
    handed(ours, prior_accumulators=accumulators_of(former, where), run_in=run_in_of(former))
    if cut < len(book):
        ours.load("claims.csv", claims_csv(*book[cut:]), TAKEN_ON)
    assert ours.accumulators() == whole.accumulators()
    decided = whole.decided()
    assert ours.decided() == {key: decided[key] for key in ours.decided()}
    assert len(ours.decided()) == len(book) - cut
