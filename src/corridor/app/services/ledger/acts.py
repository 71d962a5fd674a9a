"""Acts on the ledger: each is one batch, kept with all that was asked, so that it can be done again."""

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import date
from typing import Any, get_args, get_type_hints

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger import entries, holds, limits, periods
from corridor.app.services.payments.doing import Doing
from corridor.app.store.errors import Refused
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx

LEDGER = "ledger"
_DO: dict[type, Callable[[Doing, Any], Any]] = {**holds.DO, **limits.DO, **periods.DO, **entries.DO}
_KNOWN: dict[type, Callable[[Tx, Any, date], str | None]] = {
    holds.PlaceHold: holds.hold_known,
    entries.PostEntry: entries.entry_known,
}
"""What was done before under the same key, and is not done again."""
_ACTS = {act.__name__: act for act in _DO}


def do_act(sponsor: str, what: Any, as_of: date, *, alias: str = "default") -> Any:
    """Do an act on a day; what it answers is said where it is done. The same under the same key changes nothing.

    what: such as holds.PlaceHold or periods.ClosePeriod. Raises ServiceError, also for what the database refuses,
    or LedgerError; the store is then as it was.
    """
    try:
        with tenant_transaction(sponsor, alias, actor=what.who) as tx:
            tx.wait_for_turn()
            known = _KNOWN[type(what)](tx, what, as_of) if type(what) in _KNOWN else None
            if known is not None:
                return known
            batch = tx.next_batch(LEDGER, as_of, params={"act": type(what).__name__, **asdict(what)})
            answer = _DO[type(what)](Doing(tx, batch), what)
            tx.seal(batch, {"answer": answer})
            return answer
    except Refused as error:
        raise ServiceError(*error.args) from None


def act_from(params: dict[str, Any]) -> Any:
    """The act that a batch kept in its params."""
    kind = _ACTS[params["act"]]
    hints = get_type_hints(kind)
    return kind(**{one.name: _read(params[one.name], hints[one.name]) for one in fields(kind)})


def _read(value: Any, hint: Any) -> Any:
    """A value of JSON as its field has it: days, and tuples for lists."""
    if value is not None and (hint is date or date in get_args(hint)):
        return date.fromisoformat(value)
    return tuple(map(tuple, value)) if isinstance(value, list) else value
