"""`corridor adjudicate`: decide an extract under a plan, without a database."""

import json
import os
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson


def register(app: typer.Typer) -> None:
    app.command()(adjudicate)


def adjudicate(
    plans: Annotated[list[Path], typer.Argument(help="Plan documents (YAML).")],
    members: Annotated[list[Path], typer.Option(help="Members: CSV, Parquet or 834. May be repeated.")],
    claims: Annotated[list[Path], typer.Option(help="Claims: CSV, Parquet or 837. May be repeated.")],
    out: Annotated[Path, typer.Option(help="Folder for decisions.csv, decisions.parquet and summary.json.")],
    members_map: Annotated[
        list[Path] | None, typer.Option(help="Column map (TOML) of the members: one for all tables, or one for each.")
    ] = None,
    claims_map: Annotated[
        list[Path] | None, typer.Option(help="Column map (TOML) of the claims: one for all tables, or one for each.")
    ] = None,
    providers: Annotated[Path | None, typer.Option(help="Providers and their networks: CSV or Parquet.")] = None,
    other_coverage: Annotated[
        Path | None, typer.Option(help="Which other plans cover members: CSV or Parquet.")
    ] = None,
    employees: Annotated[
        int | None, typer.Option(min=1, help="How many employees the employer has: Medicare asks for it.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day of the decisions; default: the last receipt."),
    ] = None,
    lenient: Annotated[
        bool, typer.Option(help="Read an X12 file with a faulty envelope and report the fault.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decide claims under plan documents, with no database: files in, files out."""
    from corridor.app.cli.output import print_json
    from corridor.book.library import adjudicate_with_notes
    from corridor.book.summary import summary
    from corridor.records.claims import CLAIMS
    from corridor.tables.write import csv_bytes, parquet_bytes
    from corridor.wording.said import told

    decided = adjudicate_with_notes(
        plans,
        members,
        claims,
        providers=providers,
        decided_on=as_of.date() if as_of else None,
        members_map=members_map,
        claims_map=claims_map,
        other_coverage=other_coverage,
        employees=employees,
        lenient=lenient,
    )
    day = decided.decided_on
    notes = [told(note) for note in decided.notes]
    sums = {"decided_on": day and day.isoformat(), **summary(decided.lines), "notes": notes}
    written = {
        "decisions.csv": csv_bytes(decided.lines, CLAIMS),
        "decisions.parquet": parquet_bytes(decided.lines, CLAIMS),
        "summary.json": (json.dumps(sums, indent=2, ensure_ascii=False) + "\n").encode(),
    }
    _write(out, written)
    if as_json:
        print_json(sums)
    else:
        _tell(sums, out, list(written))


def _write(out: Path, contents: Mapping[str, bytes]) -> None:
    """Write all the files into `out`, each whole: first into a folder beside it, then by renaming."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
        for name, content in contents.items():
            (Path(beside) / name).write_bytes(content)
        out.mkdir(exist_ok=True)
        for name in contents:
            os.replace(Path(beside) / name, out / name)


def _tell(sums: Mapping[str, Any], out: Path, names: list[str]) -> None:
    """The summary for people."""
    from corridor.app.cli.output import count, day, money, print_table, say
    from corridor.app.cli.words import STATUSES, reason, word
    from corridor.wording.said import said

    for note in sums["notes"]:
        say(said("note: {note}", note=note), err=True)
    amounts = ("charge_cents", "allowed_cents", "plan_paid_cents", "member_owes_cents")

    def row(*heads: str, of: Mapping[str, Any]) -> list[str]:
        return [*heads, count(of["lines"]), count(of["claims"]), *(money(of[name]) for name in amounts)]

    rows = [row(word(STATUSES, one["status"]), reason(one["reason"]), of=one) for one in sums["by_reason"]]
    rows.append(row(said("total"), "", of=sums))
    decided_on = sums["decided_on"]
    print_table(
        said("Decided on {day}", day=day(date.fromisoformat(decided_on))) if decided_on else said("Nothing decided"),
        (
            said("status"),
            said("reason"),
            said("lines"),
            said("claims"),
            said("charge"),
            said("allowed"),
            said("plan pays"),
            said("member owes"),
        ),
        rows,
        numbers=range(2, 8),
    )
    say(said("wrote {files} to {folder}", files=", ".join(names), folder=out))
