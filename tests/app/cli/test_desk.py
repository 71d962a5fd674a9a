"""The desk on the command line, on the demo: the queue handed out, a clock stopped, an override, days counted."""

from collections.abc import Callable

from tests.app.cli.conftest import Corridor
from tests.app.conftest import Database


def test_the_queue_is_worked_and_everything_verifies(
    own_demo: Database, run_on: Callable[[Database], Corridor]
) -> None:
    corridor = run_on(own_demo)
    day = ("--as-of", "2027-03-01")
    listed = corridor("queue", "list", *day, "--json").data
    assert listed["count"] == len(listed["pends"]) > 0
    first = corridor("queue", "next", "--who", "ana", *day, "--json").data
    assert first["owner"] == "ana"
    number = str(first["claim_number"])
    assert corridor("queue", "ask", number, "--what", "report", "--who", "ana", *day).code == 0
    assert corridor("queue", "list", "--owner", "ana", *day, "--json").data["pends"][0]["waits_since"] == "2027-03-01"
    assert corridor("queue", "answered", number, "--what", "it came", "--who", "ana", *day).code == 0
    assert corridor("queue", "again", number, "--why", "looked", "--who", "ana", *day).code == 0
    limit = ("override", "limit", "ana", "--amount", "1", "--authority", "letter", "--who", "cid")
    assert corridor(*limit, *day).code == 0
    proposal = (
        "override",
        "propose",
        number,
        "--action",
        "deny",
        "--why",
        "no",
        "--authority",
        "manual",
        "--who",
        "ana",
    )
    assert corridor(*proposal, *day, "--json").data["state"] == "proposed"
    assert "waits for a second person" in corridor("override", "list").out
    assert corridor("measures", "--from", "2020-01-01", "--to", "2027-12-31", "--json").data["all"]["claims"] > 0
    assert corridor("verify").code == 0


def test_days_are_counted_without_a_store(own_demo: Database, run_on: Callable[[Database], Corridor]) -> None:
    corridor = run_on(own_demo)
    assert corridor("clocks", "cobra", "2026-01-01", "--json").data[-1]["day"] == "2026-05-30"
    assert "149 days in all" in corridor("clocks", "cobra", "2026-01-01").out
    due = corridor("clocks", "erisa", "urgent", "--received", "2026-03-02T12:00", "--json").data[0]
    assert due["day"] == "2026-03-05"
