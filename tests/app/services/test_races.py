"""Two processes at the same store: what comes out is what one after the other would have made."""

import json
import subprocess
import sys
from datetime import date

from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, new_shop

LOAD = """
import json, sys
from datetime import date
from pathlib import Path
from corridor.app.services.intake import NamedFile, take_in
from corridor.app.store.connect import open_store
from corridor.app.store.tenancy import tenant_transaction

home, database, sponsor, name, content = json.loads(sys.argv[1])
open_store(Path(home), database=database)
with tenant_transaction(sponsor):
    pass
print("ready", flush=True)
sys.stdin.readline()
taken = take_in(sponsor, NamedFile(name, content.encode()), date(2026, 1, 25))
print(json.dumps([taken.is_new, taken.seq]))
"""


def at_once(database: Database, shop: Shop, *files: tuple[str, str]) -> list[tuple[bool, int]]:
    """Each file taken in by a process of its own, all let go at the same moment: (is_new, place of the batch)."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", LOAD, json.dumps([str(database.home), database.name, shop.code, *file])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for file in files
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0] * len(files)
    return [tuple(json.loads(answer)) for answer in answers]


def test_one_of_two_loads_of_a_file_takes_it_in(shop: Shop, database: Database) -> None:
    content = claims_csv(claim_row("A1", "80053", "300"))
    answers = at_once(database, shop, ("a.csv", content), ("copy.csv", content))
    assert sorted(answers) == [(False, 3), (True, 3)]
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}
    assert shop.rows("select count(*) from claim") == [(1,)]


def test_two_files_of_one_family_at_once_lose_no_accumulator(shop: Shop, database: Database) -> None:
    files = [
        (f"{name}.csv", claims_csv(*(claim_row(f"{name}{i}", "80053", "90", service=f"2026-01-{i:02d}") for i in days)))
        for name, days in (("a", range(3, 9)), ("b", range(9, 15)), ("c", range(15, 20)))
    ]
    answers = at_once(database, shop, *files)
    assert sorted(answers) == [(True, 3), (True, 4), (True, 5)]
    other = new_shop()
    other.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    for name, content in files:
        other.load(name, content, date(2026, 1, 25))
    # 17 claims of 90: the first 100 are deductible, a fifth of the other 1,430 is the member's.
    assert shop.accumulators() == other.accumulators()
    assert shop.accumulators()["person E1", "out_of_pocket", "in"] == 386_00
    assert shop.balances() == other.balances()
    assert verify(shop.code).agrees
