"""Reading the code lists that stand beside this file."""

import csv
from functools import cache
from importlib.resources import files


@cache
def read_list(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `codes/<name>.csv`, each a dict by column heading."""
    text = files("corridor.codes").joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
