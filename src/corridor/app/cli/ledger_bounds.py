"""`corridor ledger …`: holds, floors, periods, balances at two moments, entries by hand and their reversal."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, opened_sponsor, person_of

_DAY = ["%Y-%m-%d"]
Number = Annotated[str, typer.Argument(help="Number of the hold.")]
Amount = Annotated[str, typer.Argument(help="Amount, e.g. 12500.00.")]
Account = Annotated[str, typer.Option(help="Code or name of the account.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]
From = Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="First day; default: the day of work.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `corridor ledger`."""
    for command in (hold, holds, limit, overdraft, limits, close, reopen, periods, balance, entry, reverse):
        app.command()(command)
    for name, step in (("hold-post", hold_post), ("hold-void", hold_void), ("hold-lapse", hold_lapse)):
        app.command(name)(step)


def hold(
    amount: Amount,
    against: Annotated[str, typer.Option(help="Account that is debited when the hold is posted.")],
    reason: Reason,
    account: Account = "1000",
    number: Annotated[str | None, typer.Option(help="Number of your own: given again, it changes nothing.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day that it counts.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency; another than the sponsor's is refused.")] = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Hold money of an account: it is left for nothing else, and posted later."""
    from corridor.app.services.ledger.holds import PlaceHold
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    last = until.date() if until else None
    act = PlaceHold(person_of(who), account, against, parse_cents(amount), reason, number, last, currency)
    made = _do(sponsor, act, as_of)
    _answer({"hold_number": made}, said("hold {hold} is placed", hold=made), as_json)


def hold_post(
    number: Number,
    amount: Annotated[str | None, typer.Option(help="Part of it, e.g. 120.00; default: all that is left.")] = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Post a hold, in part or all that is left of it."""
    from corridor.app.services.ledger.holds import PostHold
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    cents = None if amount is None else parse_cents(amount)
    key = _do(sponsor, PostHold(person_of(who), number, cents), as_of)
    _answer({"entry_key": key}, said("entry {entry} is posted", entry=key), as_json)


def hold_void(
    number: Number,
    reason: Reason,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Free what is left of a hold."""
    from corridor.app.services.ledger.holds import VoidHold
    from corridor.wording.said import said

    _do(sponsor, VoidHold(person_of(who), number, reason), as_of)
    _answer({"hold_number": number}, said("hold {hold} is void", hold=number), as_json)


def hold_lapse(who: Who = None, as_of: AsOf = None, sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """Set down which holds have lapsed; they counted no longer since their last day."""
    from corridor.app.services.ledger.holds import LapseHolds
    from corridor.wording.said import said

    count = _do(sponsor, LapseHolds(person_of(who)), as_of)
    _answer({"lapsed": count}, said("{count} holds have lapsed", count=count), as_json)


def holds(as_of: AsOf = None, sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """Holds as they stand on a day."""
    from corridor.app.cli.output import day, money
    from corridor.app.services.ledger.holds import STATES, standing_holds
    from corridor.wording.said import said

    code, when = opened_sponsor(sponsor), day_of(as_of)
    found = _read(code, lambda tx: standing_holds(tx, when))
    heads = (said("hold"), said("account"), said("held"), said("left"), said("until"), said("state"))
    rows = [
        [
            row["hold_number"],
            row["account"],
            money(row["amount_cents"]),
            money(row["open_cents"]),
            day(row["expires_on"]) if row["expires_on"] else "",
            STATES[row["state"]],
        ]
        for row in found.to_dicts()
    ]
    title = said("{sponsor}: holds on {day}", sponsor=code, day=day(when))
    _table(found, title, heads, rows, (2, 3), as_json)


def limit(
    floor: Annotated[str, typer.Argument(help="The least that must be left, e.g. 5000.00; `none` lifts it.")],
    reason: Reason,
    account: Account = "1000",
    start: From = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Set the floor of an account: posted less held, no less may be left."""
    from corridor.app.services.ledger.limits import SetLimit
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    cents = None if floor == "none" else parse_cents(floor)
    act = SetLimit(person_of(who), account, cents, day_of(start or as_of), reason)
    number = _do(sponsor, act, as_of)
    _answer({"limit_number": number}, said("limit {number} is set", number=number), as_json)


def overdraft(
    amount: Amount,
    approved_by: Annotated[str, typer.Option(help="Who approves it; another person than who asks.")],
    until: Annotated[datetime, typer.Option(formats=_DAY, help="Last day on which money may leave under it.")],
    reason: Reason,
    account: Account = "1000",
    start: From = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Approve how far below its floor an account may go, on which days; 0 ends it."""
    from corridor.app.services.ledger.limits import ApproveOverdraft
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    first, cents = day_of(start or as_of), parse_cents(amount)
    act = ApproveOverdraft(person_of(who), account, cents, first, until.date(), approved_by, reason)
    number = _do(sponsor, act, as_of)
    _answer({"limit_number": number}, said("limit {number} is set", number=number), as_json)


def limits(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """Floors of accounts and overdrafts approved, in their order."""
    from corridor.app.cli.output import day, money
    from corridor.app.services.ledger.limits import KINDS
    from corridor.app.services.ledger.limits import limits as read
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    found = _read(code, read)
    heads = (said("number"), said("account"), said("kind"), said("amount"), said("from"), said("until"), said("by"))
    rows = [
        [
            str(row["limit_number"]),
            row["account"],
            KINDS[row["kind"]],
            money(row["amount_cents"]),
            day(row["effective_from"]),
            day(row["until"]) if row["until"] else "",
            row["approved_by"] or row["set_by"],
        ]
        for row in found.to_dicts()
    ]
    _table(found, said("{sponsor}: limits of balances", sponsor=code), heads, rows, (3,), as_json)


def close(
    through: Annotated[datetime, typer.Argument(formats=_DAY, help="Last day that is closed.")],
    reason: Annotated[str | None, typer.Option(help="Why; it is kept.")] = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Close the books through a day: no entry may be effective on it or before it."""
    from corridor.app.cli.output import day
    from corridor.app.services.ledger.periods import ClosePeriod
    from corridor.wording.said import said

    last = through.date()
    _do(sponsor, ClosePeriod(person_of(who), last, reason), as_of)
    _answer({"closed_through": last}, said("the books are closed through {day}", day=day(last)), as_json)


def reopen(
    who: Annotated[str, typer.Option(help="Who reopens it: a person, by name.")],
    reason: Reason,
    closed_through: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="Last day that stays closed; default: none does.")
    ] = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Reopen closed days."""
    from corridor.app.cli.output import day
    from corridor.app.services.ledger.periods import ReopenPeriod
    from corridor.wording.said import said

    last = closed_through.date() if closed_through else None
    _do(sponsor, ReopenPeriod(who, last, reason), as_of)
    text = said("every day is open") if last is None else said("the books are closed through {day}", day=day(last))
    _answer({"closed_through": last}, text, as_json)


def periods(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """When the books were closed and reopened, by whom and why."""
    from corridor.app.cli.output import day
    from corridor.app.services.ledger.periods import ACTIONS
    from corridor.app.services.ledger.periods import periods as read
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    found = _read(code, read)
    heads = (said("day"), said("what"), said("closed through"), said("by"), said("reason"))
    rows = [
        [
            day(row["done_on"]),
            ACTIONS[row["action"]],
            day(row["closed_through"]) if row["closed_through"] else said("no day"),
            row["done_by"],
            row["reason"] or "",
        ]
        for row in found.to_dicts()
    ]
    _table(found, said("{sponsor}: periods", sponsor=code), heads, rows, (), as_json)


def balance(
    account: Annotated[str | None, typer.Option(help="Code or name of the account; default: every account.")] = None,
    effective: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last effective day that counts.")] = None,
    recorded: Annotated[
        str | None, typer.Option(help="What was known at that moment, e.g. 2026-01-31T17:00; default: now.")
    ] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Balances as of an effective day, as they were known at a moment; where nothing is posted, that is said."""
    from corridor.app.cli.options import moment_of
    from corridor.app.cli.output import day, money, print_json, print_table
    from corridor.app.cli.words import account_name
    from corridor.app.services.ledger.balances import balances
    from corridor.ledger.accounts import find_account
    from corridor.wording.said import said

    code, when = opened_sponsor(sponsor), day_of(effective)
    wanted = find_account(account).code if account else None
    known = moment_of(recorded) if recorded else None
    rows = [r for r in balances(code, when, known).to_dicts() if wanted in (None, r["account"])]
    if as_json:
        print_json(rows)
        return
    nothing = said("nothing posted")
    shown = [[r["account"], account_name(r), money(r["balance_cents"]) if r["postings"] else nothing] for r in rows]
    title = said("{sponsor}: balances on {day}", sponsor=code, day=day(when))
    print_table(title, (said("account"), said("name"), said("balance")), shown, numbers=(2,))


def entry(
    key: Annotated[str, typer.Argument(help="Key of the entry: given again, it changes nothing.")],
    amount: Amount,
    debit: Annotated[str, typer.Option(help="Account that is debited.")],
    credit: Annotated[str, typer.Option(help="Account that is credited.")],
    reason: Reason,
    effective: Annotated[datetime | None, typer.Option(formats=_DAY, help="Its day; default: the day of work.")] = None,
    reference: Annotated[str | None, typer.Option(help="What it belongs to.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency; another than the sponsor's is refused.")] = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Post an entry by hand, with its reason."""
    from corridor.app.services.ledger.entries import PostEntry
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    cents, day = parse_cents(amount), effective.date() if effective else None
    legs = ((debit, cents), (credit, -cents))
    stored = _do(sponsor, PostEntry(person_of(who), key, legs, reason, day, reference, currency), as_of)
    _answer({"entry_key": stored}, said("entry {entry} is posted", entry=stored), as_json)


def reverse(
    key: Annotated[str, typer.Argument(help="Key of the entry that is taken back.")],
    reason: Reason,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Take an entry back by another that is linked to it."""
    from corridor.app.services.ledger.entries import ReverseEntry
    from corridor.wording.said import said

    back = _do(sponsor, ReverseEntry(person_of(who), key, reason), as_of)
    _answer({"entry_key": back}, said("entry {entry} is posted", entry=back), as_json)


def _do(sponsor: str | None, act: Any, as_of: datetime | None) -> Any:
    from corridor.app.services.ledger.acts import do_act

    return do_act(opened_sponsor(sponsor), act, day_of(as_of))


def _read(sponsor: str, read: Any) -> Any:
    from corridor.app.store.tenancy import tenant_transaction

    with tenant_transaction(sponsor) as tx:
        return read(tx)


def _answer(data: dict[str, Any], text: Any, as_json: bool) -> None:
    from corridor.app.cli.output import print_json, say

    print_json(data) if as_json else say(text)


def _table(found: Any, title: Any, heads: Any, rows: Any, numbers: tuple[int, ...], as_json: bool) -> None:
    from corridor.app.cli.output import print_json, print_table

    print_json(found.to_dicts()) if as_json else print_table(title, heads, rows, numbers=numbers)
