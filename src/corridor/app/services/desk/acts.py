"""The acts of the desk: each is one batch, kept with all that was asked, so that it can be done again."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any, get_args, get_type_hints

from corridor.app.services.desk import appeals, events, overriding, quality, ways
from corridor.app.services.desk.doing import Doer, Doing
from corridor.app.store.tenancy import tenant_transaction

DESK = "desk"
_DO: dict[type, Doer] = {**events.DO, **ways.DO, **overriding.DO, **appeals.DO, **quality.DO}
_ACTS = {act.__name__: act for act in _DO}


def do_act(sponsor: str, act: Any, as_of: date, *, alias: str = "default") -> Any:
    """Do one of the acts on a day; what it answers is said where it is done.

    act: such as events.Ask or overriding.Propose. Its `who` is named in the audit trail.
    Raises ServiceError or ClockError; the store is then as it was.
    """
    with tenant_transaction(sponsor, alias, actor=getattr(act, "who", "")) as tx:
        tx.wait_for_turn()
        batch = tx.next_batch(DESK, as_of, params={"act": type(act).__name__, **asdict(act)})
        answer, counts = _DO[type(act)](Doing(tx, batch), act)
        tx.seal(batch, counts)
        return answer


def act_from(params: dict[str, Any]) -> Any:
    """The act that a batch kept in its params."""
    kind = _ACTS[params["act"]]
    hints = get_type_hints(kind)
    return kind(**{one.name: _read(params[one.name], hints[one.name]) for one in fields(kind)})


def _read(value: Any, hint: Any) -> Any:
    """A value of JSON as its field has it: days, and tuples for lists."""
    if value is not None and (hint is date or date in get_args(hint)):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
