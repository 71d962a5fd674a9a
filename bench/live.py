"""One claim by API: how long its sender waits, at a steady rate and with every sender as fast as it is answered."""

import argparse
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bench.book_of_claims import TAKEN_IN_ON, book_of_claims
from bench.claims_check import check
from bench.intake import DURABLE, _founded, temporary_store
from bench.registry import Measurement
from corridor.app.services.live_body import ClaimBody
from corridor.app.services.reading import read_in
from corridor.app.store.tenancy import tenant_transaction

CORRIDOR = Path(sys.executable).with_name("corridor")
_port = count(18_400)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rate", type=float, default=40.0, help="claims a second of all clients together")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the steady rate is kept")
    parser.add_argument("--seed", type=int, default=2026)


def measure(options: argparse.Namespace) -> Measurement:
    """Serve in a store of its own, send claims, and check what was decided."""
    steady = int(options.rate * options.seconds)
    book = book_of_claims(steady * 2 + 100, 1, options.seed)
    bodies = _bodies(book.files[0].content)
    with temporary_store() as store:
        assert store.server is not None, "the bench has a server of its own"
        sponsor = _founded(book)
        with _serving(store.server.data.parent, sponsor) as (port, token):
            senders = [_Sender(port, token, sponsor) for _ in range(options.clients)]
            for number, body in enumerate(bodies[:100]):  # kernels, plans of statements, connections
                senders[number % len(senders)].send(body)
            opened = _at_a_rate(senders, bodies[100 : 100 + steady], options.rate)
            closed, per_second = _as_fast_as_answered(senders, bodies[100 + steady :])
        with tenant_transaction(sponsor) as tx:
            checked = check(tx)
            durable = {name: tx.scalar(f"show {name}") for name in DURABLE}
    return Measurement(
        name="live",
        figure=_percentile(opened, 95) * 1e3,
        unit=f"ms, 95th percentile from the intended start, {options.rate:g} claims/s of {options.clients} clients",
        yardstick=f"ms, 95th percentile of {options.clients} clients that wait for nothing but their answers",
        yardstick_figure=_percentile(closed, 95) * 1e3,
        rows_checked=checked.lines,
        settings={
            "claims at the rate": len(opened),
            "p50, p95, p99 at the rate, ms": [round(_percentile(opened, p) * 1e3, 1) for p in (50, 95, 99)],
            "p50, p95, p99 closed, ms": [round(_percentile(closed, p) * 1e3, 1) for p in (50, 95, 99)],
            "claims/s closed": round(per_second, 1),
            **durable,
        },
    )


def _bodies(content: bytes) -> list[bytes]:
    """Claims of a file as bodies of requests."""
    frame = read_in(content, "claims.837").frame
    of_line = set(ClaimBody.model_fields["lines"].annotation.__args__[0].model_fields)  # type: ignore[union-attr]
    bodies = []
    for part in frame.partition_by("claim_index", maintain_order=True):
        rows = part.to_dicts()
        head = {k: v for k, v in rows[0].items() if k in ClaimBody.model_fields and k != "lines" and v is not None}
        lines = [{k: v for k, v in row.items() if k in of_line and v is not None} for row in rows]
        # Received on one day, they are decided in the order in which they come in, as the slow twin takes them.
        received = {"received_date": TAKEN_IN_ON}
        bodies.append(json.dumps(head | received | {"lines": lines}, default=str).encode())
    return bodies


class _Sender:
    """A client with a connection that it keeps."""

    def __init__(self, port: int, token: str, sponsor: str):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._path = f"/api/v1/sponsors/{sponsor}/claims"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._connection.connect()
        assert self._connection.sock is not None
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, body: bytes) -> None:
        key = {"Idempotency-Key": f"{id(self)}-{time.perf_counter_ns()}"}
        self._connection.request("POST", self._path, body, self._headers | key)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"bench live: found status {answer.status}, {content[:300]!r}")


def _at_a_rate(senders: list[_Sender], bodies: list[bytes], rate: float) -> list[float]:
    """Seconds from the moment at which each claim should have been sent to its answer."""
    start = time.perf_counter() + 0.2

    def run(place: int) -> list[float]:
        waits = []
        for number in range(place, len(bodies), len(senders)):
            due = start + number / rate
            time.sleep(max(due - time.perf_counter(), 0))
            senders[place].send(bodies[number])
            waits.append(time.perf_counter() - due)
        return waits

    with ThreadPoolExecutor(len(senders)) as pool:
        return [wait for waits in pool.map(run, range(len(senders))) for wait in waits]


def _as_fast_as_answered(senders: list[_Sender], bodies: list[bytes]) -> tuple[list[float], float]:
    start = time.perf_counter()

    def run(place: int) -> list[float]:
        waits = []
        for number in range(place, len(bodies), len(senders)):
            sent = time.perf_counter()
            senders[place].send(bodies[number])
            waits.append(time.perf_counter() - sent)
        return waits

    with ThreadPoolExecutor(len(senders)) as pool:
        waits = [wait for part in pool.map(run, range(len(senders))) for wait in part]
    return waits, len(bodies) / (time.perf_counter() - start)


def _percentile(seconds: list[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


@contextmanager
def _serving(home: Path, sponsor: str) -> Iterator[tuple[int, str]]:
    """`corridor serve` as a process: its port, and a token of an examiner."""
    environment = os.environ | {"CORRIDOR_HOME": str(home), "CORRIDOR_LANG": "en"}

    def corridor(*arguments: str) -> str:
        done = subprocess.run([CORRIDOR, *arguments], env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    corridor("user", "add", "bench@corridor.example", "--role", "examiner", "--sponsor", sponsor)
    told = corridor("user", "token", "make", "bench", "bench@corridor.example", "--sponsor", sponsor)
    found = re.search(r"shown once: (\S+)", told)
    assert found, "a token is shown"
    port = next(_port)
    server = subprocess.Popen([CORRIDOR, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port, found.group(1)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("bench live: the server did not start")
