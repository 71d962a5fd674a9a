"""The order of benefits against a slow twin, and against examples as regulators and carriers publish them."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.order.answer import OrderError, facts_from, order_of_benefits
from corridor.claims.order.rules import PAIR, RULES
from corridor.claims.order.rules import order_of_benefits as orders
from corridor.claims.order.wording import FIRST, LACKS
from corridor.claims.order.wording import RULES as SENTENCES
from corridor.records.other_coverage import CUSTODY, DECREE, STATUSES, THROUGH
from corridor.wording.said import told
from tests.oracle import order_of_benefits as oracle

DAY = date(2026, 3, 1)
_MONTHS = st.sampled_from(
    [None, date(2020, 6, 1), date(2023, 9, 1), date(2023, 10, 1), date(2025, 1, 1), date(2026, 4, 1)]
)
_DAYS = st.sampled_from([None, date(2020, 1, 1), date(2024, 7, 1)])
_SIDE = st.fixed_dictionaries(
    {
        "kind": st.just("group"),
        "through": st.sampled_from(THROUGH),
        "status": st.sampled_from([None, *STATUSES]),
        "has_provision": st.sampled_from([None, True, True, False]),
        "uses_gender_rule": st.sampled_from([None, False, False, True]),
        "birthday": st.sampled_from([None, "01-31", "06-15", "06-15"]),
        "sex": st.sampled_from([None, "F", "M"]),
        "custody": st.sampled_from([None, *CUSTODY]),
        "since": _DAYS,
        "through_since": _DAYS,
        "employees": st.sampled_from([None, 19, 20, 99, 100]),
    }
)
_OTHER_KIND = st.sampled_from(["group", "group", "group", "individual", "medicare", "medicare", "medicaid", "tricare"])
_PERSON = st.fixed_dictionaries(
    {
        "parents": st.sampled_from([None, "together", "separated"]),
        "decree": st.sampled_from([None, *DECREE]),
        "age": _MONTHS,
        "disability": _MONTHS,
        "esrd": _MONTHS,
    }
)
Case = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
_CASE = st.tuples(_SIDE, st.builds(lambda side, kind: {**side, "kind": kind}, _SIDE, _OTHER_KIND), _PERSON)


def _row(case: Case) -> dict[str, Any]:
    own, other, person = case
    return {
        "day": DAY,
        **{f"own_{name}": value for name, value in own.items()},
        **{f"other_{name}": value for name, value in other.items()},
        "parents": person["parents"],
        "decree": person["decree"],
        **{f"{basis}_from": person[basis] for basis in ("age", "disability", "esrd")},
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(_CASE, min_size=1, max_size=60))
def test_columns_and_the_slow_twin_agree(cases: list[Case]) -> None:
    found = orders(pl.DataFrame([_row(case) for case in cases], schema=PAIR)).select("first", "lacks").rows()
    assert found == [oracle.who_is_first(*case, DAY) for case in cases]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_SIDE, _SIDE, _PERSON), min_size=1, max_size=60))
def test_seen_from_the_other_plan_the_answer_is_the_same(cases: list[Case]) -> None:
    mirrored = [
        (other, own, {**person, "decree": {"own": "other", "other": "own"}.get(person["decree"], person["decree"])})
        for own, other, person in cases
    ]
    here, there = (orders(pl.DataFrame([_row(case) for case in side], schema=PAIR)) for side in (cases, mirrored))
    turned = {"own": "other", "other": "own"}
    assert [turned.get(first, first) for first in here["first"]] == there["first"].to_list()
    assert here["order_rule"].to_list() == there["order_rule"].to_list()


PUBLISHED = yaml.safe_load(Path(__file__).with_name("order_of_benefits.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["what"])
def test_published_examples(case: dict[str, Any]) -> None:
    answer = order_of_benefits(day=DAY, **case["facts"])
    assert (answer.first, answer.rule) == (case["first"], case["rule"])


def test_medicare_between_two_plans_turns_the_first_rule_round() -> None:
    """Retired with a plan of his own, covered by his working wife's too: her plan, Medicare, his (section 6D(1)(b))."""
    facts: dict[str, Any] = {"own_through": "self", "own_status": "retired", "other_through": "spouse", "age_from": DAY}
    answer = order_of_benefits(day=DAY, other_employees=40, **facts)
    assert (answer.first, answer.rule) == ("other", "medicare_exception")
    assert order_of_benefits(day=DAY, other_employees=10, **facts).first == "own"
    assert order_of_benefits(day=DAY, **facts).lacks == "employees"


def test_why_is_said_in_both_languages() -> None:
    answer = order_of_benefits(day=DAY, own_through="parent", other_through="parent", own_birthday="02-22")
    assert [str(sentence) for sentence in answer.why] == [
        "Who pays first cannot be told.",
        "The plan of the parent whose birthday comes earlier in the year pays first.",
        "Not known: the birthday of the person through whom a plan covers the child.",
    ]
    assert told(answer.why[0], "tr") == "Önce hangi planın ödeyeceği belirlenemiyor."


def test_every_rule_and_every_lacking_fact_has_its_sentence() -> None:
    assert {rule.name for rule in RULES} - {"medicare"} <= set(SENTENCES)
    assert set(FIRST) == {"own", "other", "equal", "both", "unclear"}
    for sentence in (*FIRST.values(), *SENTENCES.values(), *LACKS.values()):
        assert told(sentence, "tr") != str(sentence)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"own_throgh": "self"}, "fact: found 'own_throgh', expected one of own_kind, own_through, "),
        ({"own_through": "cousin"}, "own_through: found 'cousin', expected one of self, spouse, parent, other"),
        ({"own_employees": "many"}, "own_employees: found 'many', expected a whole number"),
        ({"age_from": "2026-13-01"}, "age_from: found '2026-13-01', expected a day such as 2026-01-31"),
        ({"own_has_provision": "ja"}, "own_has_provision: found 'ja', expected one of yes, no"),
    ],
)
def test_a_fact_that_is_none_is_refused(facts: dict[str, str], message: str) -> None:
    with pytest.raises(OrderError) as error:
        facts_from(facts)
    assert str(error.value).startswith(message)
