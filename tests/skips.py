"""Ends a run with the list of its skips; where CI is set, a skip outside the allowed list fails the run."""

import os
import re
from pathlib import Path

import pytest

ALLOWED = Path(__file__).with_name("allowed_skips.txt")


def allowed_patterns() -> list[re.Pattern[str]]:
    lines = (line.strip() for line in ALLOWED.read_text("utf-8").splitlines())
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def reason_of(report: pytest.TestReport) -> str:
    longrepr = report.longrepr
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return
    unexpected = _unexpected(reporter)
    if unexpected and os.environ.get("CI") and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    terminalreporter.section(f"skips: {len(skipped)}")
    for report in skipped:
        terminalreporter.write_line(f"{report.nodeid}: {reason_of(report)}")
    unexpected = _unexpected(terminalreporter)
    if unexpected and os.environ.get("CI"):
        terminalreporter.write_line(f"{len(unexpected)} of them are not on the allowed list: this run fails", red=True)


def _unexpected(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    patterns = allowed_patterns()
    skipped = reporter.stats.get("skipped", [])
    return [r for r in skipped if not any(p.search(f"{r.nodeid}: {reason_of(r)}") for p in patterns)]
