"""`corridor bank …`: statements of the claims account, matched and reconciled; `corridor trace`: where money went."""

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, named_file, opened_sponsor, person_of

app = typer.Typer(
    help="The claims account at the bank: statements, matches, what is unexplained.", no_args_is_help=True
)

Statement = Annotated[str, typer.Argument(help="Number of the statement.")]
Line = Annotated[int, typer.Argument(help="Number of its line.", min=0)]
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files of bank statements, the oldest first.")],
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Take in statements: each once, after the last one, with totals that add up; nothing is posted."""
    from corridor.app.cli.output import money, print_json, say
    from corridor.app.services.bank.statements import load_statement
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    rows = [vars(load_statement(code, named_file(path), day_of(as_of))) for path in files]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        closing = money(row["closing_cents"])
        facts = {"file": row["name"], "batch": row["seq"], "statements": row["statements"], "lines": row["lines"]}
        say(
            said(
                "{file}: batch {batch}: {statements} statements, {lines} lines, closing balance {closing}",
                **facts,
                closing=closing,
            )
        )


@app.command()
def match(
    statement: Annotated[str | None, typer.Argument(help="Number of the statement, for one line by hand.")] = None,
    line: Annotated[int | None, typer.Argument(help="Number of its line.", min=0)] = None,
    other: Annotated[
        list[str] | None, typer.Option("--with", help="What the line is, e.g. payment:PAY-20260105-0001; repeatable.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why; it is kept.")] = None,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Match all open lines by rule; with a line and --with, that line by hand."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.bank.by_hand import match_by_hand
    from corridor.app.services.bank.matching import match as match_by_rule
    from corridor.wording.said import said

    code, day = opened_sponsor(sponsor), day_of(as_of)
    if statement is not None and line is not None:
        number = match_by_hand(code, (statement, line), other or [], person_of(who), day, reason=reason)
        print_json({"match_number": number}) if as_json else say(said("match {number} is made", number=number))
        return
    found = match_by_rule(code, day)
    if as_json:
        print_json(vars(found))
    else:
        say(said("{matched} lines matched, {left} left for a person", matched=found.matched, left=found.left))


@app.command()
def reconcile(
    account: Annotated[str | None, typer.Option(help="Number of the account; another is refused.")] = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Book balance, payments outstanding, deposits in transit, bank balance, and what is unexplained."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.bank.reconciliation import reconciliation

    code = opened_sponsor(sponsor)
    found = reconciliation(code, account, as_of.date() if as_of else None)
    if as_json:
        kept = {name: value for name, value in vars(found).items() if name not in ("lines", "movements")}
        parts = {"expected_cents": found.expected_cents, "unexplained_cents": found.unexplained_cents}
        shown = {"lines": _lines(found.lines), "movements": found.movements.to_dicts()}
        print_json(kept | parts | shown)
    else:
        _print_reconciliation(code, found)


def _print_reconciliation(code: str, found: Any) -> None:
    from corridor.app.cli.output import day, money, print_table
    from corridor.wording.said import said

    def told_or_unknown(cents: int | None) -> Any:
        return said("not yet known") if cents is None else money(cents)

    rows = [
        [said("book balance"), money(found.book_cents)],
        [said("payments outstanding"), money(found.outstanding_cents)],
        [said("deposits in transit"), money(-found.in_transit_cents)],
        [said("expected at the bank"), money(found.expected_cents)],
        [said("bank balance"), told_or_unknown(found.bank_cents)],
        [said("unexplained difference"), told_or_unknown(found.unexplained_cents)],
    ]
    title = said("{sponsor}: claims account and bank, {day}", sponsor=code, day=day(found.as_of))
    print_table(title, (said("what"), said("amount")), rows, numbers=(1,))
    if len(found.lines):
        _print_lines(found.lines)


def _lines(frame: Any) -> list[dict[str, Any]]:
    """Without the text, which may name a person."""
    return frame.drop("text").to_dicts()  # type: ignore[no-any-return]


def _print_lines(frame: Any) -> None:
    from corridor.app.cli.output import day, money, print_table
    from corridor.wording.said import said

    rows = [
        [
            day(row["booked_on"]),
            f"{row['statement_id']} {row['line_number']}",
            row["kind"],
            row["customer_reference"] or row["bank_reference"],
            money(row["amount_cents"]),
            money(row["open_cents"]),
        ]
        for row in frame.to_dicts()
    ]
    heads = (said("day"), said("line"), said("kind"), said("reference"), said("amount"), said("open"))
    print_table(said("bank lines that are not explained"), heads, rows, numbers=(4, 5))


@app.command()
def lines(as_of: AsOf = None, sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """The lines that are not explained; their texts are left out, as they may name a person."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.bank.reconciliation import reconciliation

    found = reconciliation(opened_sponsor(sponsor), as_of=as_of.date() if as_of else None).lines
    print_json(_lines(found)) if as_json else _print_lines(found)


@app.command()
def difference(
    statement: Statement,
    line: Line,
    account: Annotated[str, typer.Option(help="5300 bank charges, 4100 interest income, 1150 bank differences.")],
    reason: Reason,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Post what is open of a line under its name, with the reason."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.bank.by_hand import post_difference
    from corridor.wording.said import said

    code, person = opened_sponsor(sponsor), person_of(who)
    key = post_difference(code, (statement, line), account, reason, person, day_of(as_of))
    print_json({"entry_key": key}) if as_json else say(said("entry {entry} is posted", entry=key))


@app.command()
def unmatch(
    number: Annotated[int, typer.Argument(help="Number of the match.")],
    reason: Reason,
    who: Who = None,
    as_of: AsOf = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Take a match back: line and entry are open again; the entry of a named difference is reversed."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.bank.by_hand import undo_match
    from corridor.wording.said import said

    by = undo_match(opened_sponsor(sponsor), number, reason, person_of(who), day_of(as_of))
    print_json({"match_number": by}) if as_json else say(said("match {number} is taken back", number=number))
