"""The notice in words, in both languages: the whole text of one, and what others say besides."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from corridor.plan.compiled import Clause
from corridor.reports.explanation_of_benefits.assemble import Eob
from corridor.reports.explanation_of_benefits.sheet import Sheet
from corridor.reports.explanation_of_benefits.tell import sheet_of
from corridor.wording.language import LANGUAGES, Language
from tests.reports.explanation_of_benefits.frames import COPAY, PAYS, VISIT, decision, notice

HERE = Path(__file__).parent

WHOLE = (
    VISIT,
    decision(
        2, charge=100000, allowed=80000, write_off=20000, deductible=20000, coinsurance=6000, over_limit=4000,
        penalty=1000, not_recognised=2000, other_paid=7000, plan_paid=40000, account=9000,
    ),
    decision(3, "not_covered", charge=8000, not_covered=8000),
)  # fmt: skip
"""A visit, a line with a share of every kind, a line that is denied."""


def text_of(sheet: Sheet) -> str:
    """All the texts of a sheet, one a line, in the order of the page."""

    def lines(value: Any, depth: int = 0) -> list[str]:
        if isinstance(value, dict):
            return [line for inner in value.values() for line in lines(inner, depth)]
        if isinstance(value, (list, tuple)):
            if value and all(isinstance(inner, str) for inner in value):
                return [" | ".join(value)]
            return [line for inner in value for line in lines(inner, depth + 1)]
        return [] if value in (None, "") or isinstance(value, bool) else [str(value)]

    return "\n".join(lines(asdict(sheet))) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_notice_reads_as_it_did(language: Language) -> None:
    golden = HERE / f"golden.{language}.txt"
    assert text_of(sheet_of(notice(*WHOLE), language)) == golden.read_text("utf-8")


def test_what_is_owed_is_the_shares_less_the_account() -> None:
    sheet = sheet_of(notice(*WHOLE), "en")
    assert (sheet.not_a_bill, sheet.owed_lead, sheet.owed) == (
        "This is not a bill",
        "You owe Prairie Clinic",
        "$345.00",  # 25 + (200 + 60 + 40 + 10 + 20 - 90) + 80
    )
    assert [fact.value for fact in sheet.sums] == [
        "$1,230.00",
        "$250.00",
        "$70.00",
        "$475.00",
        "$90.00",
        "$345.00",
    ]


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    assert sheet_of(notice(), "en").table.heads == (
        "Service",
        "Provider's charge",
        "Network savings",
        "Allowed amount",
        "Plan pays",
        "You owe",
    )


def _notes(eob: Eob) -> list[str]:
    return list(sheet_of(eob, "en").owed_notes)


def test_what_is_said_of_the_amount_owed() -> None:
    free = decision(1, charge=5000, allowed=5000, plan_paid=5000)
    waits = decision(1, "amount_above_limit", charge=5000, not_covered=5000)
    assert _notes(notice()) == [
        "The provider bills you for it. What you have paid at the visit already counts toward it."
    ]
    assert _notes(notice(free)) == ["There is nothing for you to pay."]
    assert _notes(notice(waits)) == ["Not everything is decided yet: you hear from us again about the rest."]
    assert _notes(notice(free | {"version": 2}))[-1] == (
        "This is decision 3 of this claim; it takes the place of the one before."
    )


def test_what_the_reader_may_not_know_is_not_there() -> None:
    hidden = notice(VISIT, sees_health=False, sender_number=None, patient="K3QF-7A2M")
    for language in LANGUAGES:
        text = text_of(sheet_of(hidden, language))
        assert "99213" not in text
        assert "A-77" not in text
        assert "K3QF-7A2M" in text


def test_codes_and_clauses_stand_beside_amounts_and_reasons() -> None:
    first, second, third = sheet_of(notice(*WHOLE), "tr").lines
    assert [share.code for share in first.shares] == ["CO-45", "PR-3"]
    assert {share.code for share in second.shares} == {
        "CO-45", "OA-23", "PR-1", "PR-2", "PR-119", "PR-197", "PR-169", "PR-187",
    }  # fmt: skip
    assert [share.code for share in third.shares] == ["PR-96 N130"]
    assert first.reasons[0].clause == "madde 4.2"


def test_a_clause_is_called_as_the_document_calls_it() -> None:
    eob = notice()
    steps = (replace(COPAY, clause=Clause("Amendment 1", "A copay of 25.")), COPAY, PAYS)
    lines = (replace(eob.lines[0], steps=steps),)
    [line] = sheet_of(replace(eob, lines=lines), "tr").lines
    assert [(reason.clause, reason.clause_is_name) for reason in line.reasons] == [
        ("Amendment 1", True),
        ("madde 4.2", False),
        (None, False),
    ]


def test_a_dental_plan_says_that_nobody_outside_reviews_it() -> None:
    text = text_of(sheet_of(notice(product="dental"), "en"))
    assert "leaves out of external review" in text
    assert "within 180 days" in text


def test_a_claim_that_no_plan_decided_has_a_notice_too() -> None:
    lost = decision(1, "unknown_member", charge=5000, not_covered=5000) | {"benefit": None, "plan_code": None}
    sheet = sheet_of(notice(lost, plan_code=None, plan_name=None, patient=None), "en")
    assert sheet.table.rows[0].name == "Service 1"
    assert sheet.lines[0].verdict == "Not paid: the patient is not known as a member"
