"""What the services read of the store before they decide."""

from collections.abc import Collection
from datetime import date

import polars as pl

from corridor.app.store.tx import Batch, Tx
from corridor.book.opening import Opening
from corridor.claims.match import births_of_strangers
from corridor.claims.stays import ROOM_AND_BOARD
from corridor.codes.reasons import NEVER_REPEATED
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE
from corridor.records.decisions import ACCUMULATORS, ALWAYS, DECISIONS
from corridor.records.enrollment import ENROLLMENT
from corridor.records.history import HISTORY
from corridor.records.postings import POSTINGS
from corridor.records.providers import PROVIDERS
from corridor.records.table import Table

CLAIMS_BATCHES = frozenset(("claims", "disability"))
"""Kinds of the batches that took in claims: nobody enrols or leaves by them."""

_UNDONE = "(select (params ->> 'undoes')::bigint from batch where kind = 'undo')"
"""Places of the batches that an undo took back."""


def _columns(table: Table, prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in table.schema)  # a column may be called as a word of SQL is


def statements(tx: Tx, batch: Batch, without: int = 0) -> pl.DataFrame:
    """ENROLLMENT with batch_seq and requested_on: every statement that was not taken back, in the order of the files.

    batch: the one being written, whose own statements count. without: place of a batch that it takes back.
    """
    return tx.read(
        f"select {_columns(ENROLLMENT, 'e.')}, coalesce(b.seq, %(seq)s)::bigint as batch_seq,"
        " coalesce(b.as_of, %(as_of)s)::date as requested_on from enrollment e left join batch b on b.id = e.batch_id"
        f" where b.seq is null or (b.seq <> %(without)s and b.seq not in {_UNDONE}) order by batch_seq, e.statement",
        {"seq": batch.seq, "as_of": batch.as_of, "without": without},
    )


def coverage(tx: Tx) -> pl.DataFrame:
    """COVERAGE of everybody."""
    return COVERAGE.conform(tx.read(f"select {_columns(COVERAGE)} from coverage order by id"))


def coverage_of(tx: Tx, ids: Collection[str]) -> pl.DataFrame:
    """COVERAGE of the families in which one of `ids` is a member or the subscriber."""
    query = (
        f"select {_columns(COVERAGE)} from coverage where subscriber_id in"
        " (select subscriber_id from coverage where upper(member_id) = any(%s) or upper(subscriber_id) = any(%s))"
        " order by id"
    )
    wanted = sorted({identifier.strip().upper() for identifier in ids})
    return COVERAGE.conform(tx.read(query, [wanted, wanted]))


def coverage_for(tx: Tx, claims: pl.DataFrame) -> pl.DataFrame:
    """COVERAGE of the families that the patients of `claims` (CLAIMS) could be of.

    That is by the ids that are sent and, where no family has them, by the patient's birth date.
    """
    found = coverage_of(tx, ids_in(claims))
    births = births_of_strangers(claims, found)
    if not births:
        return found
    query = (
        f"select {_columns(COVERAGE)} from coverage where subscriber_id in"
        " (select subscriber_id from coverage where birth_date = any(%s)) order by id"
    )
    return pl.concat([found, COVERAGE.conform(tx.read(query, [births]))]).unique(maintain_order=True)


def strangers_born(tx: Tx, members: Collection[str]) -> list[int]:
    """Numbers of the claims whose patient was nobody in particular and has the birth date of one of `members`."""
    return tx.read(
        "select distinct d.claim_number from decision d join claim c on c.claim_number = d.claim_number"
        " where d.member_id is null and d.reason in ('unknown_member', 'ambiguous_member')"
        " and c.patient_birth_date in (select birth_date from coverage where member_id = any(%s))"
        f" and {STANDS}",
        [list(members)],
    )["claim_number"].to_list()


def ids_in(claims: pl.DataFrame) -> list[str]:
    """Every id that the claims (CLAIMS) name a person by."""
    ids = pl.concat([claims.get_column("subscriber_id"), claims.get_column("member_id")])
    return ids.drop_nulls().unique().to_list()


def providers(tx: Tx, without: int = 0) -> pl.DataFrame:
    """PROVIDERS as they stand: of each provider and first day the row that came last. without: as in `statements`."""
    return tx.once("providers", lambda: _providers(tx, without))


def _providers(tx: Tx, without: int) -> pl.DataFrame:
    return PROVIDERS.conform(
        tx.read(
            f"select distinct on (p.npi, p.effective_from) {_columns(PROVIDERS, 'p.')} from provider p"
            f" left join batch b on b.id = p.batch_id"
            f" where b.seq is null or (b.seq <> %s and b.seq not in {_UNDONE})"
            " order by p.npi, p.effective_from, p.batch_id desc",
            [without],
        )
    )


def opening(
    tx: Tx,
    families: Collection[str],
    first_day: date,
    last_day: date,
    *,
    kinds: Collection[str],
    visit_benefits: Collection[str],
) -> Opening:
    """Where earlier decisions left these families.

    History: lines of days of service between the two that a claim of `kinds` could repeat, and lines of
    `visit_benefits`, whose visits a claim of any kind could belong to; of stays all lines, as a stay may have begun
    long before and a service be the day before it.
    """
    accumulators = tx.read(
        f"select {_columns(ACCUMULATORS)} from accumulator where owner_id in"
        " (select member_id from coverage where subscriber_id = any(%(families)s)"
        "  union select unnest(%(families)s::text[]))"
        # A plan year that holds a day of service began within the year before it, and what it carries over within
        # two. What outlasts plan years, such as a lifetime limit, stands under a day of its own.
        " and (plan_year_start between (%(first)s::date - interval '2 years') and %(last)s"
        "  or plan_year_start = %(always)s)",
        {"families": list(families), "first": first_day, "last": last_day, "always": ALWAYS},
    )
    earlier = tx.read(
        f"select {', '.join(('d.' if name in _DECIDED else 'c.') + name for name in HISTORY.schema)}"
        " from decision d join claim_row c on (c.claim_number, c.line_number) = (d.claim_number, d.line_number)"
        " where d.family_id = any(%(families)s) and d.reason <> all(%(no_original)s)"
        " and (d.service_from between %(first)s and %(last)s"
        "  and (c.kind = any(%(kinds)s) or d.benefit = any(%(visits)s)) or c.admission_date is not null"
        "  or c.kind = 'institutional' and c.revenue_code between %(room_first)s and %(room_last)s)"
        f" and {STANDS}",
        {
            "families": list(families),
            "first": first_day,
            "last": last_day,
            "kinds": list(kinds),
            "visits": list(visit_benefits),
            "no_original": list(NEVER_REPEATED),
            "room_first": ROOM_AND_BOARD[0],
            "room_last": ROOM_AND_BOARD[1],
        },
    )
    return Opening(ACCUMULATORS.conform(accumulators), HISTORY.conform(earlier))


_DECIDED = set(DECISIONS.schema)
STANDS = (
    "not exists (select from decision later where (later.claim_number, later.line_number) ="
    " (d.claim_number, d.line_number) and later.version > d.version)"
)
"""Of the versions of a decision `d` the one that stands."""


def claims_of(
    tx: Tx, families: Collection[str], members: Collection[str], numbers: Collection[int] = ()
) -> pl.DataFrame:
    """CLAIMS with claim_number: claims decided for these families, or sent under an id of theirs, or of `numbers`."""
    return _claims(
        tx.read(
            f"select claim_number, {_columns(CLAIMS)} from claim_row where claim_number in"
            " (select claim_number from decision where family_id = any(%(families)s)"
            "  union select claim_number from claim"
            "  where subscriber_id = any(%(families)s) or member_id = any(%(members)s)"
            "  union select unnest(%(numbers)s::bigint[]))"
            " order by claim_number, line_number",
            {"families": list(families), "members": list(members), "numbers": list(numbers)},
        )
    )


def claims_numbered(tx: Tx, numbers: Collection[int]) -> pl.DataFrame:
    """CLAIMS with claim_number, of these numbers."""
    return _claims(
        tx.read(
            f"select claim_number, {_columns(CLAIMS)} from claim_row where claim_number = any(%s)"
            " order by claim_number, line_number",
            [list(numbers)],
        )
    )


def _claims(frame: pl.DataFrame) -> pl.DataFrame:
    return CLAIMS.conform(frame).with_columns(frame.get_column("claim_number"))


def current_decisions(tx: Tx, numbers: Collection[int]) -> pl.DataFrame:
    """DECISIONS that stand for these claims, one per line."""
    return DECISIONS.conform(
        tx.read(
            f"select {_columns(DECISIONS)} from decision d where claim_number = any(%s) and {STANDS}"
            " order by claim_number, line_number",
            [list(numbers)],
        )
    )


def withdrawn_claims(tx: Tx, without: int = 0) -> pl.DataFrame:
    """claim_number of the claims whose load was taken back. without: as in `statements`."""
    return tx.read(
        f"select claim_number from claim join batch b on b.id = claim.batch_id where b.seq = %s or b.seq in {_UNDONE}",
        [without],
    )


def journal(tx: Tx, where: str = "true", params: list[object] | None = None) -> pl.DataFrame:
    """POSTINGS, all or those that `where` (SQL over posting_row) picks, oldest first."""
    return POSTINGS.conform(tx.read(f"select {_columns(POSTINGS)} from posting_row where {where}", params))


LEFT_OPEN = "claims_left_open"
"""In the result of a round: the claims that it did not pay."""


def unpaid_claims(tx: Tx) -> list[int]:
    """Numbers of all claims that can have an open payable: left by the last round, or since decided or unpaid again."""
    last = tx.scalar("select coalesce(max(id), 0) from batch where kind = 'cycle'")
    found = tx.read(
        "select distinct claim_number from decision where batch_id > %(last)s and plan_paid_cents + account_cents <> 0"
        f" union select jsonb_array_elements_text(result -> '{LEFT_OPEN}')::bigint from batch where id = %(last)s"
        " union select distinct p.claim_number from posting p join journal_entry e on e.id = p.entry_id"
        "  where e.entry_kind = 'payment_reversal' and e.batch_id > %(last)s and p.claim_number is not null",
        {"last": last},
    )
    return found.get_column("claim_number").sort().to_list()
