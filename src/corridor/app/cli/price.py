"""`corridor price`: what a network contract makes of a claim file or of one service, without a store."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson


def register(app: typer.Typer) -> None:
    app.command()(price)


def price(
    contract: Annotated[Path, typer.Argument(help="Network contract (YAML).")],
    claims: Annotated[Path | None, typer.Option(help="Claims: CSV, Parquet or 837.")] = None,
    claims_map: Annotated[Path | None, typer.Option(help="Column map (TOML) of the claims.")] = None,
    code: Annotated[str | None, typer.Option(help="One service in place of a file: its procedure code.")] = None,
    charge: Annotated[str | None, typer.Option(help="What is charged for it, in dollars.")] = None,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the service.")] = None,
    modifiers: Annotated[str | None, typer.Option(help="Its modifiers, joined with ':'.")] = None,
    place: Annotated[str, typer.Option(help="Place of service, two digits.")] = "11",
    units: Annotated[int, typer.Option(min=1, help="Units.")] = 1,
    minutes: Annotated[int | None, typer.Option(min=0, help="Minutes of anaesthesia.")] = None,
    zip_code: Annotated[str | None, typer.Option("--zip", help="Postal code of the service.")] = None,
    specialty: Annotated[str | None, typer.Option(help="Specialty of the provider.")] = None,
    locality: Annotated[str | None, typer.Option(help="Medicare payment locality of the provider.")] = None,
    providers: Annotated[Path | None, typer.Option(help="Providers with specialty, kind, locality: CSV.")] = None,
    rvu: Annotated[Path | None, typer.Option(help="Relative values.")] = None,
    gpci: Annotated[Path | None, typer.Option(help="Geographic indices by locality.")] = None,
    fees: Annotated[list[Path] | None, typer.Option(help="Fee schedules, each named by its file.")] = None,
    drg: Annotated[Path | None, typer.Option(help="Weights of diagnosis-related groups.")] = None,
    ucr: Annotated[Path | None, typer.Option(help="Percentiles of usual charges.")] = None,
    anaesthesia: Annotated[Path | None, typer.Option(help="Base units of anaesthesia.")] = None,
    as_json: AsJson = False,
) -> None:
    """Price a claim file or one service under a network contract, with no database, and show how."""
    from corridor.app.services.errors import ServiceError
    from corridor.book.pricing import price_claims, service, tables_in
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    if (claims is None) == (code is None) or (code is not None and (charge is None or day is None)):
        raise ServiceError(said("price: expected --claims with a file, or --code with --charge and --day"))
    given: dict[str, Any] = {"rvu": rvu, "gpci": gpci, "fees": fees, "drg": drg, "ucr": ucr, "anaesthesia": anaesthesia}
    tables = tables_in({name: files for name, files in given.items() if files})
    asked: Any = claims
    if code is not None and charge is not None and day is not None:
        asked = service(
            procedure_code=code,
            charge_cents=parse_cents(charge),
            service_from=day.date(),
            modifiers=modifiers,
            place_of_service=place,
            units=units * 1000,
            minutes=minutes,
            service_zip=zip_code,
        )
    stated = {"specialty": specialty, "locality": locality}
    lines = price_claims(contract, asked, tables, claims_map=claims_map, providers=providers, provider=stated)
    _print_json(lines) if as_json else _tell(lines)


def _print_json(lines: Sequence[Any]) -> None:
    from corridor.adjudication.wording import formula_text, step_sentence
    from corridor.app.cli.output import print_json
    from corridor.wording.language import current_language

    language = current_language()
    print_json(
        [
            {
                **{name: value for name, value in vars(line).items() if name != "steps"},
                "steps": [step_sentence(step, language) for step in line.steps],
                "formula": next((formula_text(step, language)[1:-1] for step in line.steps), ""),
            }
            for line in lines
        ]
    )


def _tell(lines: Sequence[Any]) -> None:
    from corridor.adjudication.wording import step_text
    from corridor.app.cli.output import money, say
    from corridor.app.cli.words import reason
    from corridor.wording.language import current_language
    from corridor.wording.said import said

    for line in lines:
        facts = {"claim": line.claim_id, "line": line.line_number, "code": line.code or ""}
        if line.price_cents is None or line.reason is not None:
            told = reason(line.reason)
            say(said("claim {claim} line {line}, {code}: no price: {reason}", **facts, reason=told))
        else:
            say(said("claim {claim} line {line}, {code}: {price}", **facts, price=money(line.price_cents)))
        for step in line.steps:
            typer.echo(f"  {step_text(step, current_language())}")
