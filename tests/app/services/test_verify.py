"""Verify: agreement with what the files say, and each kind of planted fault by its name.

The faults are planted past every guard: as superuser, with triggers off.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.verify import Verified, verify
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, new_shop

PERSONAL = ("Quill", "Rook", "E1", "E2", "Practice")


@pytest.fixture(scope="module")
def story(store: object) -> Shop:
    """A shop with members, claims of both families, a round that paid them, and an undone load."""
    import polars as pl

    from corridor.app.services.intake import NamedFile
    from corridor.app.services.undo import undo

    shop = new_shop()
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150"), claim_row("A2", "80053", "900")), date(2026, 1, 21))
    run_round(shop.code, date(2026, 1, 27), pl.DataFrame(schema=ACCOUNTS))
    mistaken = claims_csv(claim_row("B1", "80053", "60", subscriber="E2", member="E2"))
    shop.load("b.csv", mistaken, date(2026, 1, 28))
    undo(shop.code, NamedFile("b.csv", mistaken.encode()), date(2026, 1, 29))
    shop.load(
        "c.csv", claims_csv(claim_row("C1", "99214", "95", member="E1-02", relationship="spouse")), date(2026, 1, 30)
    )
    return shop


@pytest.fixture
def plant(story: Shop, database: Database) -> Iterator[object]:
    """Runs a statement against the shop's rows (`{tenant}`), and at the end of the test the one that repairs it."""
    repairs: list[str] = []

    def run(statement: str) -> int:
        with database.connected() as connection:
            connection.execute("set session_replication_role = replica")
            tenant = connection.execute("select id from tenant where code = %s", [story.code]).fetchone()
            assert tenant is not None
            return connection.execute(statement.replace("{tenant}", f"tenant_id = {tenant[0]}").encode()).rowcount

    def plant(fault: str, repair: str) -> None:
        repairs.append(repair)
        assert run(fault) == 1

    yield plant
    for repair in repairs:
        assert run(repair) == 1


def names(verified: Verified) -> list[str]:
    return [str(difference) for difference in verified.differences]


def test_a_sound_store_agrees(story: Shop) -> None:
    verified = verify(story.code)
    assert verified.agrees
    assert verified.cents == 0
    assert verified.rows.keys() == {"coverage", "decision", "accumulator", "posting", "paid line", "position"}
    assert (verified.rows["coverage"], verified.rows["decision"], verified.rows["paid line"]) == (3, 5, 2)
    assert min(verified.rows.values()) > 0


FAULTS = {
    "decision": (
        "update decision set plan_paid_cents = plan_paid_cents + 1 where {tenant} and claim_number = 2 and version = 0",
        "update decision set plan_paid_cents = plan_paid_cents - 1 where {tenant} and claim_number = 2 and version = 0",
        "decision claim_number 2 line_number 1 version 0, plan_paid_cents: found 64001, expected 64000",
        1,
    ),
    "accumulator": (
        "update accumulator set amount = amount - 7 where {tenant} and owner = 'person' and owner_id = 'E1'"
        " and kind = 'out_of_pocket'",
        "update accumulator set amount = amount + 7 where {tenant} and owner = 'person' and owner_id = 'E1'"
        " and kind = 'out_of_pocket'",
        "accumulator plan_code SHOP plan_year_start 2026-01-01 owner person kind out_of_pocket tier in (difference 1),"
        " amount: found 27993, expected 28000",
        0,
    ),
    "posting": (
        "update posting set amount_cents = amount_cents + 5 where {tenant} and account = '5000' and claim_number = 1",
        "update posting set amount_cents = amount_cents - 5 where {tenant} and account = '5000' and claim_number = 1",
        "posting entry_key decision:1:0 leg 0, amount_cents: found 13005, expected 13000",
        5,
    ),
    "position": (
        "update stoploss_position set eligible_cents = eligible_cents + 3 where {tenant} and member_id = 'E1'",
        "update stoploss_position set eligible_cents = eligible_cents - 3 where {tenant} and member_id = 'E1'",
        "position contract_code SHOP-SL policy_start 2026-01-01 coverage specific (difference 1), eligible_cents:"
        " found 77003, expected 77000",
        3,
    ),
    "paid line": (
        "update paid_line set member_id = 'E2' where {tenant} and claim_number = 1",
        "update paid_line set member_id = 'E1' where {tenant} and claim_number = 1",
        "paid line claim_number 1 line_number 1 version 0 (difference 1), member_id: found another value,"
        " expected the one that follows from the files",
        0,
    ),
    "day total": (
        "update day_total set amount_cents = amount_cents - 4 where {tenant} and account = '1000'"
        " and entry_kind = 'deposit'",
        "update day_total set amount_cents = amount_cents + 4 where {tenant} and account = '1000'"
        " and entry_kind = 'deposit'",
        "day total effective_on 2026-01-29 account 1000 entry_kind deposit, amount_cents:"
        " found 182996, expected 183000",
        4,
    ),
    "coverage": (
        "update coverage set coverage_end_exclusive = '2026-07-01' where {tenant} and member_id = 'E2'",
        "update coverage set coverage_end_exclusive = null where {tenant} and member_id = 'E2'",
        "coverage plan_code SHOP coverage_start 2026-01-01 (difference 1), coverage_end_exclusive: found 2026-07-01,"
        " expected None",
        0,
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_planted_fault_is_the_first_difference_named(kind: str, story: Shop, plant: object) -> None:
    fault, repair, message, cents = FAULTS[kind]
    plant(fault, repair)  # type: ignore[operator]
    verified = verify(story.code)
    assert not verified.agrees
    assert names(verified)[0] == message
    assert verified.cents == cents
    assert {difference.table for difference in verified.differences} <= {kind, "chain"}
    assert not [word for word in PERSONAL if any(word in text for text in names(verified))]


def test_a_row_that_nobody_decided_is_named(story: Shop, plant: object) -> None:
    plant(  # type: ignore[operator]
        "insert into accumulator (tenant_id, plan_code, plan_year_start, owner, owner_id, kind, tier, amount)"
        " select tenant_id, plan_code, plan_year_start, owner, 'E9', kind, tier, 1 from accumulator"
        " where {tenant} and owner = 'person' and owner_id = 'E1' and kind = 'deductible'",
        "delete from accumulator where {tenant} and owner_id = 'E9'",
    )
    found = names(verify(story.code))
    assert len(found) == 1
    assert found[0].endswith("(difference 1), row: found a row, expected nothing")


def test_a_changed_byte_of_a_file_is_named_and_nothing_is_replayed_from_it(story: Shop, plant: object) -> None:
    flip = (
        "update stored_file set content = set_byte(content, 40, get_byte(content, 40) # 1) where {tenant}"
        " and name = 'a.csv'"
    )
    plant(flip, flip)  # type: ignore[operator]
    found = names(verify(story.code))
    assert found[0].startswith("file a.csv, bytes: found SHA-256 ")
    assert "as taken in" in found[0]
    assert all(text.startswith(("file ", "chain ")) for text in found)


def test_a_committed_row_that_no_longer_fits_its_link_is_named(story: Shop, plant: object) -> None:
    plant(  # type: ignore[operator]
        "update claim set billing_name = billing_name || '.' where {tenant} and claim_number = 1",
        "update claim set billing_name = rtrim(billing_name, '.') where {tenant} and claim_number = 1",
    )
    found = names(verify(story.code))
    assert len(found) == 1
    assert found[0].startswith("chain batch 3, claims, link: found another hash link, expected ")


def test_after_every_repair_the_store_agrees_again(story: Shop) -> None:
    assert verify(story.code).agrees
