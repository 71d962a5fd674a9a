"""The guide language and the walker, on a guide of four loops."""

from pathlib import Path

import pytest

from corridor.edi.x12.delimiters import DEFAULTS
from corridor.edi.x12.errors import EdiError
from corridor.edi.x12.guide import Guide, load_guide
from corridor.edi.x12.interchange import Transaction
from corridor.edi.x12.tokenize import cut
from corridor.edi.x12.walk import Walker

GUIDE = """
name = "999"
[keys]
NM1 = 1
[codes]
colour = "R G"
[[group]]
segments = ["BHT 1 1", "REF 0-1"]
[[group]]
in = [""]
loops = ["A LX 1-n 1"]
segments = ["DTP 0-2 1 ?2=colour", "SV1 1 @X", "SV2 1 @Y"]
[[group]]
in = ["A"]
loops = ["B1 NM1 0-1 1=82", "B2 NM1 0-2 1=DN|P3"]
segments = ["N3 0-1 1"]
[[group]]
in = [""]
loops = ["Z NM1 0-1 1=ZZ"]
segments = []
"""


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    path = tmp_path / "guide.toml"
    path.write_text(GUIDE, "utf-8")
    return load_guide(path, "X")


def slots(guide: Guide, text: str) -> list[str]:
    stretch = cut(text, DEFAULTS, 1)
    transaction = Transaction(1, ["ST", "999"], [], stretch, 0, len(stretch.texts))
    return [move.slot for _, move in Walker(guide, "F").walk(transaction)]


def test_each_segment_is_put_in_its_loop(guide: Guide) -> None:
    text = "BHT*1~REF~LX*1~SV1~DTP*1*R~NM1*82~N3*1~NM1*P3~DTP*1~LX*2~SV1~NM1*ZZ~"
    placed = [".BHT", ".REF", "A.LX", "A.SV1", "A.DTP", "B1.NM1", "B1.N3", "B2.NM1", "A.DTP", "A.LX", "A.SV1", "Z.NM1"]
    assert slots(guide, text) == placed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("BHT*1~LX*1~SV1~QQ9~", "F, transaction 1, segment 4: 'QQ9' is no segment of the 999X."),
        ("BHT*1~LX*1~SV1~SMITH*1~", "F, transaction 1, segment 4: the id of this segment is no segment of the 999X."),
        ("BHT*1~LX*1~SV1~SV2~", "F, transaction 1, segment 4: 'SV2' is no segment of the 999X."),
        ("BHT*1~LX*1~SV1~*2~", "F, transaction 1, segment 4: a segment without id is no segment of the 999X."),
        (
            "BHT*1~SV1~",
            "F, transaction 1, segment 2, SV1: has no place in the head of the transaction, expected it in loop A.",
        ),
        (
            "BHT*1~NM1*82~",
            "F, transaction 1, segment 2, NM101: '82' has no place in the head of the transaction, "
            "expected it in loop B1.",
        ),
        ("BHT*1~LX*1~SV1~NM1*99~", "F, transaction 1, segment 4, NM101: found '99', expected one of 82, DN, P3, ZZ."),
        ("BHT*1~LX*1~SV1~NM1~", "F, transaction 1, segment 4, NM101: found nothing, expected one of 82, DN, P3, ZZ."),
        ("BHT*1~LX*1~SV1~DTP**R~", "F, transaction 1, segment 4, DTP01: found nothing, expected a value."),
        ("BHT*1~LX*1~SV1~DTP*1*B~", "F, transaction 1, segment 4, DTP02: found 'B', expected one of G, R."),
        ("BHT*1~", "F, transaction 1, segment 1: loop A (LX) is missing in the transaction."),
        ("LX*1~SV1~", "F, transaction 1, segment 1: BHT is missing in the transaction."),
        ("BHT*1~LX*1~LX*2~SV1~", "F, transaction 1, segment 2, LX: SV1 is missing in loop A (LX)."),
        (
            "BHT*1~BHT*1~LX*1~SV1~",
            "F, transaction 1, segment 2, BHT: repeats in the transaction, found 2, expected at most 1.",
        ),
        (
            "BHT*1~LX*1~SV1~NM1*82~NM1*82~",
            "F, transaction 1, segment 5, NM1: loop B1 repeats in loop A (LX), found 2, expected at most 1.",
        ),
    ],
)
def test_what_has_no_place_is_refused_with_its_position(guide: Guide, text: str, message: str) -> None:
    with pytest.raises(EdiError) as refusal:
        slots(guide, text)
    assert str(refusal.value) == message


def test_the_head_of_a_transaction_is_not_reached_again_from_its_loops(guide: Guide) -> None:
    with pytest.raises(EdiError, match="segment 4, REF: has no place after loop A"):
        slots(guide, "BHT*1~LX*1~SV1~REF~")
