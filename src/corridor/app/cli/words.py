"""Words for the codes that stand in tables: in English the code itself, or as it always read; else as people say it."""

from collections.abc import Mapping
from typing import Any

from corridor.app.cli.output import count, money
from corridor.wording.language import current_language
from corridor.wording.said import Said, listed, said

STATUSES: Mapping[str, Said] = {"paid": said("paid"), "denied": said("denied"), "pended": said("pended")}

KINDS: Mapping[str, Said] = {
    "claims": said("claims"),
    "enrollment": said("enrollment"),
    "providers": said("providers"),
    "disability": said("disability"),
    "undo": said("undo"),
    "documents": said("documents"),
    "other_coverage": said("other coverage"),
    "contributions": said("contributions"),
    "authorizations": said("authorisations"),
    "takeover": said("takeover"),
    "reference": said("reference list"),
}
"""What a file was taken in as."""

JOB_STATES: Mapping[str, Said] = {
    "waiting": said("waiting"),
    "working": said("working"),
    "done": said("done"),
    "cancelled": said("cancelled"),
    "stopped": said("stopped"),
    "refused": said("was refused"),
}
"""How far a job, or a file of it, is."""

ENTRY_KINDS: Mapping[str, Said] = {
    "decision": said("decision"),
    "decision_reversal": said("decision_reversal"),
    "payment": said("payment"),
    "funding_call": said("funding_call"),
    "deposit": said("deposit"),
    "administration_fee": said("administration_fee"),
    "stop_loss_premium": said("stop_loss_premium"),
    "stop_loss_recovery": said("stop_loss_recovery"),
    "third_party_recovery": said("third_party_recovery"),
    "look_back": said("look_back"),
    "by_hand": said("by hand"),
    "by_hand_reversal": said("by hand, taken back"),
    "hold_posted": said("hold posted"),
    "hold_posted_reversal": said("hold posted, taken back"),
    "payment_reversal": said("payment_reversal"),
    "clearing": said("clearing"),
    "clearing_reversal": said("clearing_reversal"),
    "stale": said("stale"),
    "escheat": said("escheat"),
    "reissue": said("reissue"),
    "reissue_reversal": said("reissue_reversal"),
}
"""What happened, of a journal entry."""

CAUSES: Mapping[str, Said] = {
    "cover": said("cover that is another"),
    "documents": said("plans and contracts"),
    "providers": said("rows of providers"),
    "other_coverage": said("other coverage"),
    "authorizations": said("authorisations"),
    "reference": said("reference lists"),
    "late_claims": said("claims that came in late"),
}
"""By what families are touched."""

COUNTS: Mapping[str, Said] = {
    "statements": said("statements"),
    "families_touched": said("families touched"),
    "people_covered": said("people covered"),
    "claims_redecided": said("claims redecided"),
    "claims": said("claims"),
    "lines": said("lines"),
    "lines_paid": said("lines paid"),
    "lines_denied": said("lines denied"),
    "lines_pended": said("lines pended"),
    "plan_paid_cents": said("plan paid"),
    "providers": said("providers"),
    "documents": said("documents"),
    "authorizations": said("authorisations"),
    "prior_accumulators": said("accumulators"),
    "deductible_credits": said("deductible credits"),
    "run_in": said("run-in lines"),
    "treatments": said("treatments"),
    "large_claims": said("large claims"),
    "instalments": said("instalments"),
    "plan_paid_moved_cents": said("plan pays more by"),
    "policies_changed": said("policies changed"),
    "other_plans": said("other plans"),
    "contributions": said("contributions"),
    "ends_held": said("ends of cover held"),
    "asked_back_cents": said("asked back"),
    "not_asked_back_cents": said("not asked back"),
    "letters": said("letters"),
    "people": said("people"),
    "rows": said("rows"),
    "holds_lifted": said("holds lifted"),
    "recovered_cents": said("came back"),
    "transactions_left_out": said("transactions left out"),
    "entries_left_out": said("claims or members left out"),
}
"""What services count of a batch."""

TABLES: Mapping[str, tuple[Said, Said]] = {
    "coverage": (said("coverage span"), said("coverage spans")),
    "decision": (said("decision"), said("decisions")),
    "accumulator": (said("accumulator"), said("accumulators")),
    "posting": (said("posting"), said("postings")),
    "paid line": (said("paid line"), said("paid lines")),
    "position": (said("position"), said("positions")),
    "batch": (said("batch"), said("batches")),
}
"""One row, and several, of the tables that `verify` compares, and of batches."""


def word(words: Mapping[str, Said], code: str) -> str:
    """The word for a code; the code itself where there is none."""
    return words.get(code, code)


def reason(code: str) -> str:
    """A reason: in English its code, which the reference explains; in another language what it says."""
    from corridor.adjudication.wording import REASON_TEXTS

    return code if current_language() == "en" else REASON_TEXTS[current_language()].get(code, code)


def account_name(row: Mapping[str, str]) -> str:
    """The name of an account of ledger.accounts.chart."""
    return row["name"] if current_language() == "en" else row[f"name_{current_language()}"]


def counted(counts: Mapping[str, Any]) -> Said:
    """What a batch did, as services count it: `claims 4, lines 4, lines denied 1, plan paid 290.00`."""
    return listed(
        listed((COUNTS.get(name, _plain(name)), money(value) if name.endswith("_cents") else count(value)), " ")
        for name, value in counts.items()
    )


def rows_of(table: str, rows: int) -> Said:
    """`1 decision`, `3 coverage spans`."""
    one, several = TABLES.get(table, (table, f"{table}s"))
    return listed((count(rows), one if rows == 1 else several), " ")


def _plain(name: str) -> str:
    return name.removesuffix("_cents").replace("_", " ")
