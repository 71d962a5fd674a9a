"""Official code lists that an installation may use: kept in its home, shown in the place of our wording."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from corridor.app.config.environment import home_folder
from corridor.app.services.errors import ServiceError
from corridor.app.services.reading import NamedFile
from corridor.codes.adjustment_codes import LISTS, Texts, official_texts, own_texts
from corridor.wording.language import Language
from corridor.wording.said import listed, said

FOLDER = "codes"
OFFICIAL_LANGUAGE = "en"
"""In which language the lists are official; in any other our own wording stays."""


@dataclass(frozen=True)
class CodeRow:
    """A code that Corridor writes on remittances, as it is shown here. is_official: by a list that was loaded."""

    list: str
    code: str
    text: str
    is_official: bool


def load_code_list(file: NamedFile, name: str, home: Path | None = None) -> int:
    """Keep the list `name` (carc or rarc) of a CSV file, in the place of one kept before; how many codes it has.

    Raises CodeListError, having changed nothing.
    """
    texts = official_texts(file.content, file.name, name)
    path = _path(name, home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([("code", "text"), *texts.items()])
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(buffer.getvalue(), "utf-8", newline="")
    unfinished.replace(path)
    return len(texts)


def remove_code_list(name: str, home: Path | None = None) -> None:
    """Go back to our own wording. Raises ServiceError where no such list was loaded."""
    if name not in LISTS or not _path(name, home).exists():
        kept = [each for each in LISTS if _path(each, home).exists()]
        raise ServiceError(
            said("list: found none of that name, expected one that was loaded: {lists}", lists=listed(kept))
        )
    _path(name, home).unlink()


def code_texts(language: Language, home: Path | None = None) -> Texts:
    """(list, code) -> text: the official one where it is loaded, else ours."""
    return {**own_texts(language), **(_official(home) if language == OFFICIAL_LANGUAGE else {})}


def code_rows(language: Language, home: Path | None = None) -> tuple[CodeRow, ...]:
    """The codes that Corridor writes, as they are shown to whoever reads `language`."""
    shown, official = code_texts(language, home), _official(home) if language == OFFICIAL_LANGUAGE else {}
    return tuple(CodeRow(*key, shown[key], key in official) for key in own_texts(language))


def _official(home: Path | None) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name in LISTS:
        path = _path(name, home)
        if path.exists():
            own = official_texts(path.read_bytes(), path.name, name)
            found |= {(name, code): text for code, text in own.items()}
    return found


def _path(name: str, home: Path | None) -> Path:
    return (home or home_folder()) / FOLDER / f"{name}.csv"
