"""Mutation testing of the rules: which single changes to them no test notices. `make mutation` runs it.

mutmut changes one operator, number or argument at a time in a copy of the tree, with the compiler off, and runs the
tests of tests/adjudication/rules that reach it. The copy has no conftest of the application, so that a test run takes
no longer than the tests.
"""

import argparse
import ast
import io
import json
import os
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.oracle.settled_books import keep

ROOT = Path(__file__).parents[1]
FOLDER = Path(".mutation")
RULES = Path("src/corridor/adjudication")
TESTS = Path("tests/adjudication/rules")
SURVIVORS = Path("docs/explanation/mutation.md")
COPIED = ("src", "tests/adjudication/rules", "tests/oracle")
NO_RULE = {"door.py", "rows.py"}
"""Compiled as well, but checks of what comes in, and a cast of numbers."""
BOOKS = 300
"""Generated books of about 24 lines each that the kernel is held to."""
LEAST_KILLED, LEAST_PER_TEN_LINES = 0.9, 5.0
KILLED, TIMED_OUT = {1, 3}, {36, 24, -24, 152, 255, -9}
"""Exit codes of a mutant's test run: a failed test or an error; too long."""

CONFIGURATION = """\
[tool.mutmut]
source_paths = ["src"]
only_mutate = {files}
pytest_add_cli_args_test_selection = ["{tests}"]
use_git_change_detection = false
timeout_multiplier = 5.0
timeout_constant = 2.0

[tool.pytest.ini_options]
addopts = "--import-mode=importlib -p no:cacheprovider -p no:xdist -p no:playwright -p no:base_url --strict-markers"
pythonpath = ["."]
markers = ["soak", "slow"]
"""


@dataclass(frozen=True)
class Mutant:
    """One changed copy of a function. was, became: the changed lines, joined."""

    file: str
    function: str
    fate: str  # killed, timed out, survived
    was: str
    became: str

    @property
    def sentence(self) -> str:
        """How docs/explanation/mutation.md names a survivor."""
        return f"`{self.was}` → `{self.became}`"


def main(arguments: list[str]) -> int:
    """Run mutmut and report; 1 where too little was killed, or a survivor is not explained."""
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="names of rule files, such as limits; none: all")
    parser.add_argument("--cores", type=int, default=os.cpu_count())
    parser.add_argument("--report", action="store_true", help="only show what the last run found")
    options = parser.parse_args(arguments)
    files = [RULES / f"{name}.py" for name in options.files] or rule_files()
    if not options.report:
        prepare(files)
        run(options.cores)
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    return 0 if show(files, mutants) else 1


def rule_files() -> list[Path]:
    """The files whose functions are compiled into the kernel, and the kernel."""
    marks = ("= compiled(", "= njit(")
    return [
        path.relative_to(ROOT)
        for path in sorted((ROOT / RULES).glob("*.py"))
        if path.name not in NO_RULE and any(mark in path.read_text("utf-8") for mark in marks)
    ]


def prepare(files: list[Path]) -> None:
    """Lay out the copy that mutmut works in."""
    folder = ROOT / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "app"))
    text = CONFIGURATION.format(files=json.dumps([str(file) for file in files]), tests=TESTS)
    (folder / "pyproject.toml").write_text(text, "utf-8")
    books = folder / "tests/oracle/settled_books.pickle"
    keep(books, range(BOOKS))


def run(cores: int) -> None:
    """Run mutmut in the copy. Raises CalledProcessError where the tests fail without any change."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    mutmut = Path(sys.executable).with_name("mutmut")
    with (ROOT / FOLDER / "mutmut.log").open("w") as log:
        subprocess.run(
            [mutmut, "run", "--max-children", str(cores)], cwd=ROOT / FOLDER, env=environment, stdout=log, check=True
        )


def mutants_of(file: Path) -> Iterator[Mutant]:
    """What became of each mutant of a rule file, as mutmut noted it."""
    mutated = ROOT / FOLDER / "mutants" / file
    if not mutated.exists():
        return
    source = mutated.read_text("utf-8")
    functions = {
        node.name: ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
    noted = json.loads(mutated.with_name(mutated.name + ".meta").read_text("utf-8"))["exit_code_by_key"]
    for key, exit_code in noted.items():
        name = key.rpartition(".")[2]
        stem = name.partition("__mutmut_")[0]
        was, became = changed_lines(functions[f"{stem}__mutmut_orig"], functions[name])
        yield Mutant(file.name, stem.removeprefix("x_"), fate(exit_code), was, became)


def fate(exit_code: int | None) -> str:
    """In words, what a mutant's test run came to. A mutant that no test reaches survived."""
    if exit_code in KILLED:
        return "killed"
    return "timed out" if exit_code in TIMED_OUT else "survived"


def changed_lines(original: str, mutated: str) -> tuple[str, str]:
    """The lines that differ, without the function's name and mutmut's marks."""
    mark = "  # type: ignore # mutmut generated"
    one, other = ([line.replace(mark, "") for line in text.splitlines()[1:]] for text in (original, mutated))
    differences = list(ndiff(one, other))
    return tuple(  # type: ignore[return-value]
        " ".join(line[2:].strip() for line in differences if line.startswith(sign)) for sign in ("- ", "+ ")
    )


def code_lines(source: str) -> int:
    """Lines that hold code: neither blank, nor only a comment, nor of a docstring."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type not in silent]
    docstrings = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return len({line for token in tokens for line in range(token.start[0], token.end[0] + 1)} - docstrings)


def show(files: list[Path], mutants: list[Mutant]) -> bool:
    """Print the table and the survivors that nobody explained; whether all is as it should be."""
    console = Console(width=200 if not sys.stdout.isatty() else None)
    table = Table(
        "file", *("lines of code", "mutants", "per 10 lines", "killed", "timed out", "survived", "share killed")
    )
    is_enough = True
    for file in [*files, None]:
        of_file = [one for one in mutants if file is None or one.file == file.name]
        lines = sum(code_lines((ROOT / each).read_text("utf-8")) for each in (files if file is None else [file]))
        counts = [sum(one.fate == fate for one in of_file) for fate in ("killed", "timed out", "survived")]
        share = (counts[0] + counts[1]) / max(len(of_file), 1)
        density = len(of_file) * 10 / lines
        is_enough &= share >= LEAST_KILLED and density >= LEAST_PER_TEN_LINES
        table.add_row(
            file.name if file else "all",
            *map(str, (lines, len(of_file))),
            f"{density:.1f}",
            *map(str, counts),
            f"{share:.1%}",
        )
    console.print(table)
    page = (ROOT / SURVIVORS).read_text("utf-8")
    unexplained = [one for one in mutants if one.fate == "survived" and one.sentence not in page]
    for one in unexplained:
        console.print(f"{one.file} {one.function}: {one.sentence}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"survivors that {SURVIVORS} does not explain: {len(unexplained)}")
    return is_enough and not unexplained


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
