"""`corridor plan check`: what is wrong with documents, and what there is to remark on a plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    files: Annotated[list[Path], typer.Argument(help="Documents (YAML).")],
    kind: Annotated[
        str | None,
        typer.Option(help="plan, disability, stop-loss, network or arrangement; default: told by the content."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="A warning is as bad as a fault.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check documents: every fault; of a plan also rules without effect, overlaps, and what is left to people."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json
    from corridor.app.services.check_documents import check_document

    reviews = {path.name: check_document(path.name, path.read_bytes(), kind) for path in files}
    if as_json:
        print_json([_as_data(name, review) for name, review in reviews.items()])
    else:
        for name, review in reviews.items():
            _tell(name, review)
    if any(review.faults or (strict and review.warnings) for review in reviews.values()):
        raise typer.Exit(1)


def _as_data(name: str, review: Any) -> Mapping[str, Any]:
    from corridor.wording.said import told

    return {
        "file": name,
        "faults": [{part: told(value) for part, value in vars(fault).items()} for fault in review.faults],
        "remarks": [
            {
                "severity": one.severity,
                "kind": one.kind,
                "line": one.line,
                "field": one.field,
                "versions": one.versions,
                "text": told(one.remark),
                "facts": one.data,
            }
            for one in review.remarks
        ],
    }


def _tell(name: str, review: Any) -> None:
    """A line for each finding, the worst first, and how many there are."""
    from corridor.app.cli.output import count, say
    from corridor.wording.said import said

    for fault in review.faults:
        say(said("fault: {text}", text=fault.text))
    for one in review.warnings:
        say(said("warning: {text}", text=one.text))
    for one in review.notes:
        say(said("note: {text}", text=one.text))
    counts = {"faults": count(len(review.faults)), "warnings": count(len(review.warnings))}
    say(
        said(
            "{file}: faults {faults}, warnings {warnings}, notes {notes}",
            file=name,
            notes=count(len(review.notes)),
            **counts,
        )
    )
