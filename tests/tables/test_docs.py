"""Every key of a column map has its heading in the reference, and the example there is a sound map."""

import re
from pathlib import Path

from corridor.tables.map import ColumnMap, load_map

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "column-map.md").read_text("utf-8")


def test_every_key_has_its_heading() -> None:
    headings = set(re.findall(r"^### (\w+)$", TEXT, flags=re.MULTILINE))
    assert set(ColumnMap.model_fields) == headings


def test_the_example_is_a_sound_map() -> None:
    example = re.search(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
    assert example is not None
    assert load_map(example[1].encode(), "example.toml").columns["diagnosis_codes"] == ("Dx1", "Dx2")
