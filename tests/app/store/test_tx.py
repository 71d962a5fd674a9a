"""Frames in and out, caches, batches, files: what services do with a transaction."""

from datetime import UTC, datetime
from threading import Thread

import polars as pl
import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from psycopg.sql import SQL

from corridor.app.store.bulk import stage
from corridor.app.store.chain import verify_chain
from corridor.app.store.claims import insert_claims
from corridor.app.store.connect import Store
from corridor.app.store.errors import FrameError, Refused, StoreError
from corridor.app.store.tenancy import create_tenant, tenant_transaction
from corridor.app.store.tx import Tx
from corridor.records.claims import CLAIMS
from corridor.records.decisions import ACCUMULATORS, DECISIONS
from corridor.records.postings import POSTINGS
from tests.app.store.conftest import DAY, claims, decisions, example, postings

KEY = ACCUMULATORS.key
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))  # PostgreSQL's text has no zero byte


def test_decisions_come_back_as_they_went_in(tenant: str) -> None:
    frame = decisions(5).with_columns(
        pl.Series("member_id", ["", None, 'a "quoted", one', "\\N", "two\nlines"]),
        pl.Series("benefit", ["é", "İ", "\\.", " ", None]),
    )
    with tenant_transaction(tenant) as tx:
        batch = tx.next_batch("load", DAY)
        insert_claims(tx, batch, claims(5))
        assert tx.insert("decision", frame, batch_id=batch.id) == 5
        stored = tx.read(f"select {', '.join(DECISIONS.schema)} from current_decision order by claim_number")
        tx.seal(batch)
    assert_frame_equal(stored, frame)


def test_claims_come_back_as_they_went_in(filled: str) -> None:
    with tenant_transaction(filled) as tx:
        columns = ", ".join(f'"{name}"' for name in CLAIMS.schema)
        stored = tx.read(f"select claim_number, {columns} from claim_row order by claim_number")
    assert_frame_equal(stored, claims(3), check_column_order=False)


def test_postings_come_back_as_they_went_in(filled: str) -> None:
    with tenant_transaction(filled) as tx:
        stored = tx.read(f"select {', '.join(POSTINGS.schema)} from posting_row order by entry_key, leg")
    assert_frame_equal(stored, postings("decision:1:0", "decision:2:0"))


def test_an_empty_answer_has_its_types(filled: str) -> None:
    with tenant_transaction(filled) as tx:
        full = tx.read("select * from decision")
        assert tx.read("select * from decision where false").schema == full.schema
        kinds = tx.read("select true as a, 1 as b, now() as c, 'x'::bytea as d, sum(1::bigint) as e, null::date as f")
        empty = tx.read(
            "select true as a, 1 as b, now() as c, 'x'::bytea as d, 1::numeric as e, null::date as f limit 0"
        )
    expected = [pl.Boolean, pl.Int32, pl.Datetime("us", "UTC"), pl.Binary, pl.Int64, pl.Date]
    assert kinds.dtypes == empty.dtypes == expected


def test_a_single_column_keeps_its_empty_rows(tenant: str) -> None:
    query = "select nullif(n, 2) as n from generate_series(3, 1, -1) n"
    codes = pl.DataFrame({"product": ["x", None, ""]})
    with tenant_transaction(tenant) as tx:
        assert tx.read(query).rows() == [(3,), (None,), (1,)]
        assert tx.read("select 1 as n limit 0").columns == ["n"]
        with tx.cursor() as cursor:
            staged = stage(cursor, "posting", codes)
            cursor.execute(SQL("select product from {}").format(staged))
            assert cursor.fetchall() == codes.rows()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.none() | TEXT, st.none() | st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=5))
def test_any_text_and_number_comes_back(tenant: str, rows: list[tuple[str | None, int | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"product": pl.String, "amount_cents": pl.Int64}, orient="row")
    with tenant_transaction(tenant) as tx, tx.cursor() as cursor:
        name = stage(cursor, "posting", frame).as_string()
        assert_frame_equal(tx.read(f"select * from {name}"), frame)


def test_values_of_every_kind_are_read(tenant: str) -> None:
    query = "select %s::bool as a, %s::timestamptz as b, %s::bytea as c, %s::text as d, %s::bigint as e"
    row = (False, datetime(2026, 3, 1, 12, 30, 0, 5, tzinfo=UTC), b"\x00\xff", "100%", -(2**62))
    with tenant_transaction(tenant) as tx:
        assert tx.read(query, row).rows() == [row]
        assert tx.read(query, [None] * 5).rows() == [(None,) * 5]
        assert tx.read("select timestamptz '2026-03-01 12:30:00Z' as a").item() == datetime(
            2026, 3, 1, 12, 30, tzinfo=UTC
        )


def test_a_fraction_is_never_read_as_cents(tenant: str) -> None:
    with tenant_transaction(tenant) as tx, pytest.raises(pl.exceptions.PolarsError):
        tx.read("select 1.5::numeric as amount_cents")


def test_a_float_is_refused(tenant: str) -> None:
    frame = pl.DataFrame({"code": [1.5]})
    with (
        pytest.raises(FrameError, match=r"account\.code: found type Float64, expected text"),
        tenant_transaction(tenant) as tx,
    ):
        tx.insert("account", frame, name="x", kind="asset")


def test_a_column_that_the_table_lacks_is_refused(tenant: str) -> None:
    frame = pl.DataFrame({"code": ["1"], "colour": ["red"]})
    with pytest.raises(FrameError, match="table account: found column colour"), tenant_transaction(tenant) as tx:
        tx.insert("account", frame, name="x", kind="asset")


def test_a_table_that_is_not_there_is_refused(tenant: str) -> None:
    with pytest.raises(FrameError, match="table acount: found none"), tenant_transaction(tenant) as tx:
        tx.insert("acount", pl.DataFrame({"code": ["1"]}))


def test_no_message_quotes_a_row(tenant: str) -> None:
    with pytest.raises(Refused) as caught, tenant_transaction(tenant) as tx:
        insert_claims(tx, tx.next_batch("load", DAY), pl.concat([claims(1), claims(1)]))
    assert str(caught.value).startswith("store refused (23505, claim_line, claim_line_key): duplicate key value")
    assert "Quill" not in str(caught.value)
    with pytest.raises(Refused) as caught, tenant_transaction(tenant) as tx:
        tx.scalar("select %s::bigint", ["Quill"])
    assert str(caught.value) == "store refused (22P02): a value that its column cannot hold"


def test_a_claim_whose_lines_disagree_is_refused(tenant: str) -> None:
    lines = pl.concat([claims(1), claims(1).with_columns(pl.lit("other").alias("claim_id"))])
    with pytest.raises(Refused, match="claim 1, claim_id: found several values"), tenant_transaction(tenant) as tx:
        insert_claims(tx, tx.next_batch("load", DAY), lines)


# caches


def test_replace_changes_the_rows_with_the_key_and_no_other(tenant: str) -> None:
    first = pl.concat(example(ACCUMULATORS, owner_id=owner, amount=1) for owner in ("a", "b", "c"))
    second = pl.concat(example(ACCUMULATORS, owner_id=owner, amount=2) for owner in ("b", "d"))
    with tenant_transaction(tenant) as tx:
        batch = tx.next_batch("load", DAY)
        tx.replace("accumulator", first, KEY)
        tx.replace("accumulator", second, KEY)
        tx.seal(batch)
        rows = tx.read("select owner_id, amount from accumulator order by 1").rows()
    assert rows == [("a", 1), ("b", 2), ("c", 1), ("d", 2)]


def test_replace_by_a_part_of_the_key_drops_what_is_gone(tenant: str) -> None:
    frame = pl.concat(example(ACCUMULATORS, owner_id=owner, kind=kind) for owner in "ab" for kind in ("k", "l"))
    with tenant_transaction(tenant) as tx:
        batch = tx.next_batch("load", DAY)
        tx.replace("accumulator", frame, ["owner_id"])
        tx.replace("accumulator", frame[:1], ["owner_id"], gone=pl.DataFrame({"owner_id": ["b"]}))
        tx.seal(batch)
        assert tx.read("select owner_id, kind from accumulator").rows() == [("a", "k")]


def test_replace_without_a_key_replaces_this_sponsors_rows_only(filled: str, tenant: str) -> None:
    create_tenant(f"{tenant}-b", "Another")
    with tenant_transaction(f"{tenant}-b") as tx:
        batch = tx.next_batch("load", DAY)
        tx.replace("accumulator", example(ACCUMULATORS), [])
        tx.replace("accumulator", ACCUMULATORS.empty(), [])
        tx.seal(batch)
        assert tx.scalar("select count(*) from accumulator") == 0
    with tenant_transaction(filled) as tx:
        assert tx.scalar("select count(*) from accumulator") == 1


def test_a_cache_is_replaced_only_under_the_sponsors_lock(tenant: str) -> None:
    with pytest.raises(StoreError, match="replace in accumulator: found no batch"), tenant_transaction(tenant) as tx:
        tx.replace("accumulator", example(ACCUMULATORS), KEY)


def test_a_change_of_a_mutable_table_leaves_a_trace(tenant: str) -> None:
    with tenant_transaction(tenant, actor="examiner-7") as tx:
        batch = tx.next_batch("load", DAY)
        tx.replace("accumulator", pl.concat(example(ACCUMULATORS, owner_id=owner) for owner in "ab"), KEY)
        tx.execute("update accumulator set amount = amount")
        tx.execute("delete from accumulator where owner_id = 'a'")
        tx.execute("delete from accumulator where owner_id = 'nobody'")
        tx.seal(batch)
        trail = tx.read("select table_name, action, row_count, changed_by from audit_change order by id").rows()
    assert trail == [
        ("accumulator", action, rows, "examiner-7") for action, rows in (("insert", 2), ("update", 2), ("delete", 1))
    ]


# batches


def test_batches_are_numbered_without_gaps_even_after_one_failed(tenant: str) -> None:
    for _ in range(2):
        with tenant_transaction(tenant) as tx:
            tx.seal(tx.next_batch("load", DAY))
    with pytest.raises(Refused), tenant_transaction(tenant) as tx:
        tx.seal(tx.next_batch("load", DAY), {"twice": tx.execute("select 1 / 0")})
    with tenant_transaction(tenant) as tx:
        assert tx.next_batch("load", DAY).seq == 3
        tx.seal(tx._batch)
        assert tx.read("select seq from batch order by seq").get_column("seq").to_list() == [1, 2, 3]


def test_a_batch_that_is_not_sealed_does_not_commit(tenant: str) -> None:
    with pytest.raises(StoreError, match="batch 1, load: found it unsealed"), tenant_transaction(tenant) as tx:
        insert_claims(tx, tx.next_batch("load", DAY), claims(1))
    with tenant_transaction(tenant) as tx:
        assert tx.scalar("select count(*) from claim") == 0


def write_after_seal(tx: Tx) -> None:
    tx.seal(tx.next_batch("load", DAY))
    tx.insert("account", pl.DataFrame({"code": ["1"], "name": ["x"], "kind": ["asset"]}))


def test_nothing_is_written_after_the_seal(tenant: str) -> None:
    with (
        pytest.raises(StoreError, match="insert into account: found the batch sealed"),
        tenant_transaction(tenant) as tx,
    ):
        write_after_seal(tx)


def begin_two_batches(tx: Tx) -> None:
    tx.next_batch("load", DAY)
    tx.next_batch("undo", DAY)


def test_one_batch_a_transaction(tenant: str) -> None:
    with pytest.raises(StoreError, match="batch undo: found batch 1 begun"), tenant_transaction(tenant) as tx:
        begin_two_batches(tx)


def test_eight_writers_in_a_race_lose_nothing(tenant: str, store: Store) -> None:
    rounds, errors = 5, []

    def add_repeatedly() -> None:
        try:
            for _ in range(rounds):
                with tenant_transaction(tenant) as tx:
                    batch = tx.next_batch("add", DAY)
                    amount = tx.scalar("select amount from accumulator") or 0
                    tx.replace("accumulator", example(ACCUMULATORS, amount=amount + 100), KEY)
                    tx.seal(batch, {"amount": amount + 100})
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=add_repeatedly) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with tenant_transaction(tenant) as tx:
        assert tx.scalar("select amount from accumulator") == 8 * rounds * 100
        assert tx.scalar("select count(*) = max(seq) from batch")
        assert verify_chain(tx.cursor()) == []


# files


def test_a_file_is_kept_once(tenant: str) -> None:
    with tenant_transaction(tenant) as tx:
        first = tx.store_file(b"bytes\x00", "a.834", "834")
        assert first[1] is True
        assert tx.store_file(b"bytes\x00", "renamed.834", "834") == (first[0], False)
        assert tx.store_file(b"bytes\x00", "a.834", "834", "out")[1] is True
        assert tx.read("select name, content, size from stored_file where direction = 'in'").rows() == [
            ("a.834", b"bytes\x00", 6)
        ]


def test_a_reading_leaves_a_trace(tenant: str) -> None:
    with tenant_transaction(tenant) as tx:
        tx.log_access("claim 7", "appeal", who="examiner-7")
        assert tx.read("select who, what, why from access_log").rows() == [("examiner-7", "claim 7", "appeal")]
