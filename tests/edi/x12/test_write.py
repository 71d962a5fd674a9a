"""Envelopes, counts and what the writer refuses."""

from datetime import date, time

import pytest

from corridor.edi.x12.write import (
    Address,
    Envelope,
    Transaction,
    X12WriteError,
    composite,
    d8,
    rd8,
    write_interchange,
)

ENVELOPE = Envelope("SENDER", "RECEIVER", "HC", "005010X222A1", date(2026, 2, 3), time(6, 5), 17)


def lines_of(*transactions: Transaction) -> list[str]:
    return write_interchange(ENVELOPE, transactions).decode("ascii").splitlines()


def test_the_interchange_header_has_its_fixed_width() -> None:
    header = lines_of(Transaction("837", [("BHT", "0019")]))[0]
    assert len(header) == 106
    assert header == (
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260203*0605*^*00501*000000017*0*P*:~"
    )


def test_counts_and_control_numbers_agree() -> None:
    lines = lines_of(Transaction("837", [("BHT", "0019"), ("HL", "1")]), Transaction("837", [("BHT", "0019")]))
    assert lines[1:] == [
        "GS*HC*SENDER*RECEIVER*20260203*0605*17*X*005010X222A1~",
        "ST*837*0001*005010X222A1~",
        "BHT*0019~",
        "HL*1~",
        "SE*4*0001~",
        "ST*837*0002*005010X222A1~",
        "BHT*0019~",
        "SE*3*0002~",
        "GE*2*17~",
        "IEA*1*000000017~",
    ]


def test_empty_elements_at_the_end_are_left_out() -> None:
    assert "SV1*HC:99213*100~" in lines_of(Transaction("837", [("SV1", "HC:99213", "100", "", "")]))


@pytest.mark.parametrize("value", ["A*B", "A~B", "A^B", "A\nB", "Çelik"])
def test_a_delimiter_or_a_strange_character_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(X12WriteError) as caught:
        lines_of(Transaction("837", [("NM1", "IL", value)]))
    assert str(caught.value) == ("NM102: found a delimiter or a character outside printable ASCII, expected neither")


@pytest.mark.parametrize("segment", [("NM1",), ("NM1", "", ""), ("n1", "x"), ("LONGID", "x")])
def test_a_segment_needs_an_id_and_an_element(segment: tuple[str, ...]) -> None:
    with pytest.raises(X12WriteError, match="expected an id of two or three characters and one element"):
        lines_of(Transaction("837", [segment]))


def test_a_long_sender_is_refused() -> None:
    envelope = Envelope("S" * 16, "R", "HC", "005010X222A1", date(2026, 1, 1), time(0), 1)
    with pytest.raises(X12WriteError, match="ISA06: found 16 characters, expected at most 15"):
        write_interchange(envelope, [])


def test_dates_composites_and_addresses() -> None:
    assert d8(date(987, 6, 5)) == "09870605"
    assert rd8(date(2026, 1, 1), date(2026, 1, 31)) == "20260101-20260131"
    assert composite("HC", "99213", "", "") == "HC:99213"
    assert composite("BE", "45", "", "", "14") == "BE:45:::14"
    address = Address("1 Mill Road", "Weir Hollow", "OH", "430040001")
    assert address.segments == (("N3", "1 Mill Road"), ("N4", "Weir Hollow", "OH", "430040001"))
