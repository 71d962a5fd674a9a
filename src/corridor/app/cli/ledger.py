"""`corridor ledger …`: the books."""

from datetime import datetime
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor

app = typer.Typer(help="The employer's books.", no_args_is_help=True)
_DAY = ["%Y-%m-%d"]


@app.command("trial-balance")
def trial_balance(
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=_DAY, help="Last day that counts.")] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Every account with its debits, credits and balance; they sum to zero."""
    from corridor.app.cli.output import money, print_json, print_table
    from corridor.app.services.books import trial_balance as read

    code = opened_sponsor(sponsor)
    accounts = read(code, as_of.date() if as_of else None)
    if as_json:
        print_json(accounts.to_dicts())
        return
    columns = ("debit_cents", "credit_cents", "balance_cents")
    rows = [[r["account"], r["name"], *(money(r[name]) for name in columns)] for r in accounts.to_dicts()]
    rows.append(["", "total", *(money(int(accounts.get_column(name).sum())) for name in columns)])
    print_table(f"{code}: trial balance", ("account", "name", "debit", "credit", "balance"), rows, numbers=(2, 3, 4))


@app.command()
def statement(
    account: Annotated[str, typer.Option(help="Code or name of the account.")],
    start: Annotated[datetime, typer.Option("--from", formats=_DAY, help="First day.")],
    through: Annotated[datetime, typer.Option("--to", formats=_DAY, help="Last day.")],
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """The movements of an account, with its opening, running and closing balance."""
    from corridor.app.cli.output import money, print_json, print_table
    from corridor.app.services.books import statement as read

    code = opened_sponsor(sponsor)
    found = read(code, account, start.date(), through.date())
    if as_json:
        print_json({**vars(found), "lines": found.lines.to_dicts()})
        return
    rows = [["", "opening", "", "", money(found.opening_cents)]]
    rows += [
        [
            r["effective_on"],
            r["entry_kind"],
            r["reference"] or r["entry_key"],
            money(r["amount_cents"]),
            money(r["running_cents"]),
        ]
        for r in found.lines.to_dicts()
    ]
    rows.append(["", "closing", "", "", money(found.closing_cents)])
    heads = ("day", "what", "reference", "amount", "balance")
    print_table(f"{code}: account {found.account}, {found.start} to {found.through}", heads, rows, numbers=(3, 4))
