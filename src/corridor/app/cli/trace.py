"""`corridor trace`: from money to the rows of the files that it came from, and back."""

from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor, person_of


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(trace)


def trace(
    entry: Annotated[str | None, typer.Option(help="Key of an entry of the journal.")] = None,
    claim: Annotated[str | None, typer.Option(help="Number of a claim.")] = None,
    payment: Annotated[str | None, typer.Option(help="Number of a payment.")] = None,
    line: Annotated[str | None, typer.Option(help="Line of a bank statement: statement/line.")] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Show all that an entry, claim, payment or bank line came from and ended in; nobody is named."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.errors import ServiceError
    from corridor.app.services.trace import trace as read
    from corridor.wording.said import said

    asked = {"entry": entry, "claim": claim, "payment": payment, "line": line}
    given = {start: name for start, name in asked.items() if name is not None}
    if len(given) != 1:
        raise ServiceError(
            said("trace: found {count} starts, expected one of --entry, --claim, --payment, --line", count=len(given))
        )
    [(start, name)] = given.items()
    found = read(opened_sponsor(sponsor), start, name, who=person_of(None))
    if as_json:
        parts = ("sources", "postings", "payments", "calls", "bank_lines")
        rows = {part: [vars(row) for row in getattr(found, part)] for part in parts}
        print_json({"start": start, "name": name, **rows, "is_cut": found.is_cut})
    else:
        _print(found)


def _print(found: Any) -> None:
    from corridor.app.cli.output import day, money, print_table, say
    from corridor.app.cli.words import ENTRY_KINDS, word
    from corridor.wording.said import said

    print_table(
        said("rows of the files that it came from"),
        (said("claim"), said("line"), said("service"), said("charge"), said("batch"), said("file"), said("segments")),
        [
            [r.claim_number, r.line_number, day(r.service_from), money(r.charge_cents), r.batch, r.file, _segments(r)]
            for r in found.sources
        ],
        numbers=(3,),
    )
    print_table(
        said("postings"),
        (said("day"), said("what"), said("entry"), said("account"), said("claim"), said("amount")),
        [
            [
                day(r.effective_on),
                word(ENTRY_KINDS, r.entry_kind),
                r.entry_key,
                r.account,
                r.claim_number,
                money(r.amount_cents),
            ]
            for r in found.postings
        ],
        numbers=(5,),
    )
    print_table(
        said("payments"),
        (said("payment"), said("day"), said("method"), said("amount")),
        [[r.payment_number, day(r.paid_on), r.method, money(r.amount_cents)] for r in found.payments],
        numbers=(3,),
    )
    print_table(
        said("funding calls"),
        (said("call"), said("day"), said("called"), said("received")),
        [[r.call_number, day(r.called_on), money(r.amount_cents), money(r.received_cents)] for r in found.calls],
        numbers=(2, 3),
    )
    print_table(
        said("lines of the bank"),
        (said("line"), said("day"), said("entry"), said("file"), said("amount")),
        [
            [f"{r.statement_id}/{r.line_number}", day(r.booked_on), r.entry_key, r.file, money(r.matched_cents)]
            for r in found.bank_lines
        ],
        numbers=(4,),
    )
    if found.is_cut:
        say(said("there is more than is shown here"))


def _segments(row: Any) -> str:
    if row.segment_first is None:
        return ""
    return (
        f"{row.segment_first}" if row.segment_first == row.segment_last else f"{row.segment_first}-{row.segment_last}"
    )
