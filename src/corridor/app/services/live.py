"""One claim, decided and answered while its sender waits: once for each key, through the steps of a file."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.decisions import decide_new, decided_new, next_number, store_new
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.family_versions import families_of_versions
from corridor.app.services.intake import taken
from corridor.app.services.live_body import canonical, claims_frame, sha256
from corridor.app.services.reading import CLAIMS
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.book.numbering import number_claims
from corridor.wording.said import said

LIVE = "live"
"""In the params of a batch: digest of the key under which its claim came in."""
FORM, NAME = "claim JSON", "claim.json"
ORIGINAL = "1"
_PROVISIONAL = 2**52
"""Claims are decided under a number above all others, and get their own when it is their turn to be written."""
_SHOWN = (
    "line_number", "status", "reason", "member_id", "plan_code", "plan_year_start", "benefit", "tier", "charge_cents",
    "allowed_cents", "write_off_cents", "above_allowed_cents", "deductible_cents", "coinsurance_cents", "copay_cents",
    "over_limit_cents", "penalty_cents", "not_covered_cents", "other_paid_cents", "plan_paid_cents", "account_cents",
)  # fmt: skip


class KeyUsed(ServiceError):
    """The key came before, with another body."""


@dataclass(frozen=True)
class Answer:
    """What the sender is told. is_replayed: it was told before, under the same key; nothing was decided now."""

    data: dict[str, Any]
    is_replayed: bool


def decide_live(sponsor: str, body: Any, key: str, as_of: date, *, actor: str = "", alias: str = "default") -> Answer:
    """Decide a claim (live_body.ClaimBody), store and post it, and answer; under a key that came before, answer again.

    Raises KeyUsed when the key came with another body, BodyError for days out of order.
    """
    return _decide(sponsor, body, sha256(key.encode()), as_of, actor, alias)


def decide_again(sponsor: str, body: Any, key_sha256: str, as_of: date, alias: str) -> None:
    """Decide a past live claim in a replay."""
    _decide(sponsor, body, key_sha256, as_of, "", alias)


class _TouchesOthers(Exception):
    """The claim makes earlier claims be decided again: it is to have the sponsor alone."""


def _decide(sponsor: str, body: Any, key_sha256: str, as_of: date, actor: str, alias: str) -> Answer:
    asked = _Asked(claims_frame(body, as_of), canonical(body), key_sha256, as_of)
    if body.frequency == ORIGINAL:
        try:
            with tenant_transaction(sponsor, alias, actor=actor) as tx:
                return _beside_others(tx, asked)
        except _TouchesOthers:
            pass
    with tenant_transaction(sponsor, alias, actor=actor) as tx:
        return _alone(tx, asked)


@dataclass(frozen=True)
class _Asked:
    """frame: CLAIMS of one claim; content: its body in one form."""

    frame: pl.DataFrame
    content: bytes
    key_sha256: str
    as_of: date


def _beside_others(tx: Tx, asked: _Asked) -> Answer:
    """While other live claims are decided, of other families; only numbering and writing are one after another."""
    tx.share_turn()
    tx.hold([f"key {asked.key_sha256}"])
    if (known := _answered(tx, asked)) is not None:
        return Answer(known, True)
    documents = tx.once("documents", lambda: documents_of(tx))
    numbered = number_claims(asked.frame, _PROVISIONAL)
    coverage = selectors.coverage_for(tx, numbered)
    families = coverage.get_column("subscriber_id").unique().to_list()
    tx.hold([f"family {one.strip().upper()}" for one in families or selectors.ids_in(numbered) or [""]])
    if families_of_versions(tx, numbered, coverage):
        raise _TouchesOthers
    new = decided_new(tx, documents, numbered, coverage, asked.as_of)
    file_id, _ = tx.store_file(asked.content, NAME, FORM)
    batch = tx.next_batch(CLAIMS, asked.as_of, file_id, {LIVE: asked.key_sha256})
    number = next_number(tx)
    decisions = store_new(tx, batch, documents, new.numbered_from(number))
    return _settled(tx, batch, documents, asked, number, decisions)


def _alone(tx: Tx, asked: _Asked) -> Answer:
    """As a file of one claim: it may touch any family."""
    tx.wait_for_turn()
    if (known := _answered(tx, asked)) is not None:
        return Answer(known, True)
    documents = documents_of(tx)
    file_id, _ = tx.store_file(asked.content, NAME, FORM)
    batch = tx.next_batch(CLAIMS, asked.as_of, file_id, {LIVE: asked.key_sha256})
    number = next_number(tx)
    return _settled(tx, batch, documents, asked, number, decide_new(tx, batch, documents, asked.frame))


def _settled(tx: Tx, batch: Batch, documents: Documents, asked: _Asked, number: int, decisions: pl.DataFrame) -> Answer:
    counts, _ = taken(tx, batch, documents, decisions)
    answer = _told(decisions.filter(pl.col("claim_number") == number), batch.seq)
    row = {"key_sha256": asked.key_sha256, "body_sha256": sha256(asked.content), "claim_number": number}
    tx.insert("live_claim", pl.DataFrame([row | {"answer": json.dumps(answer)}]), batch_id=batch.id)
    tx.seal(batch, counts)
    return Answer(answer, False)


def _answered(tx: Tx, asked: _Asked) -> dict[str, Any] | None:
    with tx.cursor() as cursor:
        cursor.execute("select body_sha256, answer from live_claim where key_sha256 = %s", [asked.key_sha256])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != sha256(asked.content):
        raise KeyUsed(said("Idempotency-Key: found one that came with another claim, expected a new key"))
    found: dict[str, Any] = json.loads(row[1])
    return found


def _told(decisions: pl.DataFrame, seq: int) -> dict[str, Any]:
    shown = decisions.sort("line_number")
    lines = shown.select(_SHOWN).with_columns(pl.col("plan_year_start").cast(pl.String)).to_dicts()
    statuses = set(shown.get_column("status"))
    amounts = ("charge_cents", "allowed_cents", "plan_paid_cents")
    return {
        "claim_number": int(shown.get_column("claim_number")[0]),
        "batch": seq,
        "status": next(status for status in ("pended", "paid", "denied") if status in statuses),
        **{name: int(shown.get_column(name).sum()) for name in amounts},
        "lines": lines,
    }
