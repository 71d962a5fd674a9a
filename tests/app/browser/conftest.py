"""A real browser before a real server: `corridor serve` on a copy of the demo, Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import Database
from tests.conftest import clone

NO_BROWSER = "CORRIDOR_NO_BROWSER"
SCREENSHOTS = "CORRIDOR_SCREENSHOTS"
PASSWORD = "a-word-for-the-browser"
SPONSOR = "MERIDIAN"
CORRIDOR = str(Path(sys.executable).with_name("corridor"))
WIDTHS = (1400, 400)


@dataclass
class Site:
    """A server of pages. environment: what makes the command line use the same database."""

    address: str
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    port: int = 0
    log: Path = field(default_factory=Path)

    def corridor(self, *arguments: str, given: str = "") -> str:
        """Run a command beside the server; its output."""
        done = subprocess.run(
            [CORRIDOR, *arguments], input=given, env=os.environ | self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start serving, and wait until it answers."""
        with self.log.open("ab") as log:
            command = [CORRIDOR, "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(command, env=os.environ | self.environment, stdout=log, stderr=log)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.address}/accounts/sign-in/").close()
                return
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        """Stop serving."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: the folder that the environment names, else one that nobody keeps."""
    folder = Path(os.environ.get(SCREENSHOTS) or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def site_database(home: Path, whole_demo_template: str, worker_id: str) -> Database:
    """A copy of the whole demo, which the command line may add to."""
    name = f"site_{worker_id}"
    clone(home, whole_demo_template, name)
    return Database(home, name)


@pytest.fixture(scope="session")
def site(site_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of the demo, with one person for each role."""
    port = _free_port()
    log = tmp_path_factory.mktemp("site") / "serve.log"
    served = Site(f"http://127.0.0.1:{port}", site_database.environment(), port=port, log=log)
    served.corridor("user", "demo", "--sponsor", SPONSOR, "--password-stdin", given=PASSWORD)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where Chromium is. Without one the test fails; it skips only where the environment wants no browser."""
    if os.environ.get(NO_BROWSER):
        pytest.skip(f"{NO_BROWSER} is set")
    path = shutil.which("chromium")
    if path is None:
        pytest.fail(f"found no chromium, expected one: `make setup-browser` installs it; or set {NO_BROWSER}")
    return path


@pytest.fixture(scope="module")
def chromium(browser_path: str, site: "Site") -> Iterator[Any]:
    """Chromium before the site.

    For one module at a time: while Playwright runs, its event loop is this thread's, and Django, which must not be
    called from one, is told that here it may.
    """
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """Opens pages of a width and a language; a script that fails or is refused by the content policy fails the test."""
    opened: list[Any] = []
    complaints: list[str] = []

    def page(width: int = 1400, language: str = "en") -> Any:
        context = chromium.new_context(
            base_url=site.address, viewport={"width": width, "height": 900}, locale=language, reduced_motion="reduce"
        )
        fresh = context.new_page()
        fresh.set_default_timeout(15_000)
        fresh.on("pageerror", lambda error: complaints.append(str(error)))
        fresh.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        opened.append(context)
        return fresh

    yield page
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def signed_in(page_at: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a page and signs a role's person in."""

    def sign_in(role: str = "finance", width: int = 1400, language: str = "en") -> Any:
        page = page_at(width, language)
        page.goto("/")
        page.fill("#id_login", f"{role}@corridor.example")
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    return sign_in
