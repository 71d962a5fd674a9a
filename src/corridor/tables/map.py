"""Column maps: how a stranger's table becomes records. TOML, checked. Reference: docs/reference/column-map.md."""

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, ValidationError

from corridor.plan.document import Strict
from corridor.plan.findings import expected_by
from corridor.records.authorizations import AUTHORIZATIONS
from corridor.records.claims import CLAIMS, PROVIDERS_KINDS
from corridor.records.contributions import CONTRIBUTIONS
from corridor.records.coverage import COVERAGE
from corridor.records.disability import DISABILITY
from corridor.records.other_coverage import OTHER_COVERAGE
from corridor.records.providers import PROVIDERS
from corridor.records.repricing import REPRICED
from corridor.records.table import Table
from corridor.records.takeover import (
    CONTROL_TOTALS,
    DEDUCTIBLE_CREDITS,
    LARGE_CLAIMS,
    PRIOR_ACCUMULATORS,
    RUN_IN,
    TREATMENTS,
)
from corridor.tables.faults import TableError, TableFault
from corridor.tables.toml_problems import toml_problem
from corridor.wording.said import Said, said

Kind = Literal[
    "claims",
    "members",
    "providers",
    "disability",
    "other_coverage",
    "contributions",
    "authorizations",
    "prior_accumulators",
    "deductible_credits",
    "run_in",
    "treatments",
    "large_claims",
    "control_totals",
    "repricing",
]
_PROVIDERS_CLAIMS = replace(
    CLAIMS, columns=tuple(replace(c, values=PROVIDERS_KINDS) if c.name == "kind" else c for c in CLAIMS.columns)
)
"""Disability does not come from providers: it has a table of its own."""
TABLES: Mapping[str, Table] = {
    "claims": _PROVIDERS_CLAIMS,
    "members": COVERAGE,
    "providers": PROVIDERS,
    "disability": DISABILITY,
    "other_coverage": OTHER_COVERAGE,
    "contributions": CONTRIBUTIONS,
    "authorizations": AUTHORIZATIONS,
    "prior_accumulators": PRIOR_ACCUMULATORS,
    "deductible_credits": DEDUCTIBLE_CREDITS,
    "run_in": RUN_IN,
    "treatments": TREATMENTS,
    "large_claims": LARGE_CLAIMS,
    "control_totals": CONTROL_TOTALS,
    "repricing": REPRICED,
}
DERIVED = {"claim_index", "segment_first", "segment_last"}
"""Columns that the reader makes itself."""
BUILT_IN = {"line_number", "frequency", "units", "service_to", "certified_from"}
"""Required columns that a source may lack: lines are counted, and read.py fills in the others."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, (int, float, date)) and not isinstance(value, bool) else value


def _place(characters: str) -> str:
    if not re.match(r"^[1-9]\d?(-[1-9]\d?)?$", characters):
        raise ValueError(said("a place such as 3, or a range such as 1-2"))
    return characters


Text = Annotated[str, BeforeValidator(_as_text)]
Sources = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]
Characters = Annotated[str, AfterValidator(_place)]


class ColumnMap(Strict):
    """One map. Keys of the tables are our columns (records/), values are theirs.

    inclusive_end: our end dates that the source gives as the last day. claim_totals: our amount -> claim kinds whose
    source repeats the claim's amount on each line.
    """

    kind: Kind
    name: str
    inclusive_end: tuple[str, ...] = ()
    columns: dict[str, Sources]
    constants: dict[str, Text] = Field(default_factory=dict)
    characters: dict[str, Characters] = Field(default_factory=dict)
    formats: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, Text]] = Field(default_factory=dict)
    units: dict[str, Literal["dollars", "cents", "units", "thousandths"]] = Field(default_factory=dict)
    defaults: dict[str, str] = Field(default_factory=dict)
    claim_totals: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    _file: str = PrivateAttr(default="column map")

    @property
    def file(self) -> str:
        """Name of the map's file, for errors."""
        return self._file

    @property
    def table(self) -> Table:
        return TABLES[self.kind]

    @property
    def our_columns(self) -> set[str]:
        """Our columns that the map says anything about."""
        return {*self.columns, *self.constants, *self.defaults}


def load_map(content: bytes, file: str) -> ColumnMap:
    """Read and check a column map. `file` is the name that errors show. Raises TableError."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = said("byte {place}", place=error.start)
        raise TableError([TableFault(file, None, said("encoding"), found, said("UTF-8 text"))]) from error
    except tomllib.TOMLDecodeError as error:
        raise TableError([TableFault(file, None, "TOML", toml_problem(error), said("valid TOML"))]) from error
    try:
        column_map = ColumnMap.model_validate(data)
    except ValidationError as error:
        raise TableError([_fault(file, item) for item in error.errors()]) from error
    column_map._file = file
    faults = _unknown_columns(file, column_map) + _misused(file, column_map)
    if faults:
        raise TableError(faults)
    return column_map


def with_nearest(expected: Said, name: str, names: Collection[str]) -> Said:
    """`expected`, and the nearest of `names` where one is near."""
    close = difflib.get_close_matches(name, list(names), n=1)
    return said("{expected} (nearest: {name})", expected=expected, name=close[0]) if close else expected


def _fault(file: str, item: Any) -> TableFault:
    key = ".".join(str(part) for part in item["loc"])
    if item["type"] == "missing":
        return TableFault(file, None, key, said("nothing"), said("a value"))
    if item["type"] == "extra_forbidden":
        expected = with_nearest(said("a key of a column map"), key, ColumnMap.model_fields)
        return TableFault(file, None, key, said("a key of that name"), expected)
    return TableFault(file, None, key, repr(item["input"])[:60], expected_by(item))


def _unknown_columns(file: str, found: ColumnMap) -> list[TableFault]:
    ours = {column.name for column in found.table.columns} - DERIVED
    named = [
        *((section, key) for section in _SECTIONS for key in getattr(found, section)),
        *(("inclusive_end", key) for key in found.inclusive_end),
    ]
    return [
        TableFault(file, None, section, repr(key), with_nearest(said("a column of {file}", file=found.kind), key, ours))
        for section, key in named
        if key not in ours
    ]


def _misused(file: str, found: ColumnMap) -> list[TableFault]:
    """Keys of columns, but of columns that have no such thing."""
    units = {column.name: column.unit for column in found.table.columns}
    dates = {column.name for column in found.table.columns if str(column.dtype) == "Date"}
    misused = [
        TableFault(file, None, f"units.{key}", repr(unit), _EXPECTED_UNITS.get(units.get(key, ""), said("no unit")))
        for key, unit in found.units.items()
        if unit not in _EXPECTED_UNITS.get(units.get(key, ""), "")
    ]
    misused += [
        TableFault(file, None, "inclusive_end", repr(key), said("a column of dates"))
        for key in found.inclusive_end
        if key not in dates
    ]
    text = {column.name for column in found.table.columns if str(column.dtype) == "String"}
    misused += [
        TableFault(
            file,
            None,
            f"columns.{key}",
            said("{count} columns", count=len(names)),
            said("one column, as only text is joined"),
        )
        for key, names in found.columns.items()
        if len(names) > 1 and key not in text
    ]
    return misused + [
        TableFault(file, None, f"claim_totals.{key}", said("a column without cents"), said("an amount"))
        for key in found.claim_totals
        if units.get(key) != "cents"
    ]


_SECTIONS = ("columns", "constants", "characters", "values", "units", "defaults", "claim_totals")
_EXPECTED_UNITS = {
    "cents": said("{others} or {last}", others="dollars", last="cents"),
    "thousandths": said("{others} or {last}", others="units", last="thousandths"),
}
