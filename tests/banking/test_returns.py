"""What each return code and each notification of change does."""

from datetime import date

import pytest

from corridor.banking.returns import CHANGES, RETURNS, ReturnError, changes_of, effect_of_return

UNASSIGNED = {48, 49, *range(54, 61), 78, 79}


def test_every_assigned_code_has_its_effect_in_two_languages():
    assert {f"R{n:02d}" for n in range(1, 86) if n not in UNASSIGNED} == RETURNS
    for code in sorted(RETURNS):
        effect = effect_of_return(code)
        assert effect.account in ("keep", "confirm", "block")
        assert effect.retry in ("none", "same", "corrected")
        assert effect.english
        assert effect.turkish


@pytest.mark.parametrize(
    ("code", "reopens", "account", "retry"),
    [
        ("R01", True, "keep", "same"),
        ("R02", True, "block", "corrected"),
        ("R03", True, "block", "corrected"),
        ("R10", True, "block", "none"),
        ("R16", True, "block", "none"),
        ("R23", True, "confirm", "none"),
        ("R61", False, "keep", "none"),
        ("R73", True, "keep", "none"),
        ("R83", True, "keep", "same"),
    ],
)
def test_what_a_return_does(code, reopens, account, retry):
    effect = effect_of_return(code)
    assert (effect.reopens, effect.account, effect.retry) == (reopens, account, retry)


def test_a_dishonoured_return_reopens_nothing_and_a_contested_one_does():
    effects = [effect_of_return(code) for code in RETURNS]
    assert {effect.reopens for effect in effects if effect.kind == "dishonoured"} == {False}
    assert {effect.reopens for effect in effects if effect.kind == "contested"} == {True}


def test_a_code_that_changed_its_meaning_is_read_as_of_a_day():
    before, after = effect_of_return("R11", date(2020, 3, 31)), effect_of_return("R11", date(2020, 4, 1))
    assert before.english != after.english
    assert effect_of_return("R11") == after


@pytest.mark.parametrize("code", ["R00", "R48", "R86", "C01", ""])
def test_an_unknown_return_code_is_refused(code):
    with pytest.raises(ReturnError, match="expected one of R01 to R85"):
        effect_of_return(code)


@pytest.mark.parametrize(
    ("code", "corrected", "expected"),
    [
        ("C01", "1918171614", {"account": "1918171614"}),
        ("C02", "011000015", {"routing": "011000015"}),
        ("C03", "011000015   1918171614", {"routing": "011000015", "account": "1918171614"}),
        ("C04", "NEW NAME LLC", {"name": "NEW NAME LLC"}),
        ("C05", "32", {"account_type": "savings"}),
        ("C06", "1918171614          22", {"account": "1918171614", "account_type": "checking"}),
        (
            "C07",
            "0110000151918171614       32",
            {"routing": "011000015", "account": "1918171614", "account_type": "savings"},
        ),
        ("C09", "4711", {"receiver_id": "4711"}),
        ("C13", "", {}),
    ],
)
def test_the_corrected_data_by_field(code, corrected, expected):
    found = changes_of(code, corrected)
    assert {name: value for name, value in vars(found).items() if value and name != "code"} == expected
    assert found.is_of_account == bool({"routing", "account", "account_type"} & set(expected))


@pytest.mark.parametrize(
    ("code", "corrected", "message"),
    [
        ("C15", "1", "change code: found 'C15', expected one of C01 to C14"),
        ("C61", "1", "change code: found 'C61', expected one of C01 to C14"),
        ("C01", "", "change C01, account: found nothing, expected a value"),
        ("C02", "011000016", "change C02, routing: found a number of wrong form, expected nine digits that check"),
        ("C05", "99", "change C05, transaction code: found '99', expected 22 to 39"),
    ],
)
def test_a_change_that_cannot_be_applied_is_refused(code, corrected, message):
    with pytest.raises(ReturnError) as refused:
        changes_of(code, corrected)
    assert str(refused.value) == message


def test_refused_notifications_are_known_to_the_reader():
    assert {f"C{n:02d}" for n in (*range(1, 15), *range(61, 70))} == CHANGES
