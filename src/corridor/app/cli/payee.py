"""`corridor payee`: who is paid, whether they may be, and to which bank account."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, named_file, opened_sponsor, person_of

app = typer.Typer(
    help="Payees: tax numbers, bank accounts, and lists of those who may not be paid.", no_args_is_help=True
)

Payee = Annotated[str, typer.Argument(help="NPI, tax id, employee's id or party code, as claims and calls name it.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]


@app.command(name="set")
def set_payee(
    payee: Payee,
    name: Annotated[str | None, typer.Option(help="As banks and remittances show it.")] = None,
    entity: Annotated[str | None, typer.Option(help="provider, person or party.")] = None,
    tin: Annotated[str | None, typer.Option(help="Taxpayer identification number, nine digits.")] = None,
    tin_name: Annotated[str | None, typer.Option(help="The name that was certified with it.")] = None,
    method: Annotated[str | None, typer.Option(help="ach or cheque.")] = None,
    withhold: Annotated[bool | None, typer.Option(help="Backup withholding.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Set up a payee, or change it; what is not said stays. Whoever does so releases nothing to it."""
    from corridor.app.services.payments.payees import SetPayee

    step = SetPayee(person_of(who), payee, name, entity, tin, tin_name, method, withhold)
    _change(sponsor, step, as_of, as_json)


@app.command()
def block(
    payee: Payee, reason: Reason, who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Pay nothing to a payee until it is unblocked."""
    from corridor.app.services.payments.payees import SetPayee

    _change(sponsor, SetPayee(person_of(who), payee, is_blocked=True, reason=reason), as_of, as_json)


@app.command()
def unblock(
    payee: Payee, reason: Reason, who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Pay to a payee again, also where a list has the same name but means somebody else; a listed number stays."""
    from corridor.app.services.payments.payees import SetPayee

    step = SetPayee(person_of(who), payee, is_blocked=False, is_cleared=True, reason=reason)
    _change(sponsor, step, as_of, as_json)


@app.command()
def account(
    payee: Payee,
    routing: Annotated[str, typer.Option(help="Routing number of the bank, nine digits.")],
    number: Annotated[str, typer.Option(help="Number of the account.")],
    kind: Annotated[str, typer.Option(help="checking or savings.")] = "checking",
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Enter a bank account; it waits until another person confirms it, a change some days longer."""
    from corridor.app.cli.output import day, print_json, say
    from corridor.app.services.payments.payees import EnterAccount
    from corridor.wording.said import said

    row = _do(sponsor, EnterAccount(person_of(who), payee, routing, number, kind), as_of)
    if as_json:
        print_json({name: row[name] for name in ("payee", "account_number", "waits_until")})
    else:
        on = day(row["waits_until"])
        say(
            said(
                "payee {payee}: account {number} waits for another person, from {day} on",
                payee=payee,
                number=row["account_number"],
                day=on,
            )
        )


@app.command()
def confirm(
    payee: Payee, who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Confirm a payee's last bank account, as another person than who entered it."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.payments.payees import ConfirmAccount
    from corridor.wording.said import said

    row = _do(sponsor, ConfirmAccount(person_of(who), payee), as_of)
    if as_json:
        print_json({name: row[name] for name in ("payee", "account_number")})
    else:
        say(said("payee {payee}: account {number} confirmed", payee=payee, number=row["account_number"]))


@app.command()
def prenote(who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Try confirmed accounts with an entry of zero; they are used some banking days later, unless it comes back."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.payments.payees import Prenote
    from corridor.wording.said import said

    tried = _do(sponsor, Prenote(person_of(who)), as_of)
    if as_json:
        print_json(tried.select("payee", "account_number").to_dicts())
    else:
        say(said("accounts tried: {count}", count=tried.height))


@app.command(name="screen")
def load(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet, as it is published.")],
    list_name: Annotated[str, typer.Option("--list", help="Name of the list; a new load takes the old one's place.")],
    column: Annotated[
        list[str] | None, typer.Option(help="npi, tin, payee or name = a column, or several: name=LAST,FIRST.")
    ] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Load a list of those who may not be paid; whoever it names by number or name is held back with the reason."""
    from corridor.app.cli.output import count, print_json, say
    from corridor.app.services.payments.lists import load_list
    from corridor.wording.said import said

    parts = (text.partition("=") for text in column or [])
    columns = {ours.strip(): [name.strip() for name in theirs.split(",")] for ours, _, theirs in parts}
    code = opened_sponsor(sponsor)
    rows = load_list(code, named_file(file), list_name, columns, person_of(who), day_of(as_of))
    if as_json:
        print_json({"list": list_name, "rows": rows})
    else:
        say(said("list {list}: {rows} rows", list=list_name, rows=count(rows)))


@app.command(name="list")
def list_payees(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """List the payees as they stand, with the state of their accounts; account numbers are not shown."""
    from corridor.app.cli.output import print_json, print_table
    from corridor.app.services.payments.standing import payees_and_accounts
    from corridor.wording.said import said

    rows = payees_and_accounts(opened_sponsor(sponsor)).to_dicts()
    if as_json:
        print_json(rows)
        return
    yes_no = {True: said("yes"), False: said("no"), None: None}
    cells = [
        [
            one["payee"],
            one["name"],
            one["method"],
            yes_no[one["is_withheld"]],
            yes_no[one["is_blocked"]],
            one["account_ends_in"],
            yes_no[one["is_usable"]],
        ]
        for one in rows
    ]
    heads = (
        said("payee"),
        said("name"),
        said("by"),
        said("withheld"),
        said("blocked"),
        said("account ends in"),
        said("in use"),
    )
    print_table(said("Payees"), heads, cells)


def _do(sponsor: str | None, step: Any, as_of: datetime | None) -> Any:
    from corridor.app.services.payments.steps import do_step

    return do_step(opened_sponsor(sponsor), step, day_of(as_of))


def _change(sponsor: str | None, step: Any, as_of: datetime | None, as_json: bool) -> None:
    from corridor.app.cli.output import print_json, say
    from corridor.wording.said import said

    row = _do(sponsor, step, as_of)
    if as_json:
        print_json(row)
    else:
        say(said("payee {payee}: change {number} is kept", payee=row["payee"], number=row["change_number"]))
