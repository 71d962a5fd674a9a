"""What `corridor payments` tells people."""

from typing import Any

from corridor.app.cli.output import day, money, print_table, say
from corridor.app.services.payments.preparing import Prepared
from corridor.app.services.payments.releasing import Released
from corridor.wording.said import Said, said

KINDS = {
    "claims": said("claims"),
    "administration_fee": said("administration fee"),
    "stop_loss_premium": said("stop-loss premium"),
}
METHODS = {"ACH": said("ACH"), "CHK": said("cheque"), "NON": said("nothing moves")}
STATES = {
    "outstanding": said("outstanding"),
    "cleared": said("cleared"),
    "voided": said("void"),
    "void": said("void"),
    "stale": said("stale"),
    "reissued": said("reissued"),
    "escheated": said("escheated"),
    "returned": said("returned"),
    "issued": said("issued"),
}


def say_prepared(run: Prepared) -> None:
    """A run: its candidates, what is called, what may not be paid."""
    heads = (
        said("payment"),
        said("pays"),
        said("payee"),
        said("by"),
        said("amount"),
        said("withheld"),
        said("blocked"),
    )
    rows = [
        [
            one["payment_number"],
            KINDS[one["kind"]],
            one["payee"],
            METHODS[one["method"]],
            money(one["amount_cents"]),
            money(one["withheld_cents"]) if one["withheld_cents"] else None,
            one["blocked_by"],
        ]
        for one in run.candidates.to_dicts()
    ]
    print_table(said("{run}: candidates", run=run.run_number), heads, rows, numbers=(4, 5))
    if run.call_number:
        say(said("called: {amount}, {call}", amount=money(run.called_cents), call=run.call_number))
    else:
        say(said("called: nothing, the account holds enough"))


def released_data(done: Released) -> dict[str, Any]:
    """A release as data."""
    frames = {name: getattr(done, name).to_dicts() for name in ("paid", "unfunded", "dropped", "barred")}
    return {"run_number": done.run_number, "short_cents": done.short_cents, "files": list(done.files), **frames}


def say_released(done: Released) -> None:
    """A release: what went, what stays and why."""
    paid = money(int(done.paid.get_column("amount_cents").sum()))
    say(said("{run}: {count} payments released, {amount}", run=done.run_number, count=done.paid.height, amount=paid))
    if done.unfunded.height:
        short = money(done.short_cents)
        say(said("not funded: {count} payments, {amount} short", count=done.unfunded.height, amount=short))
    for why, frame in (
        (said("waits for money"), done.unfunded),
        (said("changed since, waits for the next run"), done.dropped),
        (said("may not be paid"), done.barred),
    ):
        for number, payee, cents in frame.select("payment_number", "payee", "amount_cents").iter_rows():
            say(
                said(
                    "{payment}, payee {payee}, {amount}: {why}",
                    payment=number,
                    payee=payee,
                    amount=money(cents),
                    why=why,
                )
            )
    for name in done.files:
        say(said("made: {file}", file=name))


def say_lived(done: dict[str, Any]) -> None:
    """What happened to a payment."""
    say(said("{payment}: {state}", payment=done["payment_number"], state=STATES[done["event"]]))
    if "reissued_as" in done:
        say(said("reissued as {payment}", payment=done["reissued_as"]))


def say_standing(rows: Any, shares: dict[str, int]) -> None:
    """Payments and where they stand."""
    heads = (said("payment"), said("payee"), said("day"), said("by"), said("state"), said("amount"))
    cells = [
        [
            one["payment_number"],
            one["payee"],
            day(one["paid_on"]),
            METHODS[one["method"]],
            STATES[one["state"]],
            money(one["amount_cents"]),
        ]
        for one in rows.to_dicts()
    ]
    print_table(said("Payments"), heads, cells, numbers=(5,))
    for part, cents in shares.items():
        say(said("{part}: {amount}", part=STATES[part], amount=money(cents)))


def say_1099(year: int, rows: list[dict[str, Any]]) -> None:
    """What was paid to each provider in a year."""
    heads = (
        said("payee"),
        said("tax number"),
        said("form"),
        said("box"),
        said("paid"),
        said("withheld"),
        said("return is due"),
        said("corrected"),
    )
    cells = [
        [
            one["payee"],
            one["tin"],
            one["form"],
            one["box"],
            money(one["paid_cents"]),
            money(one["withheld_cents"]),
            _yes(one["is_reportable"]),
            _yes(one["is_corrected"]),
        ]
        for one in rows
    ]
    print_table(said("Paid in {year}", year=str(year)), heads, cells, numbers=(4, 5))


def say_returns(done: Any) -> None:
    """What a file of returns changed."""
    for number, code in done.returned:
        say(said("{payment}: returned, {code}", payment=number, code=code))
    for payee, code in done.changes:
        say(said("payee {payee}: notification of change {code}, waits to be confirmed", payee=payee, code=code))
    for payee, code in done.prenotes:
        say(said("payee {payee}: prenote returned, {code}; the account is blocked", payee=payee, code=code))
    for what in done.unknown:
        say(said("not ours, nothing done: {what}", what=what))


def _yes(value: bool) -> Said:
    return said("yes") if value else said("no")
