"""The commands that the documentation shows are run, in the order in which they stand, and print what it shows.

A ```console block holds commands after `$ ` (continued after `> `) with lines that they print; `…` leaves lines, or
a part of one, out. Figures and clauses may be others: a quoted line counts by its other words. A ```python block is
run, and prints what the ```text block after it shows. An `export` holds from there on, up to an `unset`.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = (
    "docs/tutorial/first-plan-year.md",
    "README.md",
    "docs/tutorial/write-a-plan.md",
    "docs/howto/people-and-roles.md",
    "docs/howto/load-your-own-files.md",
    "docs/howto/load-code-edits.md",
    "docs/howto/back-out-a-mistaken-load.md",
    "docs/howto/change-a-plan.md",
    "docs/howto/readjudicate.md",
    "docs/howto/review-a-plan.md",
    "docs/howto/replay-under-another-plan.md",
    "docs/howto/explanation-of-benefits.md",
    "docs/howto/start-a-sponsor.md",
    "docs/howto/take-over.md",
    "docs/howto/weekly-round.md",
    "docs/howto/pay-claims.md",
    "docs/howto/back-up-and-restore.md",
    "docs/howto/check-the-installation.md",
    "docs/howto/price-claims.md",
)
TURKISH = ("docs/tutorial/first-plan-year.tr.md", "README.tr.md")
IN_TURKISH = "export CORRIDOR_LANG=tr"
REPLACED = {
    "make demo": "corridor demo --small",  # set-up is not repeated, and the whole demo takes a few minutes
    "make test": "true",  # this is it
    "make serve": "true",  # it serves until it is stopped; tests/app/browser does that
    "corridor serve": "true",
    ".venv/bin/corridor user demo": "corridor user demo",
    "corridor demo": "corridor demo --small",
    "corridor explain 1000": "corridor explain 1",  # a claim of the same shape in the small demo
    "corridor verify --sponsor MERIDIAN": "corridor verify",  # once, after the undo, for both pages that verify
    "export CORRIDOR_HOME=/tmp/corridor-tutorial": "true",  # one demo serves all pages
}
"""What a page says -> what the test does instead."""
_EXPORT = re.compile(r"export (\w+)=(\S+)")
_BLOCK = re.compile(r"^```(console|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FIGURES = re.compile(r"\[(?:clause|madde) [^]]*\]|[-+]?\d[\d,.:-]*")
ONCE = ("corridor demo", "corridor adjudicate", "corridor verify")
"""Commands that are run once for all pages; those after the first are shown its answer."""


@dataclass
class Step:
    """A command and the lines that the page shows after it."""

    command: str
    shown: list[str] = field(default_factory=list)


def steps_of(text: str) -> Iterator[Step]:
    """The commands of a page in order."""
    step: Step | None = None
    for language, block in _BLOCK.findall(text):
        if language == "console":
            yield from console_steps(block)
        elif language == "python":
            step = Step(f"{shlex.quote(sys.executable)} -c {shlex.quote(block)}")
        elif step is not None:
            step.shown = block.splitlines()
            yield step
            step = None


def console_steps(block: str) -> list[Step]:
    steps: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append(Step(line[2:]))
        elif line.startswith("> ") and not steps[-1].shown:
            steps[-1].command += "\n" + line[2:]
        else:
            steps[-1].shown.append(line)
    return steps


def words_of(line: str) -> str:
    """The line without its figures and its spacing."""
    return " ".join(_FIGURES.sub("#", line).split())


def missing_lines(step: Step, printed: str) -> list[str]:
    """The shown lines whose words stand in no printed line."""
    found = {words_of(line) for line in printed.splitlines()}
    return [line for line in step.shown if line.strip() and not is_among(line, found)]


def is_among(line: str, found: set[str]) -> bool:
    start, cut, end = (words_of(part) for part in line.partition("…"))
    if not cut:
        return start in found
    return any(words.startswith(start) and words.endswith(end) for words in found)


@dataclass(frozen=True)
class Place:
    """A folder that looks like the checkout, and the environment in which commands run there."""

    folder: Path
    environment: dict[str, str]
    answers: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """What the command answers; of one of ONCE, what it answered before."""
        if exported := _EXPORT.fullmatch(command):
            self.environment[exported[1]] = exported[2]
        if command.startswith("unset "):
            self.environment.pop(command.removeprefix("unset "), None)
        if command in self.answers:
            return self.answers[command]
        how = {"cwd": self.folder, "env": self.environment, "capture_output": True, "text": True}
        done = subprocess.run(["bash", "-c", command], check=False, **how)
        if command.startswith(ONCE):
            self.answers[command] = done
        return done


@pytest.fixture
def place() -> Iterator[Place]:
    home = Path(tempfile.mkdtemp(prefix="corridor-docs-"))
    folder = home / "checkout"
    folder.mkdir()
    for name in ("plans", "docs", "maps"):
        (folder / name).symlink_to(ROOT / name)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")}
    place = Place(folder, kept | {"PATH": path, "CORRIDOR_HOME": str(home / "store"), "LC_ALL": "C.UTF-8"})
    yield place
    place.run("corridor stop")
    place.run(f"rm -rf {shlex.quote(str(home))}")


@pytest.mark.slow
@pytest.mark.parametrize(
    "pages",
    [ENGLISH, pytest.param(TURKISH, marks=pytest.mark.soak)],  # the Turkish pages have the same commands
    ids=["english", "turkish"],
)
def test_every_page_does_what_it_shows(place: Place, pages: tuple[str, ...]) -> None:
    faults = [
        f"{page}: {step.command.splitlines()[0][:100]}\n  {fault}"
        for page in pages
        for step in steps_of((ROOT / page).read_text("utf-8"))
        for fault in faults_of(step, place)
    ]
    assert not faults, "\n".join(faults)


def faults_of(step: Step, place: Place) -> list[str]:
    done = place.run(REPLACED.get(step.command, step.command))
    faults = [f"exit {done.returncode}: {(done.stdout + done.stderr)[-500:]}"] if done.returncode else []
    return faults + [f"does not print: {line}" for line in missing_lines(step, done.stdout + done.stderr)]


def test_every_page_with_commands_is_run() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {str(page.relative_to(ROOT)) for page in pages if "```console" in page.read_text("utf-8")}
    assert shown <= {*ENGLISH, *TURKISH}


@pytest.mark.parametrize("turkish", TURKISH)
def test_a_page_in_turkish_is_the_english_one(turkish: str) -> None:
    """Headings of the same depth in the same order, the same commands between them, the same links."""
    english = turkish.replace(".tr.md", ".md")
    ours, theirs = ((ROOT / page).read_text("utf-8") for page in (turkish, english))
    shape = [part for part in outline(ours) if part != IN_TURKISH]
    assert shape == outline(theirs)
    assert sorted(targets(ours)) == sorted(targets(theirs))


def outline(text: str) -> list[str]:
    """What a translation keeps: depths of headings, commands, programs."""
    parts = re.finditer(r"^(#+) |^```(?:console|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for part in parts for line in ([part[1]] if part[1] else commands_of(part[2]))]


def commands_of(block: str) -> list[str]:
    return [step.command for step in console_steps(block)] if block.startswith("$ ") else [block]


def targets(text: str) -> list[str]:
    """Where the links of a page lead, a page and its translation counting as one."""
    return [re.sub(r"\.tr\.(md|png)$", r".\1", target) for target in re.findall(r"\]\(([^)\s]+)\)", text)]


def test_commands_and_what_they_print_are_told_apart() -> None:
    text = "```console\n$ one\nprints 1\n$ two <<'END'\n> more\n> END\n```\n```python\nprint(3)\n```\n```text\n3\n```\n"
    assert [(step.command.split(" ")[0], step.shown) for step in steps_of(text)][:2] == [
        ("one", ["prints 1"]),
        ("two", []),
    ]
    assert [step.shown for step in steps_of(text)][2] == ["3"]


def test_a_line_counts_by_its_words() -> None:
    step = Step("", ["claims 7, paid 1,234.50", "stopped the …", "called 5.00"])
    assert missing_lines(step, "claims   12, paid 0.07\nstopped the server\n") == ["called 5.00"]
