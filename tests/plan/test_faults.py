"""A plan that cannot be used says where, what, found, expected: one row of faults.yaml each."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.plan.document import DocumentError
from corridor.plan.load import load_plan

HERE = Path(__file__).parent
MINIMAL = (HERE / "minimal.yaml").read_text("utf-8")
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_fault(case: dict[str, Any]) -> None:
    text = MINIMAL
    for old, new in case["change"].items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    with pytest.raises(DocumentError) as raised:
        load_plan(text.encode(), "mini.yaml")
    assert [str(fault) for fault in raised.value.faults] == case["errors"]


def test_the_plan_without_a_change_loads() -> None:
    assert load_plan(MINIMAL.encode()).code == "MINI"


def test_text_that_is_not_utf8_says_where() -> None:
    with pytest.raises(DocumentError, match=r"mini.yaml line 1, encoding: found byte 6, expected UTF-8 text"):
        load_plan(b"name: \xff", "mini.yaml")


@pytest.mark.parametrize("content", [b"", b"just words", b"- a list"])
def test_a_document_that_is_no_mapping(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"mini.yaml line 1, document: found .*, expected "):
        load_plan(content, "mini.yaml")


def test_the_file_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("code: MINI", "utf-8")
    with pytest.raises(DocumentError, match=r"^broken.yaml line 1, name: found nothing"):
        load_plan(path)
