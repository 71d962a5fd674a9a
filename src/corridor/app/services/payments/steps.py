"""The steps of payments: each is one batch, kept with all that was asked, so that it can be done again."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any, get_args, get_type_hints

from corridor.app.services.payments import approving, deposits, life, payees, preparing, reissuing, releasing, sending
from corridor.app.services.payments.doing import Doer, Doing
from corridor.app.store.tenancy import tenant_transaction

PAYMENTS = "payments"
_DO: dict[type, Doer] = {
    **preparing.DO,
    **approving.DO,
    **deposits.DO,
    **releasing.DO,
    **sending.DO,
    **life.DO,
    **reissuing.DO,
    **payees.DO,
}
_STEPS = {step.__name__: step for step in _DO}


def do_step(sponsor: str, step: Any, as_of: date, *, alias: str = "default") -> Any:
    """Do one of the steps on a day; what it answers is said where it is done.

    step: such as preparing.Prepare or life.Void. Its `who` is named in the audit trail. Raises ServiceError,
    FundingError, LedgerError or Refused; the store is then as it was.
    """
    with tenant_transaction(sponsor, alias, actor=getattr(step, "who", "")) as tx:
        batch = tx.next_batch(PAYMENTS, as_of, params={"step": type(step).__name__, **asdict(step)})
        answer, counts = _DO[type(step)](Doing(tx, batch), step)
        tx.seal(batch, counts)
        return answer


def step_from(params: dict[str, Any]) -> Any:
    """The step that a batch kept in its params."""
    kind = _STEPS[params["step"]]
    hints = get_type_hints(kind)
    return kind(**{one.name: _read(params[one.name], hints[one.name]) for one in fields(kind)})


def _read(value: Any, hint: Any) -> Any:
    """A value of JSON as its field has it: days, and tuples for lists."""
    if value is not None and (hint is date or date in get_args(hint)):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
