"""`corridor eob`: the explanation of benefits of a claim."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridor.app.cli.options import AsJson, Sponsor, opened_sponsor


def register(app: typer.Typer) -> None:
    app.command()(eob)


def eob(
    claim: Annotated[str, typer.Argument(help="Corridor's number of the claim, or the sender's.")],
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write it as a tagged PDF into this file.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write it as a page into this file.")] = None,
    language: Annotated[
        Literal["en", "tr"] | None, typer.Option("--language", help="Language of the notice; default: yours.")
    ] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Tell the member what a claim's decision means: what is owed, why, the plan year, the right to appeal."""
    from corridor.app.services.eob.notice import eob_of
    from corridor.reports.explanation_of_benefits.tell import sheet_of
    from corridor.wording.language import current_language

    found = eob_of(opened_sponsor(sponsor), claim)
    sheet = sheet_of(found, language or current_language())
    _write(found, sheet, pdf, html)
    if as_json:
        _print_data(found, sheet)
    elif pdf is None and html is None:
        _show(sheet)


def _write(found: Any, sheet: Any, pdf: Path | None, html: Path | None) -> None:
    from corridor.app.cli.output import say
    from corridor.app.services.eob.html import page_of
    from corridor.reports.explanation_of_benefits.pdf import pdf_of
    from corridor.wording.said import said

    if pdf is not None:
        pdf.write_bytes(pdf_of(sheet, found.heading.noticed_on))
        say(said("wrote {file}", file=pdf), err=True)
    if html is not None:
        html.write_text(page_of(sheet), "utf-8")
        say(said("wrote {file}", file=html), err=True)


def _print_data(found: Any, sheet: Any) -> None:
    """The notice in cents, days and codes, and its words beside them."""
    from dataclasses import asdict

    from corridor.app.cli.output import print_json

    print_json({"owed_cents": found.owed_cents, **asdict(found), "words": asdict(sheet)})


def _show(sheet: Any) -> None:
    """The notice for somebody at a terminal."""
    from corridor.app.cli.output import print_table

    typer.echo(f"{sheet.title} · {sheet.facts[0].label} {sheet.facts[0].value}")
    typer.echo(sheet.not_a_bill)
    typer.echo(f"{sheet.owed_lead}: {sheet.owed}")
    for note in sheet.owed_notes:
        typer.echo(f"  {note}")
    for fact in sheet.facts[1:]:
        typer.echo(f"  {fact.label}: {fact.value}")
    rows = [(row.name, row.about, *row.cells) for row in (*sheet.table.rows, sheet.table.total)]
    heads = (sheet.table.heads[0], "", *sheet.table.heads[1:])
    print_table(sheet.services_heading, heads, rows, numbers=range(2, len(heads)))
    _show_year_and_why(sheet)
    for section in sheet.rights:
        typer.echo(section.heading)
        for paragraph in section.paragraphs:
            typer.echo(f"  {paragraph}")


def _show_year_and_why(sheet: Any) -> None:
    typer.echo(f"{sheet.year_heading}. {sheet.year_lead}")
    for bar in sheet.bars:
        name = f" ({bar.name})" if bar.name else ""
        typer.echo(f"  {bar.label}{name}: {bar.text}")
    for line in sheet.lines:
        typer.echo(f"{line.title} · {line.name} · {line.about}: {line.verdict}")
        for share in line.shares:
            typer.echo(f"  {share.label} {share.amount}: {share.meaning} ({share.code})")
        for reason in line.reasons:
            typer.echo(f"  {reason.text}" + (f" ({reason.clause})" if reason.clause else ""))
