"""Commands about a claim."""

from collections.abc import Mapping
from typing import Annotated, Any

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
    from corridor.app.cli.output import count, print_json, say
    from corridor.app.services.explain import explain as explain_claim
    from corridor.wording.said import said

    explained = explain_claim(opened_sponsor(sponsor), claim)
    lines = list(zip(explained.decisions.to_dicts(), explained.lines, strict=True))
    if as_json:
        told = [_as_data(row, line) for row, line in lines]
        print_json({"claim_number": explained.claim_number, "claim_id": explained.claim_id, "lines": told})
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
    for row, line in lines:
        _tell(row, line)


def _as_data(row: Mapping[str, Any], line: Any) -> dict[str, Any]:
    """A line as data: its decision, the sentences, and what they are made of."""
    from corridor.app.services.explained_data import explained_data
    from corridor.book.disability import explanation_text
    from corridor.wording.language import current_language

    language = current_language()
    return {**row, "explanation": explanation_text(line, language), **explained_data(row, line, language)}


def _tell(row: Mapping[str, Any], line: Any) -> None:
    from corridor.app.cli.output import money, say
    from corridor.app.cli.words import STATUSES, reason, word
    from corridor.app.services.explained_data import adjustments_told, version_told
    from corridor.book.disability import explanation_text
    from corridor.wording.language import current_language
    from corridor.wording.said import said

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
    language = current_language()
    for sentence in (*version_told(line), *explanation_text(line, language), *adjustments_told(row, line, language)):
        typer.echo(f"  {sentence}")
