"""Thirty-two writers race on one fund; a million transfers are written while others read."""

import os
from pathlib import Path
from typing import Any

import pytest

from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.entries import PostEntry
from corridor.app.services.ledger.limits import SetLimit
from corridor.app.services.verify import verify
from tests.app.conftest import Database, Shop, new_shop
from tests.soak.money.found import find
from tests.soak.money.transfers import DAY, EMPLOYER, FUND, Process

pytestmark = pytest.mark.soak

ACTS = int(os.environ.get("CORRIDOR_RACE_ACTS", "100"))
TRANSFERS = int(os.environ.get("CORRIDOR_TRANSFERS", "1000000"))
SEED = int(os.environ.get("CORRIDOR_MONEY_SEED", "20260127"))
WRITERS, PROCESSES, OPENING = 32, 4, 500_00
LOWEST = """
    select min(left_cents) from (
        select (sum(case account when %(fund)s then p.amount_cents end) over (order by e.batch_id, p.id)) as left_cents
        from posting p join journal_entry e on e.id = p.entry_id join tenant t on t.id = p.tenant_id
        where t.code = %(sponsor)s and p.account = %(fund)s) so_far
"""


def _order(database: Database, shop: Shop, **more: Any) -> dict[str, Any]:
    return {"home": str(database.home), "database": database.name, "sponsor": shop.code, "seed": SEED, **more}


def _waiting(database: Database) -> tuple[int, int]:
    """Sessions that wait for a lock, and deadlocks that the server had to end."""
    with database.connected() as connection:
        row = connection.execute(
            "select (select count(*) from pg_locks where not granted), deadlocks from pg_stat_database"
            " where datname = current_database()"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_thirty_two_writers_leave_exact_balances_and_never_pass_the_floor(database: Database) -> None:
    shop = new_shop()
    do_act(shop.code, PostEntry("ada", "opening", ((FUND, OPENING), (EMPLOYER, -OPENING)), "opening"), DAY)
    do_act(shop.code, SetLimit("ada", FUND, 0, DAY, "agreed"), DAY)
    deadlocks = _waiting(database)[1]
    shares = [list(range(WRITERS))[part::PROCESSES] for part in range(PROCESSES)]
    running = [Process("race", _order(database, shop, writers=share, count=ACTS)) for share in shares]
    for process in running:
        process.go()
    told = [one for process in running for one in process.answer(60 + ACTS * WRITERS * 0.5)["told"]]
    sums = {what: sum(one.get(what, 0) for one in told) for what in ("cents", "done", "refused", "held", "failed")}
    print(f"\n{WRITERS} writers: {sums}")
    assert len(told) == WRITERS
    assert _waiting(database) == (0, deadlocks)
    with database.connected() as connection:
        facts = find(connection, shop.code, DAY).facts
        lowest = connection.execute(LOWEST, {"sponsor": shop.code, "fund": FUND}).fetchone()
    assert facts["balances"][FUND] == OPENING + sums["cents"] == facts["left"]
    assert (facts["unbalanced"], facts["trial balance"]) == (0, 0)
    assert facts["kept sums"] == facts["balances"]
    assert lowest is not None
    assert lowest[0] >= 0
    assert sums["refused"]  # the floor was met
    assert not sums["failed"]
    assert verify(shop.code).agrees


def test_every_read_among_a_million_transfers_sums_to_zero(database: Database, tmp_path: Path) -> None:
    shop, until = new_shop(), tmp_path / "written"
    again = f"CORRIDOR_TRANSFERS={TRANSFERS} CORRIDOR_MONEY_SEED={SEED}"
    print(f"\nseed {SEED}: {again} pytest -m soak -s tests/soak/money/test_racing_writers.py")
    readers = [Process("read", _order(database, shop, until=str(until))) for _ in range(2)]
    counts = [TRANSFERS // 4] * 3 + [TRANSFERS - 3 * (TRANSFERS // 4)]
    writers = [Process("transfer", _order(database, shop, writer=w, count=count)) for w, count in enumerate(counts)]
    for process in (*readers, *writers):
        process.go()
    written = [process.answer(60 + TRANSFERS / 500) for process in writers]
    until.touch()
    found = [process.answer(300) for process in readers]
    print(f"reads: {found}")
    assert all(one["reads"] >= 5 and one["wrong"] == 0 for one in found)
    with database.connected() as connection:
        facts = find(connection, shop.code, DAY).facts
    sums: dict[str, int] = {}
    for one in written:
        for account, cents in one["cents"].items():
            sums[account] = sums.get(account, 0) + cents
    assert facts["entries"] == sum(one["entries"] for one in written) == TRANSFERS
    assert facts["balances"] == {account: cents for account, cents in sums.items() if cents}
    assert (facts["unbalanced"], facts["trial balance"]) == (0, 0)
    assert facts["kept sums"] == facts["balances"]
