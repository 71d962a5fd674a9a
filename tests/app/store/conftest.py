"""A sponsor with a row in every table, and a store in which no sponsor has any."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.db import connections

from corridor.app.store.claims import insert_claims
from corridor.app.store.connect import Store, open_store
from corridor.app.store.journal import post
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.records import agreement, bank, bank_book, ledger, payment_life, structure
from corridor.records.appeals import APPEAL_EVENTS
from corridor.records.authorizations import AUTHORIZATIONS
from corridor.records.claim_events import CLAIM_EVENTS, CLOCK_PAUSES
from corridor.records.claims import CLAIMS
from corridor.records.contributions import CONTRIBUTIONS, LETTERS, RESCISSION_FINDINGS
from corridor.records.coverage import COVERAGE
from corridor.records.decisions import ACCUMULATORS, DECISIONS
from corridor.records.disability import DISABILITY, FACTS
from corridor.records.enrollment import ENROLLMENT
from corridor.records.other_coverage import OTHER_COVERAGE
from corridor.records.overrides import AUTHORITIES, OVERRIDE_EVENTS, OVERRIDES
from corridor.records.postings import POSTINGS
from corridor.records.providers import PROVIDERS
from corridor.records.quality import QUALITY_FINDINGS, QUALITY_SAMPLES
from corridor.records.recoveries import RECOVERED, RECOVERY_CASES, RECOVERY_EVENTS, RELEASES
from corridor.records.repricing import REPRICED, REPRICING_REQUESTS
from corridor.records.table import Table
from corridor.records.takeover import OPENINGS, PRIOR_PAID, PRIOR_TREATMENTS, RUN_IN_LINES
from tests.conftest import clone

DAY = date(2026, 1, 1)
CODES = {"code": ["1000", "2000"], "name": ["Bank", "Payable"], "kind": ["asset", "liability"]}


def example(table: Table, rows: int = 1, **values: object) -> pl.DataFrame:
    """A frame of `table`: `values`, and in the other columns that may not be empty something of their kind."""
    plain = {pl.String: "x", pl.Int32: 1, pl.Int64: 100, pl.Date: DAY, pl.Boolean: True}
    filled = {c.name: c.values[0] if c.values else plain[c.dtype] for c in table.columns if not c.nullable}
    return pl.concat([table.from_rows([{**filled, **values}])] * rows)


def claims(count: int, first_number: int = 1) -> pl.DataFrame:
    """`count` claims of one line."""
    numbers = pl.int_range(first_number, first_number + count, eager=True).alias("claim_number")
    return example(CLAIMS, count).with_columns(
        numbers,
        (numbers - first_number).cast(pl.Int32).alias("claim_index"),
        pl.lit("Quill").alias("patient_last_name"),
    )


def decisions(count: int, first_number: int = 1, version: int = 0) -> pl.DataFrame:
    """A decision for each of `claims`."""
    numbers = pl.int_range(first_number, first_number + count, eager=True).alias("claim_number")
    return example(DECISIONS, count, version=version).with_columns(numbers)


def postings(*keys: str, cents: int = 100) -> pl.DataFrame:
    """A balanced entry of two legs under each key."""
    return pl.concat(
        example(POSTINGS, entry_key=key, leg=leg, account=account, amount_cents=sign * cents, currency="USD")
        for key in keys
        for leg, account, sign in ((0, "1000", 1), (1, "2000", -1))
    )


def write_all(tx: Tx, batch: Batch) -> None:
    """At least one row in every table that a batch can write."""
    tx.insert("account", pl.DataFrame(CODES))
    tx.insert(
        "document",
        pl.DataFrame({"kind": ["plan"], "code": ["PPO"]}),
        batch_id=batch.id,
        file_id=batch.file_id,
        effective_from=DAY,
    )
    tx.insert("enrollment", example(ENROLLMENT), batch_id=batch.id)
    tx.insert("provider", example(PROVIDERS), batch_id=batch.id)
    tx.replace("coverage", example(COVERAGE), COVERAGE.key)
    insert_claims(tx, batch, claims(3))
    tx.insert("decision", decisions(3), batch_id=batch.id)
    tx.replace("accumulator", example(ACCUMULATORS), ACCUMULATORS.key)
    post(tx, batch, postings("decision:1:0", "decision:2:0"))
    tx.insert(
        "funding_call",
        pl.DataFrame({"call_number": ["1"], "called_on": [DAY], "due_on": [DAY], "amount_cents": [1]}),
        batch_id=batch.id,
    )
    tx.insert(
        "payment",
        pl.DataFrame(
            {"payment_number": ["1"], "payee": ["x"], "paid_on": [DAY], "amount_cents": [1], "method": ["ACH"]}
        ),
        batch_id=batch.id,
    )
    zero = dict.fromkeys(("eligible", "deductible", "excess", "reimbursement", "attachment", "pending"), 0)
    position = {"contract_code": "SL", "policy_start": DAY, "coverage": "aggregate"}
    tx.replace(
        "stoploss_position", pl.DataFrame([position | {f"{name}_cents": cents for name, cents in zero.items()}]), []
    )
    paid = {"payment_number": "1", "claim_number": 1, "line_number": 1, "version": 0, "member_id": "M1"}
    paid |= {
        "product": "medical",
        "plan_code": "PPO",
        "service_from": DAY,
        "paid_on": DAY,
        "amount_cents": 1,
        "account_cents": 0,
    }
    certified = example(DISABILITY).select(pl.lit(1, pl.Int64).alias("claim_number"), *FACTS)
    tx.insert("disability_claim", certified, batch_id=batch.id)
    tx.insert("paid_line", pl.DataFrame([paid]), batch_id=batch.id)
    tx.insert("other_coverage", example(OTHER_COVERAGE), batch_id=batch.id)
    tx.insert("release", example(RELEASES, claim_number=1), batch_id=batch.id)
    listed = {"list": ["ncci"], "name": ["practitioner"], "effective_from": [DAY], "file_id": [batch.file_id]}
    tx.insert("reference_table", pl.DataFrame(listed), batch_id=batch.id)
    tx.insert("recovery_case", example(RECOVERY_CASES, case_number=1), batch_id=batch.id)
    tx.insert("recovery_event", example(RECOVERY_EVENTS, case_number=1), batch_id=batch.id)
    recovered = example(RECOVERED, case_number=1, claim_number=1, line_number=1, version=0)
    tx.insert("recovered_line", recovered, batch_id=batch.id)
    live = {"key_sha256": ["k"], "body_sha256": ["b"], "claim_number": [1], "answer": ["{}"]}
    tx.insert("live_claim", pl.DataFrame(live), batch_id=batch.id)
    tx.insert("partner", pl.DataFrame({"name": ["x"], "on_bad_transaction": ["load_good"], "is_lenient": [False]}))
    job = {"made_by": ["x"], "as_of": [DAY], "state": ["waiting"], "wants_cancel": [False], "done": [0], "total": [1]}
    tx.insert("job", pl.DataFrame(job))
    asked = {"place": [0], "name": ["x"], "is_lenient": [False], "state": ["waiting"], "file_id": [batch.file_id]}
    tx.insert("job_file", pl.DataFrame(asked), job_id=tx.scalar("select max(id) from job"))
    tx.insert("work_item", pl.DataFrame({"claim_number": [1], "owner": ["x"], "priority": [1]}))
    tx.insert("claim_event", example(CLAIM_EVENTS, claim_number=1), batch_id=batch.id)
    tx.insert("clock_pause", example(CLOCK_PAUSES), batch_id=batch.id)
    tx.insert("claim_override", example(OVERRIDES, claim_number=1), batch_id=batch.id)
    tx.insert("override_event", example(OVERRIDE_EVENTS), batch_id=batch.id)
    tx.insert("authority", example(AUTHORITIES), batch_id=batch.id)
    tx.insert("appeal_event", example(APPEAL_EVENTS, claim_number=1), batch_id=batch.id)
    tx.insert("quality_sample", example(QUALITY_SAMPLES, claim_number=1), batch_id=batch.id)
    tx.insert("quality_finding", example(QUALITY_FINDINGS, sample_number=100, claim_number=1), batch_id=batch.id)
    tx.insert("prior_authorization", example(AUTHORIZATIONS), batch_id=batch.id)
    tx.insert("opening_total", example(OPENINGS), batch_id=batch.id)
    tx.insert("run_in_line", example(RUN_IN_LINES, claim_number=-1), batch_id=batch.id)
    tx.insert("prior_paid", example(PRIOR_PAID), batch_id=batch.id)
    tx.insert("prior_treatment", example(PRIOR_TREATMENTS, claim_number=1), batch_id=batch.id)
    tx.insert("contribution", example(CONTRIBUTIONS), batch_id=batch.id)
    tx.insert("rescission_finding", example(RESCISSION_FINDINGS), batch_id=batch.id)
    files = {"file_id": batch.file_id, "turkish_file_id": batch.file_id}
    tx.insert("letter", example(LETTERS), batch_id=batch.id, **files)
    tx.log_access("claim 1", "test")
    tx.insert("repricing_request", example(REPRICING_REQUESTS, claim_number=1), batch_id=batch.id)
    tx.insert("repriced_line", example(REPRICED, claim_number=1), batch_id=batch.id)
    _write_payments(tx, batch)
    _write_bank(tx, batch)
    _write_ledger(tx, batch)
    tx.insert("arrangement_task", example(agreement.ARRANGEMENT_TASKS), batch_id=batch.id)
    tx.insert("arrangement_event", example(agreement.ARRANGEMENT_EVENTS), batch_id=batch.id)
    tx.insert("bill_group_member", example(structure.BILL_GROUP_MEMBERS), batch_id=batch.id)
    tx.insert("call_part", example(structure.CALL_PARTS, call_number="1"), batch_id=batch.id)
    tx.insert("ledger_export", example(structure.LEDGER_EXPORTS), batch_id=batch.id)
    exported = example(structure.LEDGER_EXPORT_ENTRIES, entry_key="decision:1:0")
    tx.insert("ledger_export_entry", exported, batch_id=batch.id)


def _write_payments(tx: Tx, batch: Batch) -> None:
    """What belongs to payees, runs and payments, in the order in which one refers to another."""
    rows: dict[str, tuple[Table, dict[str, object]]] = {
        "payee": (payment_life.PAYEES, {}),
        "payee_account": (payment_life.PAYEE_ACCOUNTS, {}),
        "payee_account_event": (payment_life.PAYEE_ACCOUNT_EVENTS, {"done_by": "y"}),
        "listed": (payment_life.LISTED, {}),
        "payment_run": (payment_life.RUNS, {}),
        "payment_candidate": (payment_life.CANDIDATES, {}),
        "payment_candidate_item": (payment_life.CANDIDATE_ITEMS, {}),
        "payment_approval": (payment_life.APPROVALS, {}),
        "deposit": (payment_life.DEPOSITS, {"call_number": "1"}),
        "payment_event": (payment_life.PAYMENT_EVENTS, {}),
        "payment_offset": (payment_life.PAYMENT_OFFSETS, {"payment_number": "1"}),
        "outbox_file": (payment_life.OUTBOX, {}),
        "sent_file": (payment_life.SENT, {}),
    }
    for table, (columns, values) in rows.items():
        tx.insert(table, example(columns, **values), batch_id=batch.id)


def _write_bank(tx: Tx, batch: Batch) -> None:
    """Statements, their lines, and what they were matched with."""
    tx.insert("bank_statement", example(bank.BANK_STATEMENTS), batch_id=batch.id)
    tx.insert("bank_line", example(bank.BANK_LINES), batch_id=batch.id)
    tx.insert("bank_match", example(bank_book.BANK_MATCHES, entry_key="decision:1:0"), batch_id=batch.id)
    tx.insert("bank_difference", example(bank_book.BANK_DIFFERENCES, entry_key="decision:1:0"), batch_id=batch.id)


def _write_ledger(tx: Tx, batch: Batch) -> None:
    """A hold that was posted in part, a floor far below, and a period closed before all days."""
    tx.insert("hold", example(ledger.HOLDS, account="1000", against="2000"), batch_id=batch.id)
    event = example(ledger.HOLD_EVENTS, hold_number="x", amount_cents=1, entry_key="decision:1:0")
    tx.insert("hold_event", event, batch_id=batch.id)
    limit = example(ledger.BALANCE_LIMITS, limit_number=1, account="1000", amount_cents=-(10**9))
    tx.insert("balance_limit", limit, batch_id=batch.id)
    closed = example(ledger.PERIOD_CLOSES, close_number=1, closed_through=DAY - timedelta(days=1))
    tx.insert("period_close", closed, batch_id=batch.id)
    tx.replace("balance_snapshot", example(ledger.BALANCE_SNAPSHOTS, account="1000"), [])


@pytest.fixture
def filled(tenant: str) -> str:
    """Code of a sponsor with a row in every table, all from one batch."""
    with tenant_transaction(tenant) as tx:
        file_id, _ = tx.store_file(b"content", "a.csv", "claims")
        batch = tx.next_batch("load", DAY, file_id, {"lenient": False})
        write_all(tx, batch)
        tx.seal(batch, {"claims": 3})
    return tenant


@pytest.fixture
def empty_store(store: Store, home: Path, template: str, worker_id: str) -> Iterator[Store]:
    """A store of its own without a single row, opened in the place of the worker's."""
    name = f"empty_{worker_id}_{len(_cloned)}"
    _cloned.append(name)
    clone(home, template, name)
    yield open_store(home, database=name)
    connections.close_all()
    open_store(home, database=f"test_{worker_id}")


_cloned: list[str] = []
