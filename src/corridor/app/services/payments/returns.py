"""What the bank sends back: payments become payable again, accounts are blocked, corrections wait to be confirmed."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doing
from corridor.app.services.payments.life import Return, settle, take_back
from corridor.app.services.payments.payees import BlockAccount, EnterAccount, accounts_of, block_account, enter_account
from corridor.app.services.reading import NamedFile
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.banking.nacha_read import AchChange, AchEntry, AchReturn, read_ach
from corridor.banking.returns import changes_of, effect_of_return
from corridor.wording.said import said

RETURNS = "ach_returns"


@dataclass
class ReturnsTaken:
    """What a file changed: (payment, code); (payee, code) of corrections and prenotes; codes of what is not ours."""

    returned: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    prenotes: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def take_in_returns(sponsor: str, file: NamedFile, who: str, as_of: date, *, alias: str = "default") -> ReturnsTaken:
    """Take in an ACH file of returns and notifications of change, whole or not at all.

    Raises AchError for a faulty file, ServiceError for one taken in before or a return with another amount,
    FundingError for a payment that cannot come back.
    """
    read = read_ach(file.content)
    with tenant_transaction(sponsor, alias, actor=who) as tx:
        tx.wait_for_turn()
        _refuse_repeated(tx, file)
        file_id, _ = tx.store_file(file.content, file.name, RETURNS)
        batch = tx.next_batch(RETURNS, as_of, file_id, {"name": file.name, "who": who})
        doing, taken = Doing(tx, batch), ReturnsTaken()
        for entry, returned in read.returned:
            _take_return(doing, who, entry, returned, taken)
        for entry, change in read.changes:
            _take_change(doing, who, entry, change, taken)
        if taken.returned:
            settle(doing)
        tx.seal(batch, {name: len(getattr(taken, name)) for name in ("returned", "changes", "prenotes", "unknown")})
        return taken


def _refuse_repeated(tx: Tx, file: NamedFile) -> None:
    digest = hashlib.sha256(file.content).hexdigest()
    known = "select b.seq from batch b join stored_file f on f.id = b.file_id where f.sha256 = %s and b.kind = %s"
    if seq := tx.scalar(known, [digest, RETURNS]):
        raise ServiceError(
            said("{file}: found it taken in by batch {batch}, expected a file that is new", file=file.name, batch=seq)
        )


def _take_return(doing: Doing, who: str, entry: AchEntry, returned: AchReturn, taken: ReturnsTaken) -> None:
    payment, effect = _payment_of(doing, entry.receiver_id), effect_of_return(returned.code, doing.day)
    if payment is None or not effect.reopens:
        if payee := _prenoted_payee(doing, entry.receiver_id):
            block_account(doing, BlockAccount(who, payee, returned.code))
            taken.prenotes.append((payee, returned.code))
        else:
            taken.unknown.append(returned.code)
        return
    number, payee, cents = payment
    if entry.amount_cents != cents:
        raise ServiceError(
            said(
                "payment {payment}: found {cents} cents returned, expected {expected}",
                payment=number,
                cents=entry.amount_cents,
                expected=cents,
            )
        )
    take_back(doing, Return(who, number, returned.code))
    own = accounts_of(doing, payee)
    if effect.account != "keep" and own.height and own["blocked_on"][-1] is None:
        block_account(doing, BlockAccount(who, payee, returned.code))
    taken.returned.append((number, returned.code))


def _take_change(doing: Doing, who: str, entry: AchEntry, change: AchChange, taken: ReturnsTaken) -> None:
    payment = _payment_of(doing, entry.receiver_id)
    payee = payment[1] if payment else _prenoted_payee(doing, entry.receiver_id)
    own = accounts_of(doing, payee) if payee else pl.DataFrame()
    if payee is None or own.is_empty() or change.refused_code:
        taken.unknown.append(change.code)
        return
    new = changes_of(change.code, change.corrected)
    if new.is_of_account:
        old = own.row(-1, named=True)
        parts = (getattr(new, name) or old[name] for name in ("routing", "account", "account_type"))
        enter_account(doing, EnterAccount(who, payee, *parts, source="notice_of_change"))
    taken.changes.append((payee, change.code))


def _payment_of(doing: Doing, receiver_id: str) -> tuple[str, str, int] | None:
    """Number, payee and cents of the payment by ACH that the entry was."""
    found = doing.tx.read(
        "select payment_number, payee, amount_cents from payment where method = 'ACH' and trace = %s",
        [receiver_id.strip()],
    )
    return found.row(0) if found.height == 1 else None


def _prenoted_payee(doing: Doing, receiver_id: str) -> str | None:
    found = doing.tx.read(
        "select distinct payee from payee_account_event where event = 'prenoted' and left(payee, 15) = %s",
        [receiver_id.strip()],
    )
    return found["payee"][0] if found.height == 1 else None
