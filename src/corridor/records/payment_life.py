"""Payees, payment runs, and what happens to a payment after it is cut."""

import polars as pl

from corridor.records.table import Column, Table

ENTITIES = ("provider", "person", "party")
METHODS = ("ach", "cheque")
PAYEES = Table(
    name="payees",
    grain="one row per payee and change; the last one counts",
    key=("payee", "change_number"),
    columns=(
        Column("payee", pl.String, "NPI, tax id, employee's id or party code, as postings carry it"),
        Column("change_number", pl.Int32, "position among the payee's changes, from 1"),
        Column("name", pl.String, "as a bank or a remittance shows it"),
        Column("entity", pl.String, "what the payee is", values=ENTITIES),
        Column("tin", pl.String, "taxpayer identification number, nine digits", nullable=True),
        Column("tin_name", pl.String, "name that the payee certified with it", nullable=True),
        Column("method", pl.String, "how it is paid", values=METHODS),
        Column("is_withheld", pl.Boolean, "whether backup withholding applies"),
        Column("is_blocked", pl.Boolean, "whether nothing may be paid to it"),
        Column("is_cleared", pl.Boolean, "whether a person found that a listed name is somebody else's"),
        Column("done_by", pl.String, "who made the change"),
        Column("done_on", pl.Date, "day of the change"),
        Column("reason", pl.String, "why", nullable=True),
    ),
)

ACCOUNT_TYPES = ("checking", "savings")
SOURCES = ("set_up", "notice_of_change")
PAYEE_ACCOUNTS = Table(
    name="payee_accounts",
    grain="one row per bank account that a payee was to be paid to, in the order in which they were entered",
    key=("payee", "account_number"),
    columns=(
        Column("payee", pl.String, "the payee"),
        Column("account_number", pl.Int32, "position among the payee's accounts, from 1"),
        Column("routing", pl.String, "routing number of the bank"),
        Column("account", pl.String, "number of the account"),
        Column("account_type", pl.String, "kind of account", values=ACCOUNT_TYPES),
        Column("entered_by", pl.String, "who entered it"),
        Column("entered_on", pl.Date, "day on which it was entered"),
        Column("waits_until", pl.Date, "first day on which it may be confirmed"),
        Column("source", pl.String, "what brought it", values=SOURCES),
    ),
)

ACCOUNT_EVENTS = ("confirmed", "prenoted", "blocked")
PAYEE_ACCOUNT_EVENTS = Table(
    name="payee_account_events",
    grain="one row per event of a payee's bank account, each at most once",
    key=("payee", "account_number", "event"),
    columns=(
        Column("payee", pl.String, "the payee"),
        Column("account_number", pl.Int32, "the account"),
        Column("entered_by", pl.String, "who entered the account; confirming it is another's"),
        Column("event", pl.String, "what happened", values=ACCOUNT_EVENTS),
        Column("done_by", pl.String, "who did it"),
        Column("done_on", pl.Date, "day of it"),
        Column("usable_on", pl.Date, "of a prenote: first day on which it may be paid to", nullable=True),
        Column("reason", pl.String, "why", nullable=True),
    ),
)

LISTED = Table(
    name="listed",
    grain="one row per person or organisation on a list of those who may not be paid",
    key=("list_name", "row_number"),
    columns=(
        Column("list_name", pl.String, "name of the list"),
        Column("row_number", pl.Int32, "row of the file, from 1"),
        Column("npi", pl.String, "national provider identifier", nullable=True),
        Column("tin", pl.String, "taxpayer identification number", nullable=True),
        Column("payee", pl.String, "identifier as postings carry it", nullable=True),
        Column("name_key", pl.String, "name in capitals without marks, its words in order", nullable=True),
    ),
)

RUNS = Table(
    name="payment_runs",
    grain="one row per payment run",
    key=("run_number",),
    columns=(
        Column("run_number", pl.String, "RUN- and the day on which it was prepared"),
        Column("prepared_on", pl.Date, "day of the call"),
        Column("pays_on", pl.Date, "first day of release"),
        Column("call_number", pl.String, "the funding call; null: nothing was needed", nullable=True),
        Column("prepared_by", pl.String, "who prepared it"),
        Column("amount_cents", pl.Int64, "sum of the payments that may be made", unit="cents"),
        Column("approvals_needed", pl.Int32, "1; above the limit 2, neither of who prepared it"),
    ),
)

KINDS = ("claims", "administration_fee", "stop_loss_premium")
PAID_BY = ("ACH", "CHK", "NON")
CANDIDATES = Table(
    name="payment_candidates",
    grain="one row per payment that a run would make",
    key=("payment_number",),
    columns=(
        Column("run_number", pl.String, "the run"),
        Column("payment_number", pl.String, "PAY-, day of the call, position"),
        Column("kind", pl.String, "what it pays", values=KINDS),
        Column("payee", pl.String, "NPI, tax id or party code"),
        Column("payee_name", pl.String, "as a bank or a remittance shows it"),
        Column("amount_cents", pl.Int64, "what moves", unit="cents"),
        Column("withheld_cents", pl.Int64, "backup withholding kept of it", unit="cents"),
        Column("method", pl.String, "how it is paid", values=PAID_BY),
        Column("trace", pl.String, "number that ties payment and remittance together (TRN02)"),
        Column("blocked_by", pl.String, "why it may not be paid; null: it may", nullable=True),
    ),
)

CANDIDATE_ITEMS = Table(
    name="payment_candidate_items",
    grain="one row per open item that a candidate settles",
    key=("payment_number", "item_number"),
    columns=(
        Column("payment_number", pl.String, "the candidate"),
        Column("item_number", pl.Int32, "position in the candidate, from 1"),
        Column("account", pl.String, "a payable, or provider recoverable"),
        Column("plan_code", pl.String, "plan, for claims", nullable=True),
        Column("claim_number", pl.Int64, "claim, for claims", nullable=True),
        Column("balance_cents", pl.Int64, "open balance when it was prepared, debit positive", unit="cents"),
        Column("settled_cents", pl.Int64, "of it settled: payables positive, recoverables negative", unit="cents"),
        Column("since", pl.Date, "first effective day of its postings"),
    ),
)

ROLES = ("first", "second")
APPROVALS = Table(
    name="payment_approvals",
    grain="one row per approval of a run",
    key=("run_number", "role"),
    columns=(
        Column("run_number", pl.String, "the run"),
        Column("role", pl.String, "first, or second above the limit", values=ROLES),
        Column("approver", pl.String, "who approved"),
        Column("approved_on", pl.Date, "day of it"),
        Column("amount_cents", pl.Int64, "the sum that was approved", unit="cents"),
    ),
)

DEPOSITS = Table(
    name="deposits",
    grain="one row per deposit and funding call that it answers",
    key=("deposit_number", "call_number"),
    columns=(
        Column("deposit_number", pl.String, "number of the deposit: the bank's reference, or DEP- and a count"),
        Column("call_number", pl.String, "the funding call"),
        Column("received_on", pl.Date, "day on which the bank had it"),
        Column("amount_cents", pl.Int64, "what of the deposit answers the call", unit="cents"),
        Column("currency", pl.String, "ISO 4217"),
        Column("recorded_by", pl.String, "who recorded it"),
    ),
)

ISSUED, CLEARED, VOIDED, STALE = "issued", "cleared", "voided", "stale"
APPROVED, RELEASED, REISSUED, ESCHEATED, RETURNED = "approved", "released", "reissued", "escheated", "returned"
UNCLEARED = "uncleared"
"""The bank did not pay it after all: what had been taken for it was something else."""
EVENTS = (APPROVED, RELEASED, ISSUED, CLEARED, VOIDED, STALE, REISSUED, ESCHEATED, RETURNED, UNCLEARED)
PAYMENT_EVENTS = Table(
    name="payment_events",
    grain="one row per event of a payment, in order; but for clearing and its taking back each kind at most once",
    key=("payment_number", "event_number"),
    columns=(
        Column("payment_number", pl.String, "the payment"),
        Column("event_number", pl.Int32, "position among its events, from 1"),
        Column("event", pl.String, "what happened", values=EVENTS),
        Column("happened_on", pl.Date, "day of it"),
        Column("actor", pl.String, "who did it"),
        Column("reason", pl.String, "why: a sentence, or the code of a return", nullable=True),
        Column("entry_key", pl.String, "the entry that it posted", nullable=True),
        Column(
            "reference", pl.String, "cheque number, trace, bank reference, or payment that replaces it", nullable=True
        ),
    ),
)

PAYMENT_OFFSETS = Table(
    name="payment_offsets",
    grain="one row per overpayment that a payment takes back, and plan whose payable it lessens",
    key=("payment_number", "claim_number", "plan_code", "paying_plan_code"),
    columns=(
        Column("payment_number", pl.String, "the payment"),
        Column("claim_number", pl.Int64, "the claim that was overpaid"),
        Column("plan_code", pl.String, "plan that overpaid"),
        Column("paying_plan_code", pl.String, "plan whose payment is lessened"),
        Column("amount_cents", pl.Int64, "what is taken back", unit="cents"),
        Column("authority", pl.String, "where another plan's payment is lessened: the document's rule", nullable=True),
    ),
)

FILE_KINDS = ("ach", "835", "positive_pay", "prenote")
OUTBOX = Table(
    name="outbox",
    grain="one row per file that is to leave",
    key=("file_name",),
    columns=(
        Column("file_name", pl.String, "its one name"),
        Column("kind", pl.String, "what it is", values=FILE_KINDS),
        Column("run_number", pl.String, "the run; null: of no run", nullable=True),
        Column("made_on", pl.Date, "day on which it was made"),
        Column("sha256", pl.String, "of its bytes, hex"),
    ),
)

SENT = Table(
    name="sent",
    grain="one row per file that has left",
    key=("file_name",),
    columns=(
        Column("file_name", pl.String, "the file"),
        Column("sent_on", pl.Date, "day on which it was put into the outbox"),
        Column("sent_by", pl.String, "who sent it"),
    ),
)
