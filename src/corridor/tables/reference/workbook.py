"""The first sheet of an Excel workbook (Office Open XML) as rows of text, as lists are published.

Source: ECMA-376, part 1, 18.3 (worksheets) and 18.4 (shared strings).
"""

import io
import re
import zipfile
from xml.etree import ElementTree

from corridor.tables.faults import TableError, TableFault
from corridor.wording.said import said

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(r"^xl/worksheets/sheet(\d+)\.xml$")
_MOST_BYTES = 1_000_000_000


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a zip file, as workbooks are."""
    return content[:4] == b"PK\x03\x04"


def sheet_rows(content: bytes, file: str) -> list[list[str]]:
    """The rows of the first sheet, empty rows included. Raises TableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = sorted((int(match[1]), name) for name in archive.namelist() if (match := _SHEET.match(name)))
            if not sheets or sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise _refusal(file)
            strings = _strings(archive)
            return _rows(archive.read(sheets[0][1]), strings)
    except (zipfile.BadZipFile, ElementTree.ParseError, IndexError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        raise _refusal(file) from error


def _strings(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells name by number."""
    if _STRINGS not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read(_STRINGS))
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _rows(sheet: bytes, strings: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for _, element in ElementTree.iterparse(io.BytesIO(sheet)):
        if element.tag == f"{_MAIN}row":
            number = int(element.get("r", len(rows) + 1))
            rows.extend([] for _ in range(number - 1 - len(rows)))
            rows.append(_cells(element, strings))
            element.clear()
    return rows


def _cells(row: ElementTree.Element, strings: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_MAIN}c"):
        place = _column(cell.get("r", "")) if cell.get("r") else len(cells)
        cells.extend([""] * (place - len(cells)))
        cells.append(_value(cell, strings))
    return cells


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    value = cell.findtext(f"{_MAIN}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value


def _column(reference: str) -> int:
    """`C7` -> 2."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - 64
    return place - 1


def _refusal(file: str) -> TableError:
    found, expected = said("a zip file without a sheet that can be read"), said("a workbook, or the text file itself")
    return TableError([TableFault(file, None, "Excel", found, expected)])
