"""Bank statements of four forms: real files read, what they say, and what is refused without telling a text."""

from datetime import date
from pathlib import Path

import pytest

from corridor.banking.statement_error import StatementError
from corridor.banking.statements import read_statement

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "bank"
BAI2 = """01,BANK,CORR,260130,1200,7,,,2/
02,CORR,BANK,1,260130,1200,USD,2/
03,4400100300,,010,100000,,,015,95000,,/
16,475,5500,Z,REF1,1001,CHEQUE, PAID/
16,165,500,Z,REF2,,INTEREST
88,OF JANUARY/
49,201000,5/
98,201000,1,7/
99,201000,1,9/
"""


def test_bai2_with_a_continued_text_and_the_control_total() -> None:
    statements, lines = read_statement(BAI2.encode(), "a.bai")
    [head] = statements.to_dicts()
    assert (head["opening_cents"], head["closing_cents"], head["is_complete"]) == (100000, 95000, True)
    assert (head["account"], head["currency"], head["closed_on"]) == ("4400100300", "USD", date(2026, 1, 30))
    assert lines.select("amount_cents", "kind", "bank_reference", "customer_reference").rows() == [
        (-5500, "475", "REF1", "1001"),
        (500, "165", "REF2", None),
    ]
    assert lines["text"].to_list() == ["CHEQUE PAID", "INTEREST OF JANUARY"]


def test_a_control_total_that_is_another_leaves_the_statement_incomplete() -> None:
    statements, _ = read_statement(BAI2.replace("49,201000", "49,201001").encode(), "a.bai")
    assert statements["is_complete"].to_list() == [False]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("16,475,5500", "16,475,55.0", "line 4, amount"),
        ("02,CORR,BANK,1,260130", "02,CORR,BANK,1,261330", "line 2, day"),
        ("49,", "47,", "line 7, record"),
        ("01,BANK", "1;BANK", "found no bank statement"),
    ],
)
def test_a_faulty_file_is_refused_and_no_text_is_told(old: str, new: str, what: str) -> None:
    with pytest.raises(StatementError, match=what) as caught:
        read_statement(BAI2.replace(old, new, 1).encode(), "a.bai")
    assert "CHEQUE" not in str(caught.value)


def _samples() -> list[Path]:
    found = [path for path in SAMPLES.rglob("*") if path.is_file() and path.name not in ("README.md", "LICENSE")]
    return sorted(path for path in found if "errors" not in path.parts)


@pytest.mark.parametrize("path", _samples(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_real_files_are_read(path: Path) -> None:
    statements, lines = read_statement(path.read_bytes(), path.name)
    assert statements["statement_id"].is_unique().all()
    assert set(lines["statement_id"]) <= set(statements["statement_id"])
    assert len(statements) > 0


def test_a_library_that_cannot_read_a_line_does_not_tell_it(caplog: pytest.LogCaptureFixture) -> None:
    text = ":20:A\n:25:4400100300\n:28C:1\n:60F:C260101USD1,\n:61:nonsense JANE ROE\n:62F:C260131USD1,\n"
    with pytest.raises(StatementError) as caught:
        read_statement(text.encode(), "a.sta")
    assert "JANE" not in str(caught.value) + caplog.text


def test_camt_refuses_entities() -> None:
    with pytest.raises(StatementError, match="a document type"):
        read_statement(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Document/>', "a.xml")


def test_a_table_of_ours_needs_its_columns_and_one_head() -> None:
    head = "statement_id,account,currency,opened_on,closed_on,opening,closing,booked_on,amount,kind\n"
    row = "S1,1,USD,2026-01-01,2026-01-31,0.00,1.00,2026-01-05,1.00,X\n"
    statements, lines = read_statement((head + row).encode(), "a.csv")
    assert (statements["closing_cents"][0], lines["amount_cents"][0]) == (100, 100)
    for content, what in (
        (head + row + row.replace(",1.00,2026", ",2.00,2026"), "another head"),
        (head + row.replace("1.00,X", "one,X"), "row 2, amount"),
        (head + row.replace("2026-01-05", "soon"), "row 2, day"),
        ("statement_id,account\n", "columns"),
    ):
        with pytest.raises(StatementError, match=what):
            read_statement(content.encode(), "a.csv")
