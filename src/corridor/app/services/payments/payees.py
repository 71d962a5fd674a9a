"""Payees: who they are, their tax numbers, whether they may be paid, and the bank accounts that they are paid to."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doer, Doing, Done, stated
from corridor.app.services.payments.files import prenote_file
from corridor.app.services.payments.standing import standing_accounts, standing_payees
from corridor.banking.nacha import is_routing_number
from corridor.clocks.business import BusinessDays
from corridor.funding.payee_checks import tin_kinds
from corridor.funding.screening import same_name
from corridor.records.payment_life import (
    ACCOUNT_TYPES,
    ENTITIES,
    METHODS,
    PAYEE_ACCOUNT_EVENTS,
    PAYEE_ACCOUNTS,
    PAYEES,
)
from corridor.wording.said import listed, said


@dataclass(frozen=True)
class SetPayee:
    """Set up a payee, or change it: what is None stays as it is. tin_name: the name certified with the tax number."""

    who: str
    payee: str
    name: str | None = None
    entity: str | None = None
    tin: str | None = None
    tin_name: str | None = None
    method: str | None = None
    is_withheld: bool | None = None
    is_blocked: bool | None = None
    is_cleared: bool | None = None
    reason: str | None = None


@dataclass(frozen=True)
class EnterAccount:
    """A bank account for a payee. The first may be confirmed at once; a change waits as the arrangement says."""

    who: str
    payee: str
    routing: str
    account: str
    account_type: str = "checking"
    source: str = "set_up"


@dataclass(frozen=True)
class ConfirmAccount:
    """Another person confirms the payee's last account."""

    who: str
    payee: str


@dataclass(frozen=True)
class Prenote:
    """Confirmed accounts are tried with an entry of zero before money goes to them."""

    who: str


@dataclass(frozen=True)
class BlockAccount:
    """Nothing more goes to the payee's last account."""

    who: str
    payee: str
    reason: str


def _set_payee(doing: Doing, step: SetPayee) -> Done:
    before = standing_payees(doing.tx).filter(pl.col("payee") == step.payee)
    old = before.row(0, named=True) if before.height else _new(step)
    said_now = {name: getattr(step, name) for name in _CHANGES if getattr(step, name) is not None}
    row = {**old, **said_now, "change_number": old["change_number"] + 1}
    row |= {"done_by": step.who, "done_on": doing.day, "reason": step.reason}
    _refuse_payee(row)
    doing.insert("payee", PAYEES.from_rows([row]))
    return row, {"payee": step.payee, "change_number": row["change_number"]}


_CHANGES = ("name", "entity", "tin", "tin_name", "method", "is_withheld", "is_blocked", "is_cleared")


def _new(step: SetPayee) -> dict[str, Any]:
    if not step.name or not step.name.strip():
        raise ServiceError(said("payee: found no name, expected one for a payee that is new"))
    row: dict[str, Any] = dict.fromkeys(PAYEES.schema)
    defaults = {"change_number": 0, "entity": "provider", "method": "ach"}
    return row | {"payee": step.payee} | defaults | dict.fromkeys(("is_withheld", "is_blocked", "is_cleared"), False)


def _refuse_payee(row: dict[str, Any]) -> None:
    for field, allowed in (("entity", ENTITIES), ("method", METHODS)):
        if row[field] not in allowed:
            raise ServiceError(
                said(
                    "payee, {field}: found {found!r}, expected one of {allowed}",
                    field=field,
                    found=row[field],
                    allowed=listed(allowed),
                )
            )
    tin = row["tin"]
    if tin is not None and not (len(tin) == 9 and tin.isascii() and tin.isdecimal()):
        raise ServiceError(said("payee, tax number: found another form, expected nine digits"))
    if tin is not None and not tin_kinds(tin):
        raise ServiceError(said("payee, tax number: found one that is never given out, expected another"))
    if tin is not None and not tin_kinds(tin):
        raise ServiceError(
            said("payee, tax number: found one that is never given out, expected that of a firm or a person")
        )
    if row["tin_name"] is not None and not same_name(row["tin_name"], row["name"]) and not row["is_withheld"]:
        raise ServiceError(
            said("payee, tax number: found a name on it that differs, expected the payee's, or backup withholding")
        )
    if (row["is_blocked"] or row["is_cleared"]) and not row["reason"]:
        raise ServiceError(said("payee: found no reason for blocking or clearing, expected one"))


def enter_account(doing: Doing, step: EnterAccount) -> Done:
    """Write an account that waits to be confirmed. Raises ServiceError."""
    _known_payee(doing, step.payee)
    if not is_routing_number(step.routing):
        raise ServiceError(said("account, routing: found a number that does not check, expected nine digits that do"))
    if not (0 < len(step.account) <= 17 and step.account.replace("-", "").isalnum() and step.account.isascii()):
        raise ServiceError(said("account, number: found another form, expected 1 to 17 letters and digits"))
    if step.account_type not in ACCOUNT_TYPES:
        allowed = listed(ACCOUNT_TYPES)
        raise ServiceError(
            said("account, type: found {found!r}, expected one of {allowed}", found=step.account_type, allowed=allowed)
        )
    own = accounts_of(doing, step.payee)
    wait = doing.documents.arrangement.funding.payments.account_wait_days if own.height else 0
    row = {
        "payee": step.payee,
        "account_number": own.height + 1,
        "routing": step.routing,
        "account": step.account,
        "account_type": step.account_type,
        "entered_by": step.who,
        "entered_on": doing.day,
        "waits_until": doing.day + timedelta(days=wait),
        "source": step.source,
    }
    doing.insert("payee_account", PAYEE_ACCOUNTS.from_rows([row]))
    return row, {"payee": step.payee, "account_number": row["account_number"]}


def _confirm(doing: Doing, step: ConfirmAccount) -> Done:
    last = _last_account(doing, step.payee)
    if last["confirmed_on"] is not None:
        raise ServiceError(said("account: found it confirmed, expected one that waits"))
    if last["entered_by"] == step.who:
        raise ServiceError(said("account: found it confirmed by who entered it, expected another person"))
    if doing.day < last["waits_until"]:
        raise ServiceError(
            said("account: found {day}, expected {first} or later", day=doing.day, first=last["waits_until"])
        )
    _event(doing, last, "confirmed", step.who)
    wait = doing.documents.arrangement.funding.payments.prenote_banking_days
    if not wait:
        _event(doing, last, "prenoted", step.who, usable_on=doing.day)
    return last, {"payee": step.payee, "account_number": last["account_number"]}


def _prenote(doing: Doing, step: Prenote) -> Done:
    waiting = standing_accounts(doing.tx).filter(
        pl.col("confirmed_on").is_not_null() & pl.col("usable_on").is_null() & pl.col("blocked_on").is_null()
    )
    wait = doing.documents.arrangement.funding.payments.prenote_banking_days
    usable_on = BusinessDays().after(doing.day, wait)
    for account in waiting.iter_rows(named=True):
        _event(doing, account, "prenoted", step.who, usable_on=usable_on)
    names = prenote_file(doing, waiting, standing_payees(doing.tx))
    return waiting, {"accounts": waiting.height, "files": list(names)}


def block_account(doing: Doing, step: BlockAccount) -> Done:
    """Record that nothing more goes to the last account. Raises ServiceError."""
    last = _last_account(doing, step.payee)
    if last["blocked_on"] is not None:
        raise ServiceError(said("account: found it blocked, expected one in use"))
    _event(doing, last, "blocked", step.who, reason=stated(step.reason, "reason"))
    return last, {"payee": step.payee, "account_number": last["account_number"]}


def _known_payee(doing: Doing, payee: str) -> None:
    if not doing.tx.scalar("select exists (select from payee where payee = %s)", [payee]):
        raise ServiceError(said("payee: found none of that identifier, expected one set up by `corridor payee set`"))


def accounts_of(doing: Doing, payee: str) -> pl.DataFrame:
    """The accounts of a payee (`standing_accounts`), the last one last."""
    return standing_accounts(doing.tx).filter(pl.col("payee") == payee)


def _last_account(doing: Doing, payee: str) -> dict[str, Any]:
    own = accounts_of(doing, payee)
    if own.is_empty():
        raise ServiceError(said("account: found none of this payee, expected one entered"))
    return own.row(-1, named=True)


def _event(
    doing: Doing,
    account: dict[str, Any],
    event: str,
    who: str,
    *,
    usable_on: date | None = None,
    reason: str | None = None,
) -> None:
    row = {name: account[name] for name in ("payee", "account_number", "entered_by")}
    row |= {"event": event, "done_by": who, "done_on": doing.day, "usable_on": usable_on, "reason": reason}
    doing.insert("payee_account_event", PAYEE_ACCOUNT_EVENTS.from_rows([row]))


DO: dict[type, Doer] = {
    SetPayee: _set_payee,
    EnterAccount: enter_account,
    ConfirmAccount: _confirm,
    Prenote: _prenote,
    BlockAccount: block_account,
}
