"""`corridor ledger …`: the books."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli import ledger_bounds
from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor

app = typer.Typer(help="The employer's books.", no_args_is_help=True)
ledger_bounds.register(app)
_DAY = ["%Y-%m-%d"]


@app.command("trial-balance")
def trial_balance(
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=_DAY, help="Last day that counts.")] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Every account with its debits, credits and balance; they sum to zero."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.books import trial_balance as read
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    accounts = read(code, as_of.date() if as_of else None)
    if as_json:
        print_json(accounts.to_dicts())
    else:
        print_trial_balance(said("{sponsor}: trial balance", sponsor=code), accounts)


def print_trial_balance(title: Any, accounts: Any) -> None:
    """The accounts of ledger.balances.trial_balance, and their sums."""
    from corridor.app.cli.output import money, print_table
    from corridor.app.cli.words import account_name
    from corridor.wording.said import said

    columns = ("debit_cents", "credit_cents", "balance_cents")
    rows = [[r["account"], account_name(r), *(money(r[name]) for name in columns)] for r in accounts.to_dicts()]
    rows.append(["", said("total"), *(money(int(accounts.get_column(name).sum())) for name in columns)])
    heads = (said("account"), said("name"), said("debit"), said("credit"), said("balance"))
    print_table(title, heads, rows, numbers=(2, 3, 4))


@app.command()
def statement(
    account: Annotated[str, typer.Option(help="Code or name of the account.")],
    start: Annotated[datetime, typer.Option("--from", formats=_DAY, help="First day.")],
    through: Annotated[datetime, typer.Option("--to", formats=_DAY, help="Last day.")],
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """The movements of an account, with its opening, running and closing balance."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.books import statement as read

    code = opened_sponsor(sponsor)
    found = read(code, account, start.date(), through.date())
    if as_json:
        print_json({**vars(found), "lines": found.lines.to_dicts()})
    else:
        _print_statement(code, found)


def _print_statement(code: str, found: Any) -> None:
    from corridor.app.cli.output import day, money, print_table
    from corridor.app.cli.words import ENTRY_KINDS, word
    from corridor.wording.said import said

    rows = [["", said("opening"), "", "", money(found.opening_cents)]]
    rows += [
        [
            day(r["effective_on"]),
            word(ENTRY_KINDS, r["entry_kind"]),
            r["reference"] or r["entry_key"],
            money(r["amount_cents"]),
            money(r["running_cents"]),
        ]
        for r in found.lines.to_dicts()
    ]
    rows.append(["", said("closing"), "", "", money(found.closing_cents)])
    title = said(
        "{sponsor}: account {account}, {start} to {through}",
        sponsor=code,
        account=found.account,
        start=day(found.start),
        through=day(found.through),
    )
    heads = (said("day"), said("what"), said("reference"), said("amount"), said("balance"))
    print_table(title, heads, rows, numbers=(3, 4))
