"""Processes that decide live claims at once: what comes out is what one after the other would have made."""

from datetime import date

from bench.live_writers import claim, race
from corridor.app.services.live import decide_live
from corridor.app.services.live_body import read_body
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, new_shop
from tests.app.services.test_races import at_once

DAY = date(2026, 12, 31)


def _work(
    writers: int, claims: int, subscribers: tuple[str, ...] = ("E1",)
) -> list[list[tuple[str, dict[str, object]]]]:
    return [
        [(f"{w}-{n}", claim(w, n, subscribers[w % len(subscribers)], 5_00 + n)) for n in range(claims)]
        for w in range(writers)
    ]


def test_writers_of_one_family_lose_nothing(shop: Shop, database: Database) -> None:
    work = _work(4, 25)
    race(str(database.home), database.name, shop.code, work, DAY)
    other = new_shop()
    other.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    for claims in work:
        for key, one in claims:
            decide_live(other.code, _read(one), key, DAY)
    assert shop.accumulators() == other.accumulators()
    assert shop.balances() == other.balances()
    # 100 claims of 5.00 to 5.24: the deductible is met and never passed.
    assert shop.accumulators()["person E1", "deductible", "in"] == 100_00
    numbers = [number for (number,) in shop.rows("select claim_number from claim order by batch_id")]
    assert numbers == list(range(1, 101))
    assert shop.rows("select count(*) from batch where kind = 'claims'") == [(100,)]
    assert verify(shop.code).agrees


def test_live_claims_a_file_and_its_undoing_take_turns(shop: Shop, database: Database) -> None:
    from threading import Thread

    from corridor.app.services.intake import NamedFile
    from corridor.app.services.undo import undo

    rows = [claim_row(f"F{i}", "80053", "90", service=f"2026-01-{i:02d}") for i in range(3, 20)]
    mistaken, wanted = (claims_csv(*part) for part in (rows[:8], rows[8:]))
    shop.load("mistaken.csv", mistaken, DAY)
    racing = Thread(target=race, args=(str(database.home), database.name, shop.code, _work(2, 10, ("E1", "E2")), DAY))
    racing.start()
    loaded = at_once(database, shop, ("wanted.csv", wanted))
    undo(shop.code, NamedFile("mistaken.csv", mistaken.encode()), DAY)
    racing.join()
    assert [is_new for is_new, _ in loaded] == [True]
    assert shop.rows("select count(*), max(claim_number) from claim") == [(37, 37)]
    assert verify(shop.code).agrees


def _read(one: dict[str, object]) -> object:
    import json

    return read_body(json.dumps(one).encode())
