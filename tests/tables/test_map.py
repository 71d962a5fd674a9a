"""A column map that cannot be used says which key, what it found and what it expected."""

import pytest

from corridor.tables.faults import TableError
from corridor.tables.map import TABLES, load_map

SOUND = b"""
kind = "claims"
name = "sound"
[columns]
claim_id = "number"
diagnosis_codes = ["dx1", "dx2"]
[constants]
kind = "pharmacy"
service_from = 2026-01-31
days_supply = 30
"""

KINDS = list(TABLES)


def _error(text: str) -> str:
    with pytest.raises(TableError) as caught:
        load_map(text.encode(), "map.toml")
    return str(caught.value)


def test_a_column_may_be_joined_of_several_and_constants_may_be_typed() -> None:
    found = load_map(SOUND, "map.toml")
    assert found.columns == {"claim_id": ("number",), "diagnosis_codes": ("dx1", "dx2")}
    assert found.constants == {"kind": "pharmacy", "service_from": "2026-01-31", "days_supply": "30"}
    assert found.file == "map.toml"


HEAD = 'kind = "claims"\nname = "n"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "claims"\n[columns]\n', "map.toml, name: found nothing, expected a value"),
        (
            'kind = "claim"\nname = "n"\n[columns]\n',
            f"map.toml, kind: found 'claim', expected {', '.join(map(repr, KINDS[:-1]))} or {KINDS[-1]!r}",
        ),
        (
            HEAD + "[columns]\n[default]\n",
            "map.toml, default: found a key of that name, expected a key of a column map (nearest: defaults)",
        ),
        (
            HEAD + '[columns]\ncharge = "amount"\n',
            "map.toml, columns: found 'charge', expected a column of claims (nearest: charge_cents)",
        ),
        (
            HEAD + '[columns]\nclaim_index = "n"\n',
            "map.toml, columns: found 'claim_index', expected a column of claims (nearest: claim_id)",
        ),
        (
            HEAD + '[columns]\ncharge_cents = ["a", "b"]\n',
            "map.toml, columns.charge_cents: found 2 columns, expected one column, as only text is joined",
        ),
        (
            HEAD + '[columns]\n[units]\nunits = "cents"\n',
            "map.toml, units.units: found 'cents', expected units or thousandths",
        ),
        (
            HEAD + '[columns]\n[claim_totals]\nkind = ["institutional"]\n',
            "map.toml, claim_totals.kind: found a column without cents, expected an amount",
        ),
        (
            'inclusive_end = ["kind"]\n' + HEAD + "[columns]\n",
            "map.toml, inclusive_end: found 'kind', expected a column of dates",
        ),
        (
            HEAD + "[columns]\n[characters]\nbill_type = '0-2'\n",
            "map.toml, characters.bill_type: found '0-2', expected a place such as 3, or a range such as 1-2",
        ),
    ],
)
def test_a_wrong_key_is_named(text: str, message: str) -> None:
    assert _error(text) == message


def test_text_that_is_not_toml_is_refused_with_its_line() -> None:
    assert _error("kind = \n").startswith("map.toml, TOML: found Invalid value (at line 1")


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(TableError, match=r"^map.toml, encoding: found byte 8, expected UTF-8 text$"):
        load_map(b'name = "\xff"', "map.toml")
