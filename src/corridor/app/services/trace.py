"""The trace of money: from an entry, claim, payment or bank line to all that it came from and ended in.

Nobody is named: claims, payments and entries go by their numbers. What links them: a posting names its claim, a
payment its paid lines, a match the entry that a line of the bank is the other side of.
"""

from dataclasses import dataclass, field, fields
from typing import Any

from corridor.app.services.errors import ServiceError
from corridor.app.services.trace_shapes import SourceRow, Trace, TracedCall, TracedLine, TracedPayment, TracedPosting
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.said import said

MOST = 500
"""Rows of a kind that are shown; a trace that has more says so."""
CLAIM_MAX = 2**63 - 1
_ENTRY_OF = "join journal_entry e on (e.tenant_id, e.id) = (p.tenant_id, p.entry_id)"


@dataclass
class _Found:
    """What has been reached: by its own name."""

    claims: set[int] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    payments: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


def trace_entry(sponsor: str, entry_key: str, *, who: str = "", alias: str = "default") -> Trace:
    """From an entry of the journal. Raises ServiceError where there is none of that key."""
    return _traced(sponsor, "entry", entry_key, who, alias)


def trace_claim(sponsor: str, claim_number: int, *, who: str = "", alias: str = "default") -> Trace:
    """From a claim, forward to every posting, payment, call and bank line that it ended in."""
    return _traced(sponsor, "claim", str(claim_number), who, alias)


def trace_payment(sponsor: str, payment_number: str, *, who: str = "", alias: str = "default") -> Trace:
    """From a payment."""
    return _traced(sponsor, "payment", payment_number, who, alias)


def trace_line(sponsor: str, statement_id: str, line_number: int, *, who: str = "", alias: str = "default") -> Trace:
    """From a line of the bank, back to the rows of the files that it paid."""
    return _traced(sponsor, "line", f"{statement_id}/{line_number}", who, alias)


def trace(sponsor: str, start: str, name: str, *, who: str = "", alias: str = "default") -> Trace:
    """From `start`: entry, claim, payment or line (statement/line). Raises ServiceError where there is none."""
    if start not in _STARTS:
        raise ServiceError(said("trace: found no start, expected an entry, a claim, a payment or a bank line"))
    return _traced(sponsor, start, name, who, alias)


def _traced(sponsor: str, start: str, name: str, who: str, alias: str) -> Trace:
    with tenant_transaction(sponsor, alias, actor=who) as tx:
        found = _Found()
        _STARTS[start](tx, name, found)
        tx.log_access(f"trace of {start}", "trace", who)
        return _assembled(tx, start, name, found)


def _missing(start: str, name: str) -> ServiceError:
    return ServiceError(
        said("trace of {start} {name}: found none, expected one of the sponsor's", start=start, name=name)
    )


def _column(tx: Tx, query: str, *params: Any) -> list[Any]:
    with tx.cursor() as cursor:
        cursor.execute(query, params)
        return [row[0] for row in cursor.fetchall()]


def _from_entry(tx: Tx, key: str, found: _Found) -> None:
    if not tx.scalar("select exists (select from journal_entry where entry_key = %s)", [key]):
        raise _missing("entry", key[:80])
    found.entries.add(key)
    found.claims.update(
        _column(
            tx,
            f"select distinct p.claim_number from posting p {_ENTRY_OF}"
            " where e.entry_key = %s and p.claim_number is not null",
            key,
        )
    )
    kind, reference = _head(tx, key)
    if tx.scalar("select exists (select from payment where payment_number = %s)", [reference]):
        _add_payments(tx, [reference], found)
    elif tx.scalar("select exists (select from funding_call where call_number = %s)", [reference]):
        _add_calls(tx, [reference], found)
    elif kind.startswith("decision"):
        _add_claims(tx, sorted(found.claims), found)


def _head(tx: Tx, key: str) -> tuple[str, str | None]:
    with tx.cursor() as cursor:
        cursor.execute("select entry_kind, reference from journal_entry where entry_key = %s", [key])
        kind, reference = cursor.fetchone()
        return kind, reference


def _from_claim(tx: Tx, name: str, found: _Found) -> None:
    if not (name.isascii() and name.isdecimal() and 0 < int(name) <= CLAIM_MAX):
        raise _missing("claim", name[:20])
    number = int(name)
    if not tx.scalar("select exists (select from claim where claim_number = %s)", [number]):
        raise _missing("claim", name)
    _add_claims(tx, [number], found)


def _from_payment(tx: Tx, number: str, found: _Found) -> None:
    if not tx.scalar("select exists (select from payment where payment_number = %s)", [number]):
        raise _missing("payment", number[:40])
    _add_payments(tx, [number], found)
    found.claims.update(_column(tx, "select distinct claim_number from paid_line where payment_number = %s", number))


def _from_line(tx: Tx, name: str, found: _Found) -> None:
    statement, _, line = name.rpartition("/")
    is_number = line.isascii() and line.isdecimal() and len(line) < 9
    known = is_number and tx.scalar(
        "select exists (select from bank_line where (statement_id, line_number) = (%s, %s))", [statement, int(line)]
    )
    if not known:
        raise _missing("line", name[:60])
    keys = _column(
        tx,
        "select entry_key from bank_match where (statement_id, line_number) = (%s, %s)"
        " group by 1 having sum(amount_cents) <> 0 order by 1",
        statement,
        int(line),
    )
    for key in keys[:MOST]:
        _from_entry(tx, key, found)
    if found.payments:
        found.claims.update(
            _column(
                tx,
                "select distinct claim_number from paid_line where payment_number = any(%s)",
                sorted(found.payments),
            )
        )


def _add_claims(tx: Tx, numbers: list[int], found: _Found) -> None:
    """Claims, their entries, and the payments that paid them."""
    found.claims.update(numbers)
    found.entries.update(
        _column(tx, f"select distinct e.entry_key from posting p {_ENTRY_OF} where p.claim_number = any(%s)", numbers)
    )
    paid = _column(
        tx,
        "select distinct payment_number from paid_line where claim_number = any(%s) and payment_number is not null",
        numbers,
    )
    _add_payments(tx, paid, found)


def _add_payments(tx: Tx, numbers: list[str], found: _Found) -> None:
    """Payments, all that was posted under their numbers, and the calls that brought their money."""
    found.payments.update(numbers)
    found.entries.update(_column(tx, "select entry_key from journal_entry where reference = any(%s)", numbers))
    calls = _column(
        tx,
        "select c.call_number from payment p join funding_call c on c.batch_id = p.batch_id"
        " where p.payment_number = any(%s)"
        " union select r.call_number from payment_candidate c join payment_run r using (tenant_id, run_number)"
        " where c.payment_number = any(%s) and r.call_number is not null",
        numbers,
        numbers,
    )
    _add_calls(tx, calls, found)


def _add_calls(tx: Tx, numbers: list[str], found: _Found) -> None:
    found.calls.update(numbers)
    found.entries.update(_column(tx, "select entry_key from journal_entry where reference = any(%s)", numbers))


def _assembled(tx: Tx, start: str, name: str, found: _Found) -> Trace:
    claims, entries = sorted(found.claims)[:MOST], sorted(found.entries)[:MOST]
    postings = _postings(tx, entries, claims if start == "claim" else [])
    sources = _sources(tx, claims)
    is_cut = len(found.claims) > MOST or len(found.entries) > MOST or MOST in (len(postings), len(sources))
    return Trace(
        start,
        name,
        sources,
        postings,
        _payments(tx, sorted(found.payments)[:MOST]),
        _calls(tx, sorted(found.calls)[:MOST]),
        _bank_lines(tx, entries),
        is_cut,
    )


def _rows(tx: Tx, shape: type, query: str, *params: Any) -> tuple[Any, ...]:
    with tx.cursor() as cursor:
        cursor.execute(query, params)
        return tuple(shape(*row[: len(fields(shape))]) for row in cursor.fetchall())


def _sources(tx: Tx, claims: list[int]) -> tuple[SourceRow, ...]:
    return _rows(
        tx,
        SourceRow,
        "select c.claim_number, l.line_number, l.service_from, l.charge_cents, b.seq,"
        " coalesce(b.params ->> 'name', f.name), f.sha256, c.segment_first, c.segment_last"
        " from claim c join claim_line l using (tenant_id, claim_number)"
        " join batch b on (b.tenant_id, b.id) = (c.tenant_id, c.batch_id)"
        " left join stored_file f on (f.tenant_id, f.id) = (b.tenant_id, b.file_id)"
        f" where c.claim_number = any(%s) order by 1, 2 limit {MOST}",
        claims,
    )


def _postings(tx: Tx, entries: list[str], claims: list[int]) -> tuple[TracedPosting, ...]:
    """Legs of the entries. claims: of a payment only the legs that are theirs, or that name no claim."""
    own = "" if not claims else " and (p.claim_number is null or p.claim_number = any(%s))"
    return _rows(
        tx,
        TracedPosting,
        "select e.entry_key, e.entry_kind, e.effective_on, p.leg, p.account, p.amount_cents, p.claim_number,"
        f" p.line_number, e.reference, e.reverses, b.seq from posting p {_ENTRY_OF}"
        " join batch b on (b.tenant_id, b.id) = (e.tenant_id, e.batch_id)"
        f" where e.entry_key = any(%s){own} order by e.effective_on, e.id, p.leg limit {MOST}",
        entries,
        *([claims] if claims else []),
    )


def _payments(tx: Tx, numbers: list[str]) -> tuple[TracedPayment, ...]:
    return _rows(
        tx,
        TracedPayment,
        "select p.payment_number, p.paid_on, p.amount_cents, p.method,"
        " (select string_agg(v.event, ' ' order by v.event_number) from payment_event v"
        "  where (v.tenant_id, v.payment_number) = (p.tenant_id, p.payment_number))"
        " from payment p where p.payment_number = any(%s) order by p.paid_on, p.payment_number",
        numbers,
    )


def _calls(tx: Tx, numbers: list[str]) -> tuple[TracedCall, ...]:
    return _rows(
        tx,
        TracedCall,
        "select c.call_number, c.called_on, c.amount_cents, coalesce((select sum(p.amount_cents) from posting p"
        f" {_ENTRY_OF} where e.reference = c.call_number and e.entry_kind = 'deposit' and p.account = '1000'"
        "), 0)::bigint"
        " from funding_call c where c.call_number = any(%s) order by c.called_on, c.call_number",
        numbers,
    )


def _bank_lines(tx: Tx, entries: list[str]) -> tuple[TracedLine, ...]:
    return _rows(
        tx,
        TracedLine,
        "select l.statement_id, l.line_number, l.booked_on, l.amount_cents, m.entry_key, m.amount_cents,"
        " m.match_number, m.how, f.name from bank_match m"
        " join bank_line l on (l.tenant_id, l.statement_id, l.line_number)"
        "  = (m.tenant_id, m.statement_id, m.line_number)"
        " join batch b on (b.tenant_id, b.id) = (l.tenant_id, l.batch_id)"
        " left join stored_file f on (f.tenant_id, f.id) = (b.tenant_id, b.file_id)"
        " where m.entry_key = any(%s) and m.undoes is null"
        " and not exists (select from bank_match u where u.undoes = m.match_number)"
        " and b.seq not in (select (params ->> 'undoes')::bigint from batch where kind = 'undo')"
        f" order by l.booked_on, l.statement_id, l.line_number, m.entry_key limit {MOST}",
        entries,
    )


_STARTS = {"entry": _from_entry, "claim": _from_claim, "payment": _from_payment, "line": _from_line}
