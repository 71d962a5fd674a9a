"""Every transcript beside this file runs as it is written.

A line `$ corridor …` is run; what follows, up to the next one, is what it must print: stdout, then stderr, then
`[1]` where it must end with that exit code. Lines that begin with `#`, and empty lines before a command, are for
the reader. Progress bars are left out.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.cli.conftest import Corridor, Ran

HERE = Path(__file__).parent
PROMPT = "$ corridor "


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Commands, and what each must print."""
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith("#")]
    starts = [place for place, line in enumerate(lines) if line.startswith(PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start].removeprefix(PROMPT), "\n".join(lines[start + 1 : end]).strip("\n")


def printed(ran: Ran) -> str:
    lines = [line.rstrip() for line in (ran.out + ran.err).splitlines() if "━" not in line]
    if ran.code:
        lines.append(f"[{ran.code}]")
    return "\n".join(lines).strip("\n")


@pytest.mark.parametrize("transcript", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(transcript: Path, only_shop: Corridor) -> None:
    for command, expected in steps(transcript.read_text(encoding="utf-8")):
        assert (command, printed(only_shop(*shlex.split(command)))) == (command, expected)
