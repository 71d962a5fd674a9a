"""A home of its own: the embedded server at its durable settings, a sponsor whose deposits are confirmed, pages."""

import ctypes
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from corridor.app.store.connect import DATABASE, SCHEMA
from corridor.app.store.server import ensure_running
from corridor.app.store.server.cluster import BOOTSTRAP
from tests.app.conftest import SHOP, claim_row, claims_csv

SPONSOR = "KILLED"
PRACTICES = tuple(f"100000000{digit}" for digit in (4, 5, 6))
FOUNDED_ON = date(2026, 1, 2)
CORRIDOR = Path(sys.executable).with_name("corridor")
_ADOPT_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER: processes whose parent dies become ours, so that a killed server is waited for."""

SET_UP = """
from datetime import date
from pathlib import Path
import sys
from corridor.app.services.documents import ARRANGEMENT, PLAN, STOP_LOSS, SourceDocument
from corridor.app.services.intake import NamedFile, take_in
from corridor.app.services.payments.payees import ConfirmAccount, EnterAccount, SetPayee
from corridor.app.services.payments.steps import do_step
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.connect import open_store
home, shop, arrangement, members, *practices = sys.argv[1:]
open_store(Path(home))
day = date(2026, 1, 2)
documents = [(PLAN, "plan.yaml"), (STOP_LOSS, "stoploss.yaml")]
sources = [SourceDocument(kind, name, (Path(shop) / name).read_bytes()) for kind, name in documents]
code = add_sponsor((*sources, SourceDocument(ARRANGEMENT, "arrangement.yaml", Path(arrangement).read_bytes())), day)
take_in(code, NamedFile("members.csv", Path(members).read_bytes()), day)
for place, practice in enumerate((*practices, "ADMINISTRATOR", "STOPLOSS")):
    entity = "provider" if practice in practices else "party"
    do_step(code, SetPayee("gil", practice, f"Payee {place}", entity, method="ach"), day)
    do_step(code, EnterAccount("gil", practice, "091000019", f"55500{place}"), day)
    do_step(code, ConfirmAccount("hal", practice), day)
"""


@dataclass
class Installation:
    """The processes of a home, and what is asked of them."""

    home: Path
    port: int = 0
    token: str = ""
    pages: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> Path:
        """What the last round said went wrong."""
        return self.home.parent / "errors.txt"

    def begin(self) -> None:
        """Server, sponsor, payees, pages."""
        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
        self.home.mkdir(mode=0o700)
        self.environment = os.environ | {"CORRIDOR_HOME": str(self.home), "CORRIDOR_LANG": "en"}
        for given in ("CORRIDOR_DATABASE_URL", "CORRIDOR_OWNER_DATABASE_URL"):
            self.environment.pop(given, None)
        arrangement, members = self.home.parent / "arrangement.yaml", self.home.parent / "members.csv"
        arrangement.write_text(_arrangement())
        members.write_text(_members())
        files = (self.home, SHOP, arrangement, members)
        self.run(sys.executable, "-c", SET_UP, *map(str, files), *PRACTICES)
        self.run(CORRIDOR, "user", "add", "kills@corridor.example", "--role", "examiner", "--sponsor", SPONSOR)
        told = self.run(CORRIDOR, "user", "token", "make", "kills", "kills@corridor.example", "--sponsor", SPONSOR)
        self.token = re.search(r"shown once: (\S+)", told).group(1)  # type: ignore[union-attr]
        self.serve()

    def run(self, *arguments: Any) -> str:
        """What a command says. It has to succeed."""
        done = subprocess.run(arguments, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self) -> None:
        """Start the pages."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        arguments = [CORRIDOR, "serve", "--port", str(self.port)]
        self.pages = subprocess.Popen(arguments, env=self.environment, stdout=subprocess.DEVNULL)

    def round(self, claims: Path, day: date, wait_when: str | None = None) -> subprocess.Popen[str]:
        """A process that does the round of a day."""
        arguments = [sys.executable, "-m", "tests.soak.kills.one_round", self.home, SPONSOR, claims, day.isoformat()]
        waiting = ["--wait-when", wait_when] if wait_when else []
        return subprocess.Popen(
            [*map(str, arguments), *waiting],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.errors.open("w"),
            text=True,
        )

    def connected(self) -> psycopg.Connection[Any]:
        """Past row-level security; starts the server where it was killed."""
        address = ensure_running(self.home).address(BOOTSTRAP, DATABASE)
        return psycopg.connect(**address, autocommit=True, options=f"-c search_path={SCHEMA}")

    def kill_database(self) -> None:
        """SIGKILL to the server and everything it started; each is waited for."""
        lines = (self.home / "data" / "postmaster.pid").read_text().splitlines()
        kill_tree(int(lines[0]))

    def kill_pages(self) -> None:
        """SIGKILL to the pages and their workers."""
        assert self.pages is not None
        kill_tree(self.pages.pid)
        self.pages.wait()
        self.serve()

    def send_claim(self, number: int, until: float) -> int:
        """One claim by API, again under the same key until it is answered; returns how often it was sent."""
        body = json.dumps(_live_claim(number)).encode()
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"live-{number}",
        }
        times = 0
        while time.monotonic() < until:
            times += 1
            url = f"http://127.0.0.1:{self.port}/api/v1/sponsors/{SPONSOR}/claims"
            request = urllib.request.Request(url, body, headers)
            with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(request, timeout=30) as answer:
                assert answer.status in (200, 201)
                return times
            time.sleep(0.2)
        raise AssertionError("a live claim was never answered")

    def end(self) -> None:
        """Nothing of this stays behind."""
        if self.pages:
            kill_tree(self.pages.pid)
            self.pages.wait()
        self.run(CORRIDOR, "stop")


def kill_tree(pid: int) -> None:
    """SIGKILL to a process and all below it, and wait for those that are ours."""
    import psutil

    try:
        top = psutil.Process(pid)
        processes = [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    for process in processes:
        with suppress(ChildProcessError):
            os.waitpid(process.pid, 0)


def claims_of_round(number: int) -> str:
    """Twelve claims of twelve people with three practices; none repeats another."""
    rows = [
        claim_row(
            f"R{number}-{place}",
            str(80_000 + number * 12 + place),
            str(140 + place),
            service="2026-01-10",
            received="2026-01-20",
            subscriber=f"F{(number * 12 + place) % 40}",
            member=f"F{(number * 12 + place) % 40}",
            npi=PRACTICES[place % len(PRACTICES)],
        )
        for place in range(12)
    ]
    return claims_csv(*rows)


def _live_claim(number: int) -> dict[str, object]:
    person = f"F{number % 40}"
    return {
        "claim_id": f"LIVE-{number}",
        "kind": "professional",
        "subscriber_id": person,
        "member_id": person,
        "patient_relationship": "self",
        "received_date": "2026-01-20",
        "billing_npi": PRACTICES[0],
        "billing_name": "Practice 4",
        "lines": [
            {
                "service_from": "2026-01-11",
                "place_of_service": "11",
                "procedure_code": str(89_999 - number),
                "diagnosis_codes": "Z000",
                "units": 1,
                "charge_cents": 50_00,
                "network": "in",
            }
        ],
    }


def _arrangement() -> str:
    text = (SHOP / "arrangement.yaml").read_text("utf-8").replace("code: SHOP", f"code: {SPONSOR}", 1)
    text = text.replace("days_to_deposit: 2", "deposits: confirmed\n  days_to_deposit: 0")
    text = text.replace("days_to_payment: 3", "days_to_payment: 0")
    rules = "  payments: {approval_limit: 0, prenote_banking_days: 0, account_wait_days: 0}\n"
    return text.replace("  float_target:", f"{rules}  float_target:")


def _members() -> str:
    head = (SHOP / "members.csv").read_text("utf-8").splitlines()[0]
    rows = [f"F{n},F{n},self,Quill,Ada,1980-02-03,F,medical,SHOP,EMP,2026-01-01," for n in range(40)]
    return "\n".join((head, *rows)) + "\n"
