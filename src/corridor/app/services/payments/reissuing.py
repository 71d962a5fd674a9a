"""A stale payment goes out again under a number of its own."""

from dataclasses import dataclass

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.approving import people_needed
from corridor.app.services.payments.doing import Doer, Doing, Done, stated
from corridor.app.services.payments.life import Standing, lived, standing_of, tell_bank
from corridor.app.services.payments.releasing import FIRST_CHEQUE
from corridor.app.services.payments.standing import blocked, standing_payees
from corridor.funding.payment_life import Issued, refuse_step, reissue_postings
from corridor.ledger.accounts import CLAIMS_ACCOUNT, UNPRESENTED_PAYMENTS
from corridor.records.payment_life import ISSUED, REISSUED, RELEASED
from corridor.wording.said import said


@dataclass(frozen=True)
class Reissue:
    """A stale payment goes out again, as a cheque. approver: another person, above the limit."""

    who: str
    payment_number: str
    reason: str
    approver: str | None = None


def _reissue(doing: Doing, step: Reissue) -> Done:
    paid = standing_of(doing, step.payment_number)
    refuse_step(step.payment_number, paid.state, REISSUED)
    _refuse_reissue(doing, step, paid)
    last = doing.tx.scalar("select max(trace::bigint) from payment where method = 'CHK'") or FIRST_CHEQUE - 1
    new = Issued(f"{step.payment_number}-R", paid.issued.payee, doing.day, paid.issued.amount_cents, _money(doing))
    row = {
        "payment_number": new.number,
        "payee": new.payee,
        "payee_name": paid.payee_name,
        "paid_on": doing.day,
        "amount_cents": new.amount_cents,
        "method": "CHK",
        "trace": str(last + 1),
    }
    doing.insert("payment", pl.DataFrame([row]))
    event = {"payment_number": new.number, "happened_on": doing.day, "actor": step.who}
    approved = [event | {"event": "approved", "actor": step.approver}] if step.approver else []
    issued = event | {"event": ISSUED, "entry_key": f"reissue:{new.number}", "reference": str(last + 1)}
    doing.add_events([*approved, event | {"event": RELEASED}, issued])
    postings = reissue_postings(new, doing.day, doing.currency)
    done = lived(doing, step, REISSUED, postings, reason=stated(step.reason, "reason"), reference=new.number)
    tell_bank(doing, new.number, is_void=False)
    return done[0] | {"reissued_as": new.number}, done[1] | {"reissued_as": new.number}


def _money(doing: Doing) -> str:
    return CLAIMS_ACCOUNT if doing.documents.arrangement.funding.basis == "issued" else UNPRESENTED_PAYMENTS


def _refuse_reissue(doing: Doing, step: Reissue, paid: Standing) -> None:
    who = pl.DataFrame({"payee": [paid.issued.payee], "payee_name": [paid.payee_name]})
    reasons = blocked(doing.tx, who, standing_payees(doing.tx))
    if reasons:
        raise ServiceError(
            said(
                "payment {payment}: found a payee who may not be paid ({reason}), expected one who may",
                payment=step.payment_number,
                reason=reasons[paid.issued.payee],
            )
        )
    limit = doing.documents.arrangement.funding.payments.approval_limit
    if people_needed(paid.issued.amount_cents, limit) == 2 and step.approver in (None, step.who):
        raise ServiceError(
            said("payment {payment}: found one person above the limit, expected two", payment=step.payment_number)
        )


DO: dict[type, Doer] = {Reissue: _reissue}
