"""The first response of the overview on the whole demo, figures in it, beside the page that has none."""

import argparse
import http.client
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.dashboard_check import check, postings
from bench.registry import Measurement
from corridor.app.config.environment import HOME
from corridor.app.store.tenancy import tenant_transaction

SPONSOR = "MERIDIAN"
YEARS = (2024, 2025, 2026)
SIGN_IN = "/accounts/sign-in/"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
CORRIDOR = str(Path(sys.executable).with_name("corridor"))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--home", type=Path, help="a home in which the demo has run; default: one made and thrown away")
    parser.add_argument("--requests", type=int, default=300, help="how many times the page is asked for")


def measure(options: argparse.Namespace) -> Measurement:
    """Serve the demo, sign a finance lead in, ask for the overview of each year in turn, and check its figures."""
    with _home(options.home) as home, _served(home) as browser:
        pages = [f"/sponsors/{SPONSOR}/overview/?year={year}" for year in YEARS]
        for page in [*pages, SIGN_IN] * 5:  # code loaded, connections open, plans of statements cached
            browser.get(page)
        seconds, plain = [], []
        for number in range(options.requests):
            seconds.append(browser.timed(pages[number % len(pages)]))
            plain.append(browser.timed(SIGN_IN))
        rows = postings(SPONSOR)
        checked = sum(check(rows, year, browser.get(page)) for year, page in zip(YEARS, pages, strict=True))
        durable = _durable()
    return Measurement(
        name="dashboard",
        figure=_percentile(seconds, 95) * 1000,
        unit="ms, p95 of the overview's first response",
        yardstick="p95 in ms of the sign-in page, which asks for no figure, in turn with it",
        yardstick_figure=_percentile(plain, 95) * 1000,
        rows_checked=checked,
        settings={
            "requests": options.requests,
            "p50 ms": round(_percentile(seconds, 50) * 1000, 1),
            "p99 ms": round(_percentile(seconds, 99) * 1000, 1),
            "p50 ms of the yardstick": round(_percentile(plain, 50) * 1000, 1),
            **durable,
        },
    )


def _percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent of all do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


@dataclass
class Browser:
    """One connection that is kept open, as a browser keeps it, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str, body: str | None = None) -> str:
        """The page; a redirection is not followed. Raises AssertionError for an error."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        assert answer.status < 400, f"{path}: found status {answer.status}"
        return content

    def timed(self, path: str) -> float:
        """Seconds until the whole page is there."""
        start = time.perf_counter()
        self.get(path)
        return time.perf_counter() - start

    def sign_in(self, email: str, password: str) -> None:
        """Sign a person in."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(SIGN_IN))[-1]
        form = {"login": email, "password": password, "csrfmiddlewaretoken": token, "next": ""}
        self.get(SIGN_IN, urllib.parse.urlencode(form))
        assert "sessionid" in self.cookies, "found no session after signing in"


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    """The home of the demo: the one given, else one that is made, run and thrown away."""
    if given:
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="corridor-bench-"))
    try:
        _corridor(home, "demo")
        yield home
    finally:
        _corridor(home, "stop")
        shutil.rmtree(home)


@contextmanager
def _served(home: Path) -> Iterator[Browser]:
    """`corridor serve` on the home, and a signed-in browser before it."""
    os.environ[HOME] = str(home)  # the figures are checked in this process
    password, email = secrets.token_urlsafe(12), "bench@corridor.example"
    order = ("user", "add", email, "--role", "finance", "--sponsor", SPONSOR, "--password-stdin")
    _corridor(home, *order, given=password)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([CORRIDOR, "serve", "--port", str(port)], env=_environment(home))
    try:
        browser = _waited_for(port)
        browser.sign_in(email, password)
        yield browser
    finally:
        process.terminate()
        process.wait(20)


def _waited_for(port: int) -> Browser:
    for _ in range(300):
        try:
            browser = Browser(port)
            browser.get(SIGN_IN)
            return browser
        except ConnectionError:
            time.sleep(0.1)
    raise TimeoutError("bench dashboard: found no answer of the server within 30 seconds")


def _corridor(home: Path, *arguments: str, given: str = "") -> None:
    subprocess.run(
        [CORRIDOR, *arguments], input=given, text=True, env=_environment(home), check=True, capture_output=True
    )


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {HOME: str(home)}


def _durable() -> dict[str, str]:
    with tenant_transaction(SPONSOR) as tx:
        return {name: tx.scalar(f"show {name}") for name in DURABLE}
