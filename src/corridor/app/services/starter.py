"""Starter documents for a new employer: the examples, to be edited."""

from pathlib import Path

import corridor
from corridor.app.services.demo.documents import examples
from corridor.app.services.errors import ServiceError
from corridor.wording.said import said

_TABLES_IN_PACKAGE = Path(corridor.__file__).parent / "examples"
_TABLES_IN_CHECKOUT = Path(corridor.__file__).parents[2] / "docs" / "examples"
_DOCUMENTS = {
    "plan.yaml": "ppo.yaml",
    "stop-loss.yaml": "stoploss/attachment_10000_per_employee.yaml",
    "arrangement.yaml": "harbor/arrangement.yaml",
}
"""Name in the folder -> name under plans/."""
_TABLES = ("members.csv", "claims.csv", "claims.toml", "accounts.csv")
_EMPLOYER = (("HARBOR", "EMPLOYER"), ("Harbor Bakery", "The Employer"))
"""What an example calls its employer -> what the starter does."""


def write_starter(folder: Path) -> dict[str, bool]:
    """Write the starter documents into a folder; one that is there stays as it is.

    Returns name -> whether it was written. Raises ServiceError when there is a file in the folder's place.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise ServiceError(said("{folder}: found a file, expected a folder or nothing", folder=folder)) from error
    tables = _TABLES_IN_PACKAGE if _TABLES_IN_PACKAGE.is_dir() else _TABLES_IN_CHECKOUT
    sources = {name: examples() / source for name, source in _DOCUMENTS.items()} | {n: tables / n for n in _TABLES}
    return {name: _written(folder / name, source) for name, source in sources.items()}


def _written(target: Path, source: Path) -> bool:
    text = source.read_text("utf-8")
    for example, employer in _EMPLOYER:
        text = text.replace(example, employer)
    try:
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True
