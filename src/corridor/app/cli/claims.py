"""Commands about a claim."""

from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor


def register(app: typer.Typer) -> None:
    app.command()(explain)


def explain(
    claim: Annotated[str, typer.Argument(help="Corridor's number of the claim, or the sender's.")],
    language: Annotated[str, typer.Option("--lang", help="en or tr.")] = "en",
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Say line by line which clause did what, with the accumulators before and after."""
    from corridor.adjudication.wording import explanation_text
    from corridor.app.cli.output import money, print_json
    from corridor.app.services.errors import ServiceError
    from corridor.app.services.explain import explain as explain_claim

    if language not in ("en", "tr"):
        raise ServiceError(f"--lang: found {language!r}, expected en or tr")
    explained = explain_claim(opened_sponsor(sponsor), claim)
    texts = [explanation_text(line, language) for line in explained.lines]
    if as_json:
        lines = [{**row, "explanation": text} for row, text in zip(explained.decisions.to_dicts(), texts, strict=True)]
        print_json({"claim_number": explained.claim_number, "claim_id": explained.claim_id, "lines": lines})
        return
    typer.echo(f"claim {explained.claim_number} (sender's {explained.claim_id}), decided {explained.versions} time(s)")
    if not explained.is_of_its_day:
        typer.echo("what is known has changed since; the steps say how it would be decided today")
    for row, text in zip(explained.decisions.to_dicts(), texts, strict=True):
        head = f"line {row['line_number']}: {row['status']} ({row['reason']}), charge {money(row['charge_cents'])}"
        typer.echo(f"{head}, plan pays {money(row['plan_paid_cents'])}")
        for sentence in text:
            typer.echo(f"  {sentence}")
