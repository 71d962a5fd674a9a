"""Claims, or one service, priced under network contracts without a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from corridor.adjudication.explaining.prices import contract_steps
from corridor.adjudication.steps import Step
from corridor.book.numbering import number_claims
from corridor.book.sources import claims_from, providers_from
from corridor.claims.network import with_tier
from corridor.claims.pricing.book import PriceBook, priced
from corridor.claims.pricing.contract import load_network_contract
from corridor.claims.pricing.contracts import Contracts
from corridor.claims.pricing.grouper import opened
from corridor.claims.pricing.tables import PriceTables
from corridor.records.claims import CLAIMS
from corridor.records.reference import REFERENCE_TABLES
from corridor.tables.reference.read import read_reference

_TABLE_OF = {
    "rvu": "relative_values",
    "gpci": "localities",
    "fees": "fees",
    "drg": "weights",
    "ucr": "percentiles",
    "anaesthesia": "bases",
    "qpa": "qualifying",
}
"""Name of a list -> the table of prices that it fills."""
ALWAYS = date(1900, 1, 1)
"""First day of the rows of a table that say none: a file by itself holds whenever it is asked."""


@dataclass(frozen=True)
class PricedLine:
    """A line, what the contract makes of it, and how. price_cents: None where reason says why there is none."""

    claim_id: str
    line_number: int
    code: str | None
    charge_cents: int
    price_cents: int | None
    price_line: str | None
    reason: str | None
    method: str | None
    inputs: Mapping[str, Any]
    steps: tuple[Step, ...]


def tables_in(files: Mapping[str, Path | Sequence[Path]]) -> PriceTables:
    """Reference tables of files by the name of their list (records.reference); a file as `corridor reference` takes it.

    Of fees and qualifying amounts that name no schedule or network, the file's own name counts. Raises TableError.
    """
    read: dict[str, pl.DataFrame] = {}
    for name, given in files.items():
        paths = [given] if isinstance(given, Path) else list(given)
        subjects = [path.stem if name in ("fees", "qpa") else None for path in paths]
        frames = [
            read_reference(path.read_bytes(), path.name, name, ALWAYS, subject=subject).frame
            for path, subject in zip(paths, subjects, strict=True)
        ]
        read[_TABLE_OF[name]] = pl.concat([REFERENCE_TABLES[name].empty(), *frames])
    return PriceTables(**read)


def service(**facts: Any) -> pl.DataFrame:
    """CLAIMS of one line. facts: at least service_from and charge_cents; else one unit of a professional service."""
    day = facts["service_from"]
    return CLAIMS.from_rows(
        [
            {
                "claim_index": 0,
                "line_number": 1,
                "claim_id": "1",
                "kind": "professional",
                "frequency": "1",
                "received_date": day,
                "service_to": day,
                "units": 1000,
                **facts,
            }
        ]
    )


def price_claims(
    contract: Path,
    claims: pl.DataFrame | Path,
    tables: PriceTables,
    *,
    claims_map: Path | None = None,
    providers: Path | None = None,
    provider: Mapping[str, str | None] | None = None,
) -> list[PricedLine]:
    """Every line as the contract prices it, whoever its provider has a contract with.

    claims: CLAIMS, or a file of them. providers: table of PROVIDERS, for specialty, kind and locality. provider: the
    same of all lines, where there is no table. Raises DocumentError, TableError or EdiError.
    """
    chosen = load_network_contract(contract)
    frame = claims if isinstance(claims, pl.DataFrame) else claims_from(claims, claims_map).frame
    numbered = number_claims(frame)
    listed = with_tier(numbered, providers_from(providers), asks_price=True)
    stated = {name: pl.lit(value, pl.String) for name, value in (provider or {}).items() if value is not None}
    lines = listed.with_columns(contract=pl.lit(chosen.code)).with_columns(**stated)
    with opened() as grouper:
        found = priced(lines, PriceBook(Contracts((chosen,)), tables, grouper), keeps_inputs=True)
    rows = zip(lines.to_dicts(), found.prices.to_dicts(), found.chosen, found.inputs, strict=True)
    return [_line(line, price, of_contract, made) for line, price, of_contract, made in rows]


def _line(line: Mapping[str, Any], price: Mapping[str, Any], chosen: Any, made: Mapping[str, Any] | None) -> PricedLine:
    cents = price["contract_cents"]
    steps: tuple[Step, ...] = ()
    if chosen is not None and made is not None and cents is not None:
        steps = tuple(contract_steps(chosen, made, cents, line["charge_cents"]))
    return PricedLine(
        claim_id=line["claim_id"],
        line_number=line["line_number"],
        code=line["procedure_code"] or line["revenue_code"],
        charge_cents=line["charge_cents"],
        price_cents=cents,
        price_line=price["price_line"],
        reason=price["price_reason"],
        method=None if chosen is None else chosen.line.method,
        inputs={} if made is None else dict(made),
        steps=steps,
    )
