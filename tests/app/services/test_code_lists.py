"""Official code lists of an installation: kept in its home, shown in the place of our wording, and gone again."""

from pathlib import Path

import pytest

from corridor.app.services.code_lists import code_rows, code_texts, load_code_list, remove_code_list
from corridor.app.services.errors import ServiceError
from corridor.app.services.reading import NamedFile
from corridor.codes.adjustment_codes import CodeListError, own_texts

LIST = NamedFile("list.csv", b'Code,Description\n1,"The publisher\'s ""first"" text"\n3,A text\n')


def test_a_loaded_list_is_shown_in_the_place_of_ours(tmp_path: Path) -> None:
    assert load_code_list(LIST, "carc", tmp_path) == 2
    texts = code_texts("en", tmp_path)
    assert texts["carc", "1"] == 'The publisher\'s "first" text'
    assert texts["carc", "2"] == own_texts("en")["carc", "2"]
    assert {(row.list, row.code) for row in code_rows("en", tmp_path) if row.is_official} == {
        ("carc", "1"),
        ("carc", "3"),
    }


def test_another_language_keeps_our_wording(tmp_path: Path) -> None:
    load_code_list(LIST, "carc", tmp_path)
    assert code_texts("tr", tmp_path) == own_texts("tr")


def test_a_list_replaces_the_one_before_and_can_be_removed(tmp_path: Path) -> None:
    load_code_list(LIST, "carc", tmp_path)
    load_code_list(NamedFile("b.csv", b"carc,text\n2,Other\n"), "carc", tmp_path)
    assert code_texts("en", tmp_path)["carc", "1"] == own_texts("en")["carc", "1"]
    remove_code_list("carc", tmp_path)
    assert code_texts("en", tmp_path) == own_texts("en")
    with pytest.raises(ServiceError, match="found none of that name"):
        remove_code_list("carc", tmp_path)


def test_a_faulty_list_leaves_the_one_before(tmp_path: Path) -> None:
    load_code_list(LIST, "carc", tmp_path)
    with pytest.raises(CodeListError):
        load_code_list(NamedFile("b.csv", b"nothing"), "carc", tmp_path)
    assert code_texts("en", tmp_path)["carc", "3"] == "A text"
