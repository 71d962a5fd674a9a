"""Files whose header already speaks our language: their column map is made from the header."""

from collections.abc import Container, Sequence

from corridor.records.table import Column
from corridor.tables.faults import TableError, TableFault
from corridor.tables.map import BUILT_IN, DERIVED, TABLES, ColumnMap, Kind
from corridor.wording.said import Said, listed, said

TELLING: dict[Kind, frozenset[str]] = {
    "claims": frozenset({"claim_id", "service_from"}),
    "members": frozenset({"member_id", "coverage_start"}),
    "providers": frozenset({"npi", "effective_from"}),
    "disability": frozenset({"disability_from", "certified_to"}),
    "other_coverage": frozenset({"payer", "covered_through"}),
    "contributions": frozenset({"member_id", "month"}),
    "authorizations": frozenset({"number", "valid_from"}),
    "prior_accumulators": frozenset({"owner_id", "proof"}),
    "deductible_credits": frozenset({"subscriber_id", "tier", "proof"}),
    "run_in": frozenset({"claim_id", "service_from", "proof"}),
    "treatments": frozenset({"claim_id", "started_on", "proof"}),
    "large_claims": frozenset({"product", "prior_paid_on", "proof"}),
    "control_totals": frozenset({"file_kind", "rows"}),
    "repricing": frozenset({"network", "claim_number", "line_number"}),
}
"""Columns by which a header of ours is recognised: the last kind whose columns are there."""


def recognise(header: Sequence[str]) -> Kind | None:
    """The kind of table whose telling columns are in `header`, if any."""
    return next((kind for kind, telling in reversed(TELLING.items()) if telling <= set(header)), None)


def own_map(
    header: Sequence[str], file: str, kind: Kind | None = None, given: Container[str] = ()
) -> tuple[ColumnMap, list[str]]:
    """The map of a header in our names, and warnings of columns that are not read.

    Money is `charge` in dollars or `charge_cents` in whole cents; quantities are in units. given: columns that
    the header may lack. Raises TableError when the kind cannot be told from the header.
    """
    found = kind or recognise(header)
    if found is None:
        raise TableError([TableFault(file, 1, said("header"), said("other columns"), _known_headers())])
    columns, units = {}, {}
    for column in TABLES[found].columns:
        name = _name_in(header, column)
        if name is not None and column.name not in DERIVED:
            columns[column.name] = name
            if column.unit == "cents" and name == column.name:
                units[column.name] = "cents"
    _require(columns, file, found, given)
    unread = [name for name in header if name not in columns.values() and name not in DERIVED]
    warnings: list[str] = [said("{file}: column {column!r} is not read", file=file, column=name) for name in unread]
    return ColumnMap.model_validate({"kind": found, "name": file, "columns": columns, "units": units}), warnings


def _require(columns: Container[str], file: str, kind: Kind, given: Container[str]) -> None:
    missing = [
        column
        for column in TABLES[kind].columns
        if not column.nullable
        and column.name not in columns
        and column.name not in DERIVED | BUILT_IN
        and column.name not in given
    ]
    faults = [
        TableFault(file, None, said("header"), _no_column(column), said("it: {meaning}", meaning=column.explained))
        for column in missing
    ]
    if faults:
        raise TableError(faults)


def _known_headers() -> Said:
    known = said("a column map")
    for kind, telling in reversed(TELLING.items()):
        known = said("{columns} ({kind}); or {others}", columns=listed(sorted(telling)), kind=kind, others=known)
    return known


def _no_column(column: Column) -> Said:
    own, *others = reversed(_names(column))
    return (
        said("no column {name} or {other}", name=own, other=others[0]) if others else said("no column {name}", name=own)
    )


def _name_in(header: Sequence[str], column: Column) -> str | None:
    return next((name for name in _names(column) if name in header), None)


def _names(column: Column) -> list[str]:
    return [column.name, column.name.removesuffix("_cents")] if column.unit == "cents" else [column.name]
