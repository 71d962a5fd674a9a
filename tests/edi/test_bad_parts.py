"""What is wrong is left out with its fault, the smallest part that holds it; the rest is read as if it were alone."""

from pathlib import Path

import pytest

from corridor.edi.bad_parts import BadParts
from corridor.edi.dispatch import read
from corridor.edi.reading import Reading
from corridor.edi.x12.errors import EdiError, EnvelopeError

_VISIT = (Path(__file__).parent / "x837" / "visit.837").read_text()
_HEAD, _BODY = _VISIT[: _VISIT.index("ST*837")], _VISIT[_VISIT.index("ST*837") : _VISIT.index("GE*")]
_CLAIM = _BODY[_BODY.index("CLM*") : _BODY.index("SE*")]
_PATIENT = "HL*3*2*23*0~\nPAT*19~\nNM1*QC*1*ALDER*BEA~\nDMG*D8*20150102*F~\n"
BAD_AMOUNT = ("*150*", "*1x0*")
BAD_DAY = ("D8*20260102~\nLX*2", "D8*20261302~\nLX*2")


def transaction(*claims: str, number: int = 1) -> str:
    """One transaction of these claims, its count right."""
    body = _BODY[: _BODY.index("CLM*")].replace("0001", f"{number:04d}") + "".join(claims)
    return f"{body}SE*{body.count('~') + 1}*{number:04d}~\n"


def claim(name: str, *edits: tuple[str, str]) -> str:
    text = _CLAIM.replace("A-1", name)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def file_of(*transactions: str) -> bytes:
    return f"{_HEAD}{''.join(transactions)}GE*{len(transactions)}*101~\nIEA*1*000000101~\n".encode()


def sound(content: bytes, *, lenient: bool = False) -> tuple[Reading, BadParts]:
    bad = BadParts()
    return read(content, "f.837", lenient=lenient, bad=bad), bad


def claims_of(reading: Reading) -> list[str]:
    return reading.frame.get_column("claim_id").unique(maintain_order=True).to_list()


def test_a_good_file_is_read_as_ever() -> None:
    content = file_of(transaction(claim("A")), transaction(claim("B"), number=2))
    reading, bad = sound(content)
    assert reading.frame.equals(read(content, "f.837").frame)
    assert bad == BadParts()


@pytest.mark.parametrize("edit", [BAD_AMOUNT, BAD_DAY, ("SV1*HC:99213", "SV9*HC:99213"), ("LX*1~\n", "")])
def test_one_bad_claim_of_three_is_left_out(edit: tuple[str, str]) -> None:
    content = file_of(transaction(claim("A"), claim("B", edit), claim("C")))
    with pytest.raises(EdiError):
        read(content, "f.837")
    reading, bad = sound(content)
    assert claims_of(reading) == ["A", "C"]
    assert (bad.transactions, bad.entries, len(bad.faults)) == (0, 1, 1)
    assert bad.faults[0].where.startswith("f.837, transaction 1, segment ")
    assert reading.segments.total == content.count(b"~"), "every segment is counted, those left out too"


def test_what_is_left_keeps_its_places_in_the_file() -> None:
    reading, _ = sound(file_of(transaction(claim("A", BAD_AMOUNT), claim("B"))))
    whole = read(file_of(transaction(claim("A"), claim("B"))), "f.837").frame
    other = whole.filter(whole["claim_id"] == "B")
    assert reading.frame.drop("claim_index").equals(other.drop("claim_index"))


def test_each_bad_claim_has_its_fault() -> None:
    content = file_of(transaction(claim("A", BAD_AMOUNT), claim("B"), claim("C", BAD_DAY)))
    reading, bad = sound(content)
    assert claims_of(reading) == ["B"]
    assert [fault.segment_id for fault in bad.faults] == ["CLM", "DTP"]
    assert bad.counts == {"transactions_left_out": 0, "entries_left_out": 2}


def test_the_only_claim_of_a_patient_takes_the_patient_along() -> None:
    content = file_of(transaction(claim("A"), _PATIENT, claim("B", BAD_AMOUNT)))
    reading, bad = sound(content)
    assert claims_of(reading) == ["A"]
    assert len(bad.faults) == 1, "nobody is told that a patient without a claim misses one"


def test_what_is_wrong_with_a_patient_takes_the_patient_s_claims() -> None:
    wrong = _PATIENT.replace("20150102", "20151302")
    reading, bad = sound(file_of(transaction(claim("A"), wrong, claim("B"), claim("C"))))
    assert claims_of(reading) == ["A"]
    assert (bad.entries, [fault.segment_id for fault in bad.faults]) == (2, ["DMG"])


def test_a_transaction_with_a_wrong_end_is_left_out_whole() -> None:
    wrong = transaction(claim("B"), number=2).replace("SE*26", "SE*25")
    content = file_of(transaction(claim("A")), wrong, transaction(claim("C"), number=3))
    reading, bad = sound(content)
    assert (claims_of(reading), reading.faults) == (["A", "C"], ())
    assert (bad.transactions, bad.entries, bad.faults[0].transaction) == (1, 1, 2)
    lenient, none = sound(content, lenient=True)
    assert (claims_of(lenient), len(lenient.faults), none.transactions) == (["A", "B", "C"], 1, 0)


def test_a_transaction_that_is_not_read_is_left_out() -> None:
    other = "ST*999*0002*005010X231A1~\nAK1*HC*1~\nAK9*A*1*1*1~\nSE*4*0002~\n"
    reading, bad = sound(file_of(other, transaction(claim("A"), number=3)))
    assert (claims_of(reading), bad.transactions) == (["A"], 1)


def test_where_nothing_is_left_the_first_fault_is_raised() -> None:
    bad = BadParts()
    with pytest.raises(EdiError, match="CLM02"):
        read(file_of(transaction(claim("A", BAD_AMOUNT)), transaction(claim("B", BAD_DAY), number=2)), "f", bad=bad)
    assert (bad.transactions, len(bad.faults)) == (2, 2)


def test_a_fault_of_the_whole_file_refuses_it() -> None:
    content = file_of(transaction(claim("A"))).replace(b"GE*1", b"GE*2")
    with pytest.raises(EnvelopeError, match="GE01"):
        sound(content)


def test_members_of_an_834_are_left_out_one_by_one() -> None:
    content = (Path(__file__).parent / "x834").glob("*.834")
    family = next(path for path in sorted(content) if path.read_text().count("INS*") > 1 and _reads(path))
    text = family.read_text()
    place = text.index("INS*", text.index("INS*") + 1)
    bad = BadParts()
    reading = read((text[:place] + text[place:].replace("INS*", "INS*X", 1)).encode(), "f.834", bad=bad)
    whole = read(text.encode(), "f.834").frame
    assert bad.entries == 1
    assert 0 < reading.frame.height < whole.height


def _reads(path: Path) -> bool:
    try:
        return read(path.read_bytes(), path.name).frame.height > 1
    except EdiError:
        return False
