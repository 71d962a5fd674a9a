"""Commands about a claim."""

from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor


def register(app: typer.Typer) -> None:
    app.command()(explain)


def explain(
    claim: Annotated[str, typer.Argument(help="Corridor's number of the claim, or the sender's.")],
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Say line by line which clause did what, with the accumulators before and after."""
    from corridor.app.cli.output import count, money, print_json, say
    from corridor.app.cli.words import STATUSES, reason, word
    from corridor.app.services.explain import explain as explain_claim
    from corridor.book.disability import explanation_text
    from corridor.wording.language import current_language
    from corridor.wording.said import said

    explained = explain_claim(opened_sponsor(sponsor), claim)
    texts = [explanation_text(line, current_language()) for line in explained.lines]
    rows = explained.decisions.to_dicts()
    if as_json:
        lines = [{**row, "explanation": text} for row, text in zip(rows, texts, strict=True)]
        print_json({"claim_number": explained.claim_number, "claim_id": explained.claim_id, "lines": lines})
        return
    say(
        said(
            "claim {number} (sender's {senders}), decided {times} time(s)",
            number=explained.claim_number,
            senders=explained.claim_id,
            times=count(explained.versions),
        )
    )
    if not explained.is_of_its_day:
        say(said("what is known has changed since; the steps say how it would be decided today"))
    for row, text in zip(rows, texts, strict=True):
        say(
            said(
                "line {line}: {status} ({reason}), charge {charge}, plan pays {paid}",
                line=row["line_number"],
                status=word(STATUSES, row["status"]),
                reason=reason(row["reason"]),
                charge=money(row["charge_cents"]),
                paid=money(row["plan_paid_cents"]),
            )
        )
        for sentence in text:
            typer.echo(f"  {sentence}")
