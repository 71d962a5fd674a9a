"""Proportions of the tree, as a ratchet: what is within them stays within them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
HIDDEN_AND_OURS = (".ci", ".gitignore", ".importlinter")
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".cfg", ".ini", ".txt", ".lock", ".sql", ".csv", ""}
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
FUNCTION_LINES_MEDIAN = 12
LONGER_FUNCTIONS = {
    "adjudication/kernel.py:_decide_line": 100,  # the order of steps, in one place
}
BANNED_IN_SOURCE = (
    r"\bT" + r"ODO\b",
    r"\bF" + r"IXME\b",
    r"\bX" + r"XX\b",
    r"\bprint\(.*\) *# *debug",
    r"\bbreakpoint\(",
)
BANNED_NAMES = ("ut" + "ils", "help" + "ers", "com" + "mon", "mi" + "sc")
BANNED_EVERYWHERE = (
    r"/wo" + r"rk/(?:main|shared)",
    r"/home/\w+/",
    r"--(?:extra-)?index-url [a-z]+:",
    r"https?://(?!example)[^/\s\"')]*(?:py" + r"pi|artifactory|nexus|registry)[^/\s]*",
)


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def texts() -> Iterator[Path]:
    """Every text file of the tree."""
    ours = [path for path in ROOT.iterdir() if not path.name.startswith(".") or path.name in HIDDEN_AND_OURS]
    for path in [inner for top in ours for inner in (top.rglob("*") if top.is_dir() else [top])]:
        if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
            yield path


@pytest.fixture(scope="module")
def contents() -> dict[Path, str]:
    return {path.relative_to(ROOT): path.read_text("utf-8", errors="replace") for path in texts()}


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)) for path in SOURCES if len(path.read_text("utf-8").splitlines()) > FILE_LINES_MAX
    }
    assert long == set()


def test_no_function_is_too_long_to_read() -> None:
    for path in SOURCES:
        for name, lines in functions_of(path):
            where = f"{path.relative_to(ROOT / 'src' / 'corridor')}:{name}"
            assert lines <= LONGER_FUNCTIONS.get(where, FUNCTION_LINES_MAX), f"{where}: {lines} lines"


def test_most_functions_are_short() -> None:
    assert median(lines for path in SOURCES for _, lines in functions_of(path)) <= FUNCTION_LINES_MEDIAN


def test_the_longer_functions_are_still_there() -> None:
    there = {
        f"{path.relative_to(ROOT / 'src' / 'corridor')}:{name}"
        for path in SOURCES
        for name, lines in functions_of(path)
        if lines > FUNCTION_LINES_MAX
    }
    assert set(LONGER_FUNCTIONS) == there


def test_nothing_is_left_for_later() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        for pattern in BANNED_IN_SOURCE:
            assert not re.search(pattern, text), f"{path.relative_to(ROOT)}: {pattern}"


def test_every_file_has_a_noun_for_a_name() -> None:
    named = [path for path in SOURCES if {path.stem, path.parent.name} & set(BANNED_NAMES)]
    assert named == []


@pytest.mark.parametrize("pattern", BANNED_EVERYWHERE)
def test_no_path_of_a_machine_and_no_address_of_a_registry(contents: dict[Path, str], pattern: str) -> None:
    assert [str(path) for path, text in contents.items() if re.search(pattern, text)] == []


def test_money_is_rounded_in_one_place() -> None:
    """Below the application nothing but money/ calls `round`."""
    for path in SOURCES:
        parts = path.relative_to(ROOT / "src" / "corridor").parts
        if parts[0] in ("money", "app"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        calls = [
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert "round" not in calls, "/".join(parts)
