"""A plan as a Summary of Benefits and Coverage: questions, events, and examples worked by hand."""

from datetime import date
from pathlib import Path

import pytest

from corridor.plan.load import load_plan
from corridor.plan.versions import Plan
from corridor.reports.coverage_summary.examples import ExampleResult
from corridor.reports.coverage_summary.summary import CoverageSummary, coverage_summary

ROOT = Path(__file__).parents[3]
MINIMAL = (ROOT / "tests" / "plan" / "review" / "mini.yaml").read_text("utf-8")
DAY = date(2026, 3, 1)


def plan_with(change: dict[str, str]) -> Plan:
    text = MINIMAL
    for old, new in change.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return load_plan(text.encode(), "mini.yaml")


def answers(summary: CoverageSummary) -> dict[str, str]:
    return {str(one.question): str(one.answer) for one in summary.questions}


def example(summary: CoverageSummary, name: str) -> ExampleResult:
    (found,) = (one for one in summary.examples if one.example.name == name)
    return found


@pytest.fixture(scope="module")
def ppo() -> CoverageSummary:
    return coverage_summary(load_plan(ROOT / "plans" / "ppo.yaml"), DAY)


def test_questions_of_the_ppo(ppo: CoverageSummary) -> None:
    found = answers(ppo)
    assert found["What is the overall deductible?"] == (
        "in network: $750.00 one person, $1,500.00 family; out of network: $1,000.00 one person, $2,000.00 family"
    )
    assert ppo.questions[0].clause == "Amendment 1"
    assert found["Are there other deductibles for specific services?"] == "No."
    assert found["What is not included in the out-of-pocket limit?"].endswith("what you pay for chiropractic")
    assert (
        "Covered in the network only: skilled nursing, telehealth, medical equipment."
        in (found["Will you pay less if you use a network provider?"])
    )
    assert "preventive care" in found["Are there services covered before you meet the deductible?"]


def test_events_of_the_ppo(ppo: CoverageSummary) -> None:
    rows = {one.benefit: one for one in ppo.events}
    assert str(rows["primary_care"].in_network) == "$30.00 copay each visit; the deductible does not apply"
    assert rows["primary_care"].clause == "Amendment 1"
    assert str(rows["therapy"].conditions) == "30 visits in a plan year"
    assert str(rows["transplants"].in_network) == "decided by a person"
    assert [name for name, one in rows.items() if one.is_excluded] == [
        "cosmetic_services",
        "dental_under_medical",
        "routine_vision_and_hearing",
        "quality_reporting",
    ]


def test_mia_under_the_ppo_by_hand(ppo: CoverageSummary) -> None:
    """Deductible 750 from the ambulance. Copays: 250 emergency room, 5 (the price) for drugs, 2 x 50, 4 x 30.

    Coinsurance 20% of what is left: 944 - 750, 385, 113 of X-rays, 248 of equipment, 43.
    """
    mia = example(ppo, "mia")
    coinsurance = (944 - 750 + 385 + 113 + 248 + 43) * 20
    assert (mia.deductibles_cents, mia.copayments_cents, mia.coinsurance_cents) == (750_00, 475_00, coinsurance)
    assert mia.total_cents == 750_00 + 475_00 + coinsurance == 1_421_60
    assert mia.plan_paid_cents == 2_800_00 - 1_421_60


def test_every_example_is_whole(ppo: CoverageSummary) -> None:
    for one in ppo.examples:
        assert one.total_cents + one.undecided_cents + one.plan_paid_cents == one.example.total_cents
        assert sum(row.allowed_cents for row in one.categories) == one.example.total_cents
        assert sum(row.member_cents for row in one.categories) == one.total_cents + one.undecided_cents


def test_the_version_of_the_day_holds_for_a_whole_year() -> None:
    plan = load_plan(ROOT / "plans" / "ppo.yaml")
    before, after = (coverage_summary(plan, day) for day in (date(2025, 12, 31), DAY))
    assert (before.plan_year, after.plan_year) == (date(2025, 1, 1), date(2026, 1, 1))
    assert [example(one, "mia").deductibles_cents for one in (before, after)] == [500_00, 750_00]


def test_what_no_benefit_takes_is_left_to_a_person() -> None:
    """The small plan takes office visits and codes 97*: of Joe's services six visits and one of education."""
    summary = coverage_summary(plan_with({}), DAY)
    joe = example(summary, "joe")
    assert joe.undecided_cents == 5_600_00 - 4 * 121_00 - 111_00
    assert (joe.copayments_cents, joe.deductibles_cents) == (4 * 25_00, 111_00)
    assert {row.reason for row in joe.categories} == {"paid", "unknown_code"}


def test_what_is_not_covered_is_an_exclusion() -> None:
    not_covered = {"in: {deductible_applies: false, copay: 25, coinsurance: 0%}": "in: not covered"}
    joe = example(coverage_summary(plan_with(not_covered), DAY), "joe")
    assert joe.limits_or_exclusions_cents == 4 * 121_00


def test_a_limit_is_an_exclusion() -> None:
    """Mia's four sessions of therapy, two of them covered: 2 x 91 under the deductible, 2 x 91 beyond the limit."""
    mia = example(coverage_summary(plan_with({"visits: 30": "visits: 2"}), DAY), "mia")
    assert (mia.deductibles_cents, mia.limits_or_exclusions_cents) == (2 * 91_00, 2 * 91_00)


def test_an_account_pays_its_part() -> None:
    account = 'health_reimbursement: {clause: "9", text: An account., individual: 100, family: 200, pays: first}\n'
    mia = example(coverage_summary(plan_with({"timely_filing:": f"{account}timely_filing:"}), DAY), "mia")
    assert (mia.deductibles_cents, mia.account_cents, mia.total_cents) == (4 * 91_00, 100_00, 4 * 91_00)


def test_a_plan_of_drugs_beside_it_takes_the_drugs(ppo: CoverageSummary) -> None:
    plans = (load_plan(ROOT / "plans" / name) for name in ("ppo.yaml", "pharmacy.yaml"))
    both = coverage_summary(next(plans), DAY, list(plans))
    takers = {row.category: row.benefit for row in example(both, "joe").categories}
    assert takers["drugs"] == "generic_drugs"
    assert {row.benefit for row in example(ppo, "joe").categories if "drugs" in row.category} == {"pharmacy"}


def test_only_medical_plans_have_examples() -> None:
    assert coverage_summary(load_plan(ROOT / "plans" / "dental.yaml"), DAY).examples == ()


@pytest.mark.parametrize(
    ("change", "question", "answer"),
    [
        (
            {"out: {deductible_applies: true, coinsurance: 40%}": "out: not covered"},
            "Will you pay less if you use a network provider?",
            "Yes: out of the network this plan covers nothing.",
        ),
        (
            {"in: {deductible_applies: false, copay: 25,": "in: {deductible_applies: true, copay: 25,"},
            "Are there services covered before you meet the deductible?",
            "No: the deductible applies to every covered service in the network.",
        ),
        (
            {},
            "Are there limits on what the plan covers?",
            "Yes: therapy visits (30 visits in a plan year).",
        ),
    ],
)
def test_answers(change: dict[str, str], question: str, answer: str) -> None:
    assert answers(coverage_summary(plan_with(change), DAY))[question] == answer


def test_it_is_told_in_turkish(ppo: CoverageSummary) -> None:
    assert ppo.questions[0].answer.told("tr") == (
        "anlaşmalı kurum – kişi başı 750,00 $, aile 1.500,00 $; "
        "anlaşmasız kurum – kişi başı 1.000,00 $, aile 2.000,00 $"
    )
