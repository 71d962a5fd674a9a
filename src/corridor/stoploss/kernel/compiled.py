"""From plain Python to machine code that is kept on disk for as long as its sources stay as they are.

numba notices a change of the file of a function, not of the files whose functions it calls; so the folder in which
the code is kept is named by a hash of all of them.
"""

import hashlib
import importlib.metadata
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs
from numba import njit

Rule = TypeVar("Rule", bound=Callable[..., object])
_SOURCES = [*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parents[2] / "money" / "rounding.py"]


def compiled(leaf: Rule) -> Rule:
    """`leaf` compiled into the function that calls it."""
    return cast(Rule, njit(leaf, forceinline=True))


def compiled_entry(entry: Rule) -> Rule:
    """`entry` compiled where it is first called and kept on disk; threads run it side by side."""
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = _folder()
    try:
        return cast(Rule, njit(entry, cache=True, nogil=True))
    finally:
        config.CACHE_DIR = before


@cache
def _folder() -> str:
    digest = hashlib.sha256(f"numba {importlib.metadata.version('numba')} python {sys.version}".encode())
    for path in _SOURCES:
        digest.update(path.read_bytes())
    folder = Path(platformdirs.user_cache_dir("corridor", appauthor=False)) / "stoploss" / digest.hexdigest()[:20]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
    except OSError:
        return tempfile.mkdtemp(prefix="corridor-stoploss-")
    return str(folder)
