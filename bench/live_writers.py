"""Writers that race: processes that decide live claims one after another, all let go at the same moment."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAYS = 330
FIRST_DAY = date(2026, 1, 1)

WRITER = """
import json, sys, time
from datetime import date
from pathlib import Path
from corridor.app.services.live import decide_live
from corridor.app.services.live_body import read_body
from corridor.app.store.connect import open_store

order = json.loads(sys.argv[1])
open_store(Path(order["home"]), database=order["database"])
bodies = [(key, read_body(json.dumps(body).encode())) for key, body in json.loads(sys.stdin.readline())]
day = date.fromisoformat(order["as_of"])
print("ready", flush=True)
sys.stdin.readline()
for key, body in bodies:
    decide_live(order["sponsor"], body, key, day)
print(json.dumps({"ended": time.time(), "cpu_seconds": time.process_time()}))
"""


@dataclass(frozen=True)
class Raced:
    """seconds: from the word to the last answer; cpu_seconds: of all writers, their start included."""

    seconds: float
    cpu_seconds: float


def claim(writer: int, number: int, subscriber: str, charge_cents: int) -> dict[str, Any]:
    """A claim that no other claim repeats: each has a procedure and a day of its own."""
    day = FIRST_DAY + timedelta(days=number % DAYS)
    line = {
        "service_from": day.isoformat(),
        "place_of_service": "11",
        "procedure_code": f"{80000 + writer * 40 + number // DAYS:05d}",
        "diagnosis_codes": "Z000",
        "charge_cents": charge_cents,
        "network": "in",
    }
    return {
        "received_date": day.isoformat(),
        "claim_id": f"W{writer}-{number}",
        "kind": "professional",
        "subscriber_id": subscriber,
        "member_id": subscriber,
        "patient_relationship": "self",
        "billing_npi": "1000000004",
        "billing_name": "Practice 4",
        "lines": [line],
    }


def race(home: str, database: str, sponsor: str, work: list[list[tuple[str, dict[str, Any]]]], as_of: date) -> Raced:
    """Each list of (key, claim) decided by a process of its own."""
    order = {"home": home, "database": database, "sponsor": sponsor, "as_of": as_of.isoformat()}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in work
    ]
    for writer, claims in zip(writers, work, strict=True):
        _say(writer, json.dumps(claims))
    for writer in writers:
        assert writer.stdout is not None
        if writer.stdout.readline() != "ready\n":
            raise RuntimeError("a writer did not start")
    started = time.time()
    for writer in writers:
        _say(writer, "go")
    answers = [json.loads(writer.communicate()[0]) for writer in writers]
    return Raced(max(a["ended"] for a in answers) - started, sum(a["cpu_seconds"] for a in answers))


def _say(writer: "subprocess.Popen[str]", line: str) -> None:
    assert writer.stdin is not None
    writer.stdin.write(line + "\n")
    writer.stdin.flush()
