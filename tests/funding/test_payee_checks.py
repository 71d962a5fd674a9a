"""Tax numbers, names, lists of the excluded, tax withheld, and the totals of information returns."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.payee_checks import Hit, Party, hits, is_ein, name_score, tin_kinds, withheld_cents
from corridor.funding.tax_totals import TAX_PAYMENTS, tax_totals
from tests.oracle import payees as twin

BORN = date(1970, 5, 4)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("12-3456789", {"ein"}),
        ("123-45-6789", {"ssn"}),
        ("123456789", {"ein", "ssn"}),
        ("07-1234567", set()),
        ("071234567", {"ssn"}),
        ("000-12-3456", set()),
        ("666-12-3456", set()),
        ("123-00-4567", set()),
        ("123-45-0000", set()),
        ("078-05-1120", set()),
        ("912-70-1234", {"itin"}),
        ("912-93-1234", {"atin"}),
        ("912-89-1234", set()),
        ("1234-56789", set()),
        ("12345678", set()),
        ("١٢٣٤٥٦٧٨٩", set()),
        ("", set()),
    ],
)
def test_what_a_tax_number_may_be(text, kinds):
    assert tin_kinds(text) == kinds


def test_seventeen_prefixes_are_not_given_out():
    assert sum(not is_ein(f"{prefix:02d}0000000") for prefix in range(100)) == 17


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 10**9 - 1))
def test_numbers_of_persons_agree_with_the_twin(number):
    text = f"{number:09d}"
    kind = twin.person_kind(number)
    assert tin_kinds(f"{text[:3]}-{text[3:5]}-{text[5:]}") == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("Dr. Ayşe Yılmaz, MD", "YILMAZ AYSE DR", 100),
        ("Prairie Clinic LLC", "Prairie Clinic", 100),
        ("J Roe", "Jane Roe", 72),
        ("Jane Roe", "John Roe", 42),
        ("Prairie Clinic", "Northfield Hospital", 0),
        ("", "", 0),
    ],
)
def test_how_alike_two_names_are(one, other, score):
    assert name_score(one, other) == score
    assert name_score(other, one) == score


NAMES = st.lists(st.sampled_from(["JANE", "J", "ROE", "R", "CLINIC", "LLC", "Işık"]), max_size=4).map(" ".join)


@settings(deadline=None, max_examples=200)
@given(NAMES, NAMES)
def test_a_score_has_bounds_and_no_side(one, other):
    assert 0 <= name_score(one, other) <= 100
    assert name_score(one, other) == name_score(other, one)
    assert name_score(one, one) in (0, 100)


PLAIN_NAMES = st.lists(
    st.sampled_from(["JANE", "JOHN", "J", "ROE", "R", "CLINIC", "LLC", "roe-clinic"]), max_size=5
).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(PLAIN_NAMES, PLAIN_NAMES)
def test_a_score_is_that_of_the_best_pairing(one, other):
    assert name_score(one, other) == twin.score(one, other)


PARTIES = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["row 1", "row 2", "row 3"]),
        "numbers": st.frozensets(st.sampled_from(["1", "2", "3", "4"]), max_size=1),
        "name": st.sampled_from(["JANE ROE", "ROE JANE LLC", "JOHN ROE", ""]),
        "born_on": st.none() | st.just(BORN) | st.just(BORN + timedelta(1)),
    }
)


@settings(deadline=None, max_examples=200)
@given(PARTIES, st.lists(PARTIES, max_size=5))
def test_hits_agree_with_the_twin(payee, rows):
    found = hits(Party(**payee), [Party(**row) for row in rows])
    assert [(hit.listed, hit.how) for hit in found] == twin.listed(payee, rows)


LIST = [
    Party("row 1", frozenset({"1999999992"}), "Somebody Else"),
    Party("row 2", frozenset(), "Roe, Jane", BORN),
    Party("row 3", frozenset(), "JANE ROE"),
    Party("row 4", frozenset(), "Prairie Clinic"),
]


@pytest.mark.parametrize(
    ("payee", "found"),
    [
        (Party("P", frozenset({"1999999992"}), "Jane Poe"), [Hit("row 1", "id")]),
        (Party("P", frozenset(), "Jane Roe", BORN), [Hit("row 2", "name_and_birth"), Hit("row 3", "name")]),
        (Party("P", frozenset(), "Jane Roe", BORN + timedelta(1)), [Hit("row 3", "name")]),
        (Party("P", frozenset(), "Jane Roe"), [Hit("row 2", "name"), Hit("row 3", "name")]),
        (Party("P", frozenset({"1"}), ""), []),
    ],
)
def test_who_stands_on_a_list(payee, found):
    assert hits(payee, LIST) == found
    assert [hit.is_certain for hit in found] == [hit.how != "name" for hit in found]


def test_a_party_shows_neither_name_nor_number():
    assert repr(Party("P", frozenset({"1999999992"}), "Jane Roe", BORN)) == "Party(key='P')"


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**12), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_what_is_withheld_agrees_with_the_twin(amount, day):
    assert withheld_cents(amount, day) == twin.withheld(amount, day)


def totals(payments: list[dict], year: int, as_of: date) -> list[tuple]:
    return tax_totals(pl.DataFrame(payments, schema=TAX_PAYMENTS), year, as_of).rows()


def paid(cents: int, on: date, *, kind: str = "claims", withheld: int = 0, undone: date | None = None) -> dict:
    names = ("payee", "kind", "paid_on", "amount_cents", "withheld_cents", "undone_on")
    return dict(zip(names, ("1999999992", kind, on, cents, withheld, undone), strict=True))


@pytest.mark.parametrize(
    ("day", "cents", "is_reportable"),
    [
        (date(2025, 12, 31), 59_999, False),
        (date(2025, 12, 31), 60_000, True),
        (date(2026, 1, 1), 199_999, False),
        (date(2026, 1, 1), 200_000, True),
    ],
)
def test_the_threshold_is_that_of_the_year(day, cents, is_reportable):
    assert totals([paid(cents, day)], day.year, date(2027, 1, 31)) == [
        ("1999999992", "1099-MISC", "6", cents, 0, is_reportable, False)
    ]


def test_withheld_tax_is_reported_at_any_amount():
    assert totals([paid(760, date(2026, 3, 1), withheld=240)], 2026, date(2027, 1, 31)) == [
        ("1999999992", "1099-MISC", "6", 1_000, 240, True, False)
    ]


def test_a_void_after_the_year_corrects_the_return():
    payments = [paid(300_000, date(2026, 3, 1)), paid(100_000, date(2026, 12, 30), undone=date(2027, 2, 10))]
    assert totals(payments, 2026, date(2027, 1, 31))[0][3:] == (400_000, 0, True, False)
    assert totals(payments, 2026, date(2027, 3, 1))[0][3:] == (300_000, 0, True, True)
    assert totals(payments, 2027, date(2028, 1, 31)) == []


def test_premium_to_an_insurer_has_no_box():
    assert totals([paid(10**6, date(2026, 3, 1), kind="stop_loss_premium")], 2026, date(2027, 1, 31)) == []


PAYMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "payee": st.sampled_from(["A", "B"]),
            "kind": st.sampled_from(["claims", "administration_fee", "stop_loss_premium"]),
            "paid_on": st.dates(date(2025, 6, 1), date(2027, 6, 1)),
            "amount_cents": st.integers(0, 150_000),
            "withheld_cents": st.sampled_from([0, 0, 500]),
            "undone_on": st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        }
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=100)
@given(PAYMENTS, st.sampled_from([2025, 2026, 2027]), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_totals_agree_with_the_twin(payments, year, as_of):
    assert totals(payments, year, as_of) == twin.totals(payments, year, as_of)
