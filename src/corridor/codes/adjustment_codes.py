"""Adjustment codes of a remittance in words: group codes, CARC and RARC, by number, in our own wording.

The official texts are X12's and licensed: none stands here. `adjustment_codes.csv` has the codes that Corridor writes,
each with the day of our wording. A list that a user may use is read by `official_texts`.
"""

import csv
import io
from collections.abc import Mapping
from functools import cache

from corridor.codes.lists import read_list
from corridor.wording.language import Language
from corridor.wording.said import listed, said

LISTS: Mapping[str, int] = {"carc": 3, "rarc": 5}
"""Lists that can be loaded, and how long a code of each may be."""

_CODE_HEADS = ("code", "carc", "rarc", "reason code", "remark code")
_TEXT_HEADS = ("description", "text", "long description", "definition")
_TEXT_MOST = 2_000

Texts = Mapping[tuple[str, str], str]
"""(list, code) -> text. Lists: group, carc, rarc."""


class CodeListError(ValueError):
    """A code list that cannot be used: file, row, what was found and expected."""


@cache
def own_texts(language: Language) -> Texts:
    """Our wording of every code that Corridor writes."""
    return {(row["list"], row["code"]): row[language] for row in read_list("adjustment_codes")}


def official_texts(content: bytes, file: str, name: str) -> dict[str, str]:
    """Code -> text of a CSV list as its publisher hands it out. name: carc or rarc.

    Needs a column of codes (code, carc, rarc) and one of texts (description, text), headed in any case; others are
    left aside. Raises CodeListError.
    """
    if name not in LISTS:
        raise CodeListError(said("list: found {found!r}, expected one of {allowed}", found=name, allowed=listed(LISTS)))
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise CodeListError(said("{file}: found no UTF-8 table, expected CSV", file=file)) from None
    heads = [head.strip().casefold() for head in rows[0]] if rows else []
    code, text = _column(heads, _CODE_HEADS, file), _column(heads, _TEXT_HEADS, file)
    return {row[code].strip(): row[text].strip() for row in _checked(rows, (code, text), file, LISTS[name])}


def _column(heads: list[str], wanted: tuple[str, ...], file: str) -> int:
    for head in wanted:
        if head in heads:
            return heads.index(head)
    raise CodeListError(
        said("{file}, header: found none of them, expected a column {allowed}", file=file, allowed=listed(wanted))
    )


def _checked(rows: list[list[str]], columns: tuple[int, int], file: str, longest: int) -> list[list[str]]:
    """The rows that say something, each with a code and a text; no code twice."""
    seen: set[str] = set()
    full = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    for number, row in full:
        code, text = (row[place].strip() if place < len(row) else "" for place in columns)
        if not (code.isalnum() and len(code) <= longest) or code in seen or not 0 < len(text) <= _TEXT_MOST:
            raise CodeListError(
                said(
                    "{file}, row {row}: found no new code of up to {longest} characters with its text",
                    file=file,
                    row=number,
                    longest=longest,
                )
            )
        seen.add(code)
    if not full:
        raise CodeListError(said("{file}: found no row, expected codes with their texts", file=file))
    return [row for _, row in full]
