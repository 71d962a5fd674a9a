"""A wrong table is refused whole: where, what was found, what was expected; never a personal value."""

import pytest

from corridor.tables.faults import TableError
from corridor.tables.map import load_map
from corridor.tables.own import TELLING
from corridor.tables.read import read_table

HEADER = "claim_id,kind,member_id,patient_birth_date,received_date,service_from,service_to,charge,units\n"
GOOD = "C1,pharmacy,M1,1980-01-01,2026-02-03,2026-02-01,2026-02-01,12.50,1\n"


def _error(content: str | bytes, column_map: bytes | None = None) -> str:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(TableError) as caught:
        read_table(content, "claims.csv", load_map(column_map, "map.toml") if column_map else None)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("12.50", "12.5x", "claims.csv row 3, charge: found '12.5x', expected an amount such as 1234.50"),
        ("12.50", "12.505", "claims.csv row 3, charge: found '12.505', expected whole cents"),
        (
            "12.50",
            "900000000000",
            "claims.csv row 3, charge: found '900000000000', expected at most 100,000,000,000.00",
        ),
        (
            "2026-02-03",
            "2026-02-30",
            "claims.csv row 3, received_date: found '2026-02-30', expected a date that exists, such as 2026-01-31",
        ),
        (
            "2026-02-03",
            "0026-02-03",
            "claims.csv row 3, received_date: found '0026-02-03', expected a date that exists, such as 2026-01-31",
        ),
        (
            "pharmacy",
            "drug",
            "claims.csv row 3, kind: found 'drug', expected one of professional, institutional, dental, pharmacy",
        ),
        (
            ",1\n",
            ",1.2345\n",
            "claims.csv row 3, units: found '1.2345', expected a quantity such as 1 or 0.125, three decimals at most",
        ),
        ("12.50", "", "claims.csv row 3, charge: found nothing, expected a value"),
        (
            "2026-02-01,2026-02-01",
            "2026-02-01,2026-01-31",
            "claims.csv row 3, service_to: found 2026-01-31, expected on or after service_from 2026-02-01",
        ),
        (
            "1980-01-01",
            "1980-13-01",
            "claims.csv row 3, patient_birth_date: found a text of 10 characters, "
            "expected a date that exists, such as 2026-01-31",
        ),
        (
            "2026-02-03",
            "Ann Brown",
            "claims.csv row 3, received_date: found a text of 9 characters, "
            "expected a date that exists, such as 2026-01-31",
        ),
        (",12.50,1", ",12.50", "claims.csv row 3, row: found 8 fields, expected 9, as in the header"),
        (",12.50,1", ",12,50,1", "claims.csv row 3, row: found 10 fields, expected 9, as in the header"),
    ],
)
def test_a_wrong_cell_is_named(old: str, new: str, message: str) -> None:
    assert old in GOOD
    assert _error(HEADER + GOOD + GOOD.replace(old, new)) == message


def test_all_faults_are_listed_by_row_and_the_rest_is_counted() -> None:
    rows = [f"C{n},pharmacy,M1,,2026-02-03,2026-02-01,,{'x' if n % 2 else 1},y\n" for n in range(20)]
    lines = _error(HEADER + "".join(rows)).splitlines()
    assert lines[:3] == [
        "claims.csv row 2, units: found 'y', expected a quantity such as 1 or 0.125, three decimals at most",
        "claims.csv row 3, charge: found 'x', expected an amount such as 1234.50",
        "claims.csv row 3, units: found 'y', expected a quantity such as 1 or 0.125, three decimals at most",
    ]
    assert (len(lines), lines[-1]) == (21, "and 10 more faults")


def test_a_required_column_that_is_missing_is_named() -> None:
    assert _error("claim_id,kind,service_from,charge\nC1,dental,2026-02-01,1\n") == (
        "claims.csv, header: found no column received_date, expected it: when the administrator received it"
    )


def test_money_that_is_missing_is_asked_for_in_either_name() -> None:
    assert _error("claim_id,kind,service_from,received_date\nC1,dental,2026-02-01,2026-02-01\n") == (
        "claims.csv, header: found no column charge or charge_cents, "
        "expected it: what the provider charges for the line; negative: a reversal"
    )


def test_a_header_in_no_known_names_asks_for_a_map() -> None:
    assert _error("a,b\n1,2\n") == (
        "claims.csv row 1, header: found other columns, expected claim_id, service_from (claims); or "
        "coverage_start, member_id (members); or effective_from, npi (providers); or certified_to, disability_from "
        "(disability); or covered_through, payer (other_coverage); " + _of_later_kinds() + "or a column map"
    )


def _of_later_kinds() -> str:
    later = list(TELLING.items())[5:]
    return "".join(f"or {', '.join(sorted(columns))} ({kind}); " for kind, columns in later)


MAP = b"""
kind = "claims"
name = "n"
[columns]
claim_id = "number"
charge_cents = "charge_amt"
[constants]
kind = "dental"
received_date = "2026-02-30"
service_from = "2026-02-01"
"""


def test_a_map_that_names_a_missing_column_is_refused() -> None:
    assert _error("number,charge_amount\n1,2\n", MAP) == (
        "map.toml, columns.charge_cents: found 'charge_amt', expected a column of claims.csv (nearest: charge_amount)"
    )


def test_a_map_that_falls_back_on_a_missing_column_is_refused() -> None:
    fallback = MAP + b'[defaults]\nservice_to = "lastday"\n'
    assert _error("number,charge_amt\n1,2\n", fallback) == (
        "map.toml, defaults.service_to: found 'lastday', expected a column of claims.csv or of claims"
    )


def test_a_map_that_leaves_out_a_required_column_is_refused() -> None:
    short = MAP.replace(b'received_date = "2026-02-30"\n', b"")
    assert _error("number,charge_amt\n1,2\n", short) == (
        "map.toml, columns.received_date: found nothing, "
        "expected a column, constant or default: when the administrator received it"
    )


def test_a_constant_that_does_not_exist_is_refused() -> None:
    assert _error("number,charge_amt\n1,2\n", MAP) == (
        "map.toml, constants.received_date: found '2026-02-30', expected a date that exists, such as 2026-01-31"
    )


def test_a_line_number_that_comes_twice_in_a_claim_is_refused() -> None:
    header = "claim_id,line_number,kind,received_date,service_from,charge\n"
    assert _error(header + "C1,1,dental,2026-02-01,2026-02-01,1\n" * 2) == (
        "claims.csv row 3, line_number: found a row of the same key again, expected each claim_id, line_number once"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "claims.csv row 1, header: found nothing, expected a line of column names"),
        (b"a,a\n1,2\n", "claims.csv, header: found 'a' twice, expected each column once"),
        (b"\x1f\x8bbroken", "claims.csv, gzip: found broken compression, expected a whole .gz file"),
        (b"PAR1broken", "claims.csv, Parquet: found broken content, expected a whole Parquet file"),
        (b"claim_id,\xff\n", "claims.csv row 1, header: found byte 0xff, expected UTF-8 text"),
        (
            (HEADER + GOOD).encode() + b"\xfe" + GOOD.encode(),
            "claims.csv row 3, encoding: found byte 0xfe, expected UTF-8 text",
        ),
    ],
)
def test_a_file_that_is_not_what_it_seems_is_refused(content: bytes, message: str) -> None:
    assert _error(content) == message


def test_the_same_shape_is_asked_of_a_file_with_quotes() -> None:
    quoted = GOOD.replace("12.50", '"1,012.50"')
    assert _error(HEADER + quoted + quoted.replace(",1\n", "\n")) == (
        "claims.csv row 3, row: found 8 fields, expected 9, as in the header"
    )


def test_a_column_of_names_taken_for_codes_is_not_shown() -> None:
    rows = "".join(GOOD.replace("pharmacy", "surname" + "x" * n) for n in range(13))
    assert _error(HEADER + rows).startswith(
        "claims.csv row 2, kind: found a text of 7 characters, expected one of professional"
    )
