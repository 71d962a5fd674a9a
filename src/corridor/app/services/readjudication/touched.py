"""Which families are touched by what has changed since a batch, cause by cause."""

from collections.abc import Callable
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.amend import changed_contracts, changed_plans, families_priced_by, families_under
from corridor.app.services.documents import Documents, read_documents, sources_of
from corridor.app.services.intake import only_plans
from corridor.app.services.readjudication.asked import Asked
from corridor.app.services.readjudication.known_before import (
    STOOD,
    documents_before,
    other_coverage_before,
    providers_before,
    statements_before,
)
from corridor.app.services.rescission_guard import EVER, guard_of
from corridor.app.store.tx import Batch, Tx
from corridor.claims.in_force import dated_rows, with_row_in_force
from corridor.eligibility.changes import families_touched
from corridor.eligibility.spans import coverage_from

Touched = dict[str, frozenset[str]]
"""Cause -> employees' ids of the families that it touches."""


def touched_since(tx: Tx, batch: Batch, documents: Documents, first: int) -> Touched:
    """Families with a decided line that what came in the batches from `first` on could decide otherwise.

    batch: the one that is to decide them again.
    """
    found = {cause: find(tx, first) for cause, find in _CAUSES.items()}
    found["cover"] = _by_cover(tx, batch, documents, first)
    return {cause: frozenset(families) for cause, families in found.items() if families}


def kept_to(tx: Tx, asked: Asked, families: frozenset[str]) -> list[str]:
    """Those of `families` that the question is kept to, sorted."""
    if asked.is_for_all:
        return sorted(families)
    return _families(
        tx,
        "select distinct d.family_id from decision d join claim c on c.claim_number = d.claim_number"
        " where d.family_id = any(%(families)s) and (%(family)s::text is null or d.family_id = %(family)s)"
        " and (%(plan)s::text is null or d.plan_code = %(plan)s)"
        " and (%(provider)s::text is null or c.billing_npi = %(provider)s)"
        f" and {selectors.STANDS} order by 1",
        {"families": sorted(families), "family": asked.family, "plan": asked.plan, "provider": asked.provider},
    )


def _by_cover(tx: Tx, batch: Batch, documents: Documents, first: int) -> list[str]:
    """Cover that is another on a day of service: statements, ends that the guard held or lets through now."""
    was = read_documents(documents_before(tx, first)) if first > 1 else documents
    past = Batch(0, first, "", _day_before(tx, first, batch.as_of), None, {})
    before = coverage_from(
        statements_before(tx, first), only_plans(was), guard_of(tx, past, was, before=first)
    ).coverage
    after = coverage_from(
        selectors.statements(tx, batch), only_plans(documents), guard_of(tx, batch, documents)
    ).coverage
    changed = families_touched(before, after)
    return _families(
        tx,
        "select distinct t.family_id from unnest(%(families)s::text[], %(days)s::date[]) as t (family_id, day)"
        " join (select d.family_id, d.service_from from decision d where d.family_id = any(%(families)s)"
        "  union select c.subscriber_id, d.service_from from decision d join claim c using (claim_number)"
        "   where c.subscriber_id = any(%(families)s)) s on s.family_id = t.family_id and s.service_from >= t.day",
        {"families": changed.get_column("subscriber_id").to_list(), "days": changed.get_column("from_date").to_list()},
    )


def _day_before(tx: Tx, first: int, otherwise: date) -> date:
    found: date | None = tx.scalar("select as_of from batch where seq < %s order by seq desc limit 1", [first])
    return found or otherwise


def _by_documents(tx: Tx, first: int) -> list[str]:
    """Plans and network contracts that decide or price otherwise from a day of service on."""
    if first == 1:
        return []
    before, after = documents_before(tx, first), sources_of(tx)
    return [*families_under(tx, changed_plans(before, after)),
            *families_priced_by(tx, changed_contracts(before, after), 0)]  # fmt: skip


def _by_providers(tx: Tx, first: int) -> list[str]:
    """Lines of which the biller's row in force on the day is another."""
    before, after = providers_before(tx, first), providers_before(tx, EVER)
    npis = _differing(before, after, "npi")
    if not npis:
        return []
    lines = tx.read(
        "select distinct d.family_id, c.billing_npi, d.service_from from decision d"
        " join claim c on c.claim_number = d.claim_number where d.family_id is not null and c.billing_npi = any(%s)"
        f" and {selectors.STANDS}",
        [npis],
    )
    facts = [name for name in before.columns if name not in ("npi", "name", "effective_from", "effective_to_exclusive")]
    rows = [_in_force(lines, providers).select(facts) for providers in (before, after)]
    differs = pl.any_horizontal(rows[0][name].ne_missing(rows[1][name]) for name in facts)
    return lines.filter(differs).get_column("family_id").unique().to_list()


def _in_force(lines: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    rows = providers.rename({"npi": "billing_npi"})
    dated = dated_rows(rows, by=("billing_npi",), start="effective_from", end_exclusive="effective_to_exclusive")
    return with_row_in_force(lines, dated)


def _by_other_coverage(tx: Tx, first: int) -> list[str]:
    """People of whom another plan is known otherwise on a day of service."""
    before, after = other_coverage_before(tx, first), other_coverage_before(tx, EVER)
    spans = _either(before, after).select("member_id", "coverage_start", "coverage_end_exclusive").unique()
    return _served_within(tx, spans)


def _by_authorizations(tx: Tx, first: int) -> list[str]:
    """People for whom an authorisation came or went, with a service on a day that it is for."""
    spans = tx.read(
        "select a.member_id, a.valid_from, a.valid_to_exclusive from prior_authorization a"
        f" join batch b on b.id = a.batch_id where b.seq >= %(first)s or ({STOOD}) and b.seq in"
        " (select (u.params ->> 'undoes')::bigint from batch u where u.kind = 'undo' and u.seq >= %(first)s)",
        {"first": first},
    )
    return _served_within(tx, spans)


def _by_reference(tx: Tx, first: int) -> list[str]:
    """Services since the first day of a list of reference that came."""
    return _families(
        tx,
        "select distinct d.family_id from decision d where d.family_id is not null and d.service_from >="
        " (select min(r.effective_from) from reference_table r join batch b on b.id = r.batch_id where b.seq >= %s)",
        [first],
    )


def _by_late_claims(tx: Tx, first: int) -> list[str]:
    """A claim came in after one that was received later."""
    gone = selectors.withdrawn_claims(tx).get_column("claim_number").to_list()
    return _families(
        tx,
        "with received as (select distinct d.family_id, d.claim_number, b.seq, l.received_date from decision d"
        "  join claim c on c.claim_number = d.claim_number join batch b on b.id = c.batch_id"
        "  join claim_line l on (l.claim_number, l.line_number) = (d.claim_number, d.line_number)"
        "  where d.family_id is not null and d.claim_number <> all(%(gone)s)"
        "   and d.family_id in (select n.family_id from decision n join claim k on k.claim_number = n.claim_number"
        "    join batch m on m.id = k.batch_id where m.seq >= %(first)s))"
        " select distinct late.family_id from received late join received other on other.family_id = late.family_id"
        "  and other.claim_number < late.claim_number and other.received_date > late.received_date"
        " where late.seq >= %(first)s",
        {"gone": gone, "first": first},
    )


_CAUSES: dict[str, Callable[[Tx, int], list[str]]] = {
    "documents": _by_documents,
    "providers": _by_providers,
    "other_coverage": _by_other_coverage,
    "authorizations": _by_authorizations,
    "reference": _by_reference,
    "late_claims": _by_late_claims,
}


def _served_within(tx: Tx, spans: pl.DataFrame) -> list[str]:
    """Families of people with a service on a day of a span. spans: member id, first day, day after the last."""
    if spans.is_empty():
        return []
    people, starts, ends = (column.to_list() for column in spans.iter_columns())
    return _families(
        tx,
        "select distinct d.family_id from unnest(%s::text[], %s::date[], %s::date[]) as s (member_id, start, until)"
        " join decision d on d.member_id = s.member_id and d.service_from >= s.start"
        "  and (s.until is null or d.service_from < s.until) where d.family_id is not null",
        [people, starts, ends],
    )


def _either(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The rows that are on one side only."""
    sides = ((before, after), (after, before))
    return pl.concat([one.join(other, on=one.columns, how="anti", nulls_equal=True) for one, other in sides])


def _differing(before: pl.DataFrame, after: pl.DataFrame, column: str) -> list[str]:
    return _either(before, after).get_column(column).unique().to_list()


def _families(tx: Tx, query: str, params: object) -> list[str]:
    found: list[str] = tx.read(query, params).to_series().drop_nulls().unique().sort().to_list()  # type: ignore[arg-type]
    return found
