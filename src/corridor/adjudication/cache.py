"""Where compiled kernels are kept between runs.

numba's cache of a kernel notices a change of the file that holds the kernel, not of the files whose functions it
calls, nor of constants it read from elsewhere. So the folder is named by a hash of all of them: a changed rule is
another folder, and old machine code is never found again.
"""

import hashlib
import importlib.metadata
import os
import sys
import tempfile
from pathlib import Path

import platformdirs

_HERE = Path(__file__).parent
_READ_BY_THE_KERNEL = ("codes/reasons.py", "money/cents.py", "money/rounding.py", "plan/arrays.py")


def rule_sources() -> list[Path]:
    """Every file whose text can change what the kernel computes, in a fixed order."""
    return sorted(_HERE.glob("*.py")) + [_HERE.parent / name for name in _READ_BY_THE_KERNEL]


def fingerprint() -> str:
    """Hash of all rule sources, numba's version and Python's: the name of the cache folder."""
    digest = hashlib.sha256()
    for path in rule_sources():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    digest.update(f"numba {importlib.metadata.version('numba')} python {sys.version}".encode())
    return digest.hexdigest()[:20]


def cache_folder() -> Path:
    """The folder for these sources under the user's cache; a private temporary one where that cannot be written."""
    folder = Path(platformdirs.user_cache_dir("corridor", appauthor=False)) / "kernels" / fingerprint()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="corridor-kernels-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="corridor-kernels-"))


def use_own_cache() -> None:
    """Point numba at `cache_folder()`, whether or not somebody has imported it already."""
    folder = str(cache_folder())
    os.environ["NUMBA_CACHE_DIR"] = folder  # numba reads it again at every compilation
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = folder
