"""Adjustment codes: every one that can be written has our words in both languages; official lists are read as given."""

from datetime import date
from typing import Any

import pytest

from corridor.codes.adjustment_codes import CodeListError, official_texts, own_texts
from corridor.codes.adjustments import ACCOUNT, SHARES, adjustments_of
from corridor.codes.lists import read_list
from corridor.codes.reasons import REASONS
from corridor.edi.x835.adjustments import GROUPS
from corridor.edi.x835.write_claim import SEPARATED
from corridor.wording.said import told

LINE: dict[str, Any] = dict.fromkeys((*SHARES, "not_covered_cents", "account_cents"), 0) | {"reason": "paid"}


def test_every_code_that_can_be_written_has_our_words() -> None:
    fixed = [*SHARES.values(), ACCOUNT]
    written = {("group", group) for group in GROUPS}
    written |= {("carc", carc) for _, carc in fixed} | {("carc", reason.carc) for reason in REASONS if reason.carc}
    written |= {("rarc", reason.rarc) for reason in REASONS if reason.rarc} | {("rarc", SEPARATED)}
    assert set(own_texts("en")) == set(own_texts("tr")) == written
    assert {key for key in written if own_texts("en")[key] == own_texts("tr")[key]} == set()


def test_each_code_stands_once_with_its_day() -> None:
    rows = read_list("adjustment_codes")
    assert len({(row["list"], row["code"]) for row in rows}) == len(rows)
    assert all(date.fromisoformat(row["worded_on"]) and row["en"] and row["tr"] for row in rows)


def test_shares_are_adjustments_in_a_fixed_order_and_the_account_takes_off() -> None:
    line = LINE | {"copay_cents": 2_000, "write_off_cents": 500, "penalty_cents": 700, "account_cents": 1_500}
    assert [(each.code, each.cents) for each in adjustments_of(line)] == [
        ("CO-45", 500),
        ("PR-3", 2_000),
        ("PR-197", 700),
        ("PR-187", -1_500),
    ]


def test_what_is_not_covered_has_the_codes_of_its_reason() -> None:
    line = LINE | {"reason": "frequency_reached", "not_covered_cents": 9_000}
    assert [(each.code, each.column) for each in adjustments_of(line)] == [("PR-119 N640", "not_covered_cents")]


def test_an_official_list_is_read_whatever_else_it_holds() -> None:
    content = '\ufeffStart,Code,Description\r\n1995-01-01,1,First text\r\n,,\r\n2000-01-01,B7,"With, comma"\r\n'
    assert official_texts(content.encode(), "list.csv", "carc") == {"1": "First text", "B7": "With, comma"}


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"code,text\n1,a\n", "cpt", "list: found 'cpt', expected one of carc, rarc"),
        (b"\xff\xfe", "carc", "list.csv: found no UTF-8 table, expected CSV"),
        (b"number,text\n1,a\n", "carc", "list.csv, header: found none of them, expected a column code, carc,"),
        (b"code,note\n1,a\n", "carc", "list.csv, header: found none of them, expected a column description, text,"),
        (b"", "carc", "list.csv, header: found none of them"),
        (b"code,text\n", "carc", "list.csv: found no row, expected codes with their texts"),
        (b"code,text\n1,a\n1,b\n", "carc", "list.csv, row 3: found no new code of up to 3 characters with its text"),
        (b"code,text\nN6400,a\n", "carc", "list.csv, row 2: found no new code"),
        (b"code,text\nN640,\n", "rarc", "list.csv, row 2: found no new code"),
        (b"code,text\nN640\n", "rarc", "list.csv, row 2: found no new code"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(content: bytes, name: str, message: str) -> None:
    with pytest.raises(CodeListError) as caught:
        official_texts(content, "list.csv", name)
    assert str(caught.value).startswith(message)
    assert told(caught.value, "tr") != str(caught.value)
