"""Runs commands as a shell would, in this process: arguments in; exit code, stdout and stderr out."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corridor.app.cli.main import run
from tests.app.conftest import Database, opened


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Corridor = Callable[..., Ran]


@pytest.fixture
def run_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[Database], Corridor]:
    """Makes a runner of commands on a database."""

    def on(database: Database) -> Corridor:
        for name, value in {**database.environment(), "CORRIDOR_LANG": "en"}.items():
            monkeypatch.setenv(name, value)

        def corridor(*arguments: str | Path) -> Ran:
            monkeypatch.setattr(sys, "argv", ["corridor", *map(str, arguments)])
            capsys.readouterr()
            with opened(database), pytest.raises(SystemExit) as ended:
                run()
            code = ended.value.code
            return Ran(code if isinstance(code, int) else int(bool(code)), *capsys.readouterr())

        return corridor

    return on


@pytest.fixture
def corridor(run_on: Callable[[Database], Corridor], database: Database) -> Corridor:
    """Runs a command on the worker's store."""
    return run_on(database)


@pytest.fixture
def on_demo(run_on: Callable[[Database], Corridor], demo_database: Database) -> Corridor:
    """Runs a command that only reads, on the demo."""
    return run_on(demo_database)
