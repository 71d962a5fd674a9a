"""What the library is handed, files or frames -> the records that `decide` takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

import polars as pl

from corridor.claims.identity import Identity
from corridor.claims.order.other_plans import OtherPlans
from corridor.edi.dispatch import read as read_x12
from corridor.edi.kinds import recognise
from corridor.edi.reading import Reading
from corridor.eligibility.spans import coverage_from
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.plan.versions import Plan
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE
from corridor.records.decisions import ALWAYS
from corridor.records.other_coverage import OTHER_COVERAGE, WORKFORCE
from corridor.records.providers import PROVIDERS
from corridor.tables.map import ColumnMap, Kind, load_map
from corridor.tables.read import TableReading, read_table
from corridor.wording.said import listed, said

One = TypeVar("One")
File = str | Path
Source = File | pl.DataFrame
Map = File | ColumnMap
Several: TypeAlias = One | Sequence[One]


class SourceError(ValueError):
    """What was handed over does not fit together: where, what was found, what was expected."""


@dataclass(frozen=True)
class Taken:
    """Records as read; notes: what a reader warned of, and what it read although it is wrong."""

    frame: pl.DataFrame
    notes: tuple[str, ...] = ()


def plans_from(plan: Several[File | Plan]) -> CompiledPlans:
    """One plan or several, each a YAML file or a checked Plan. Raises DocumentError or SourceError."""
    given: list[File | Plan] = _listed(plan)
    plans = [one if isinstance(one, Plan) else load_plan(Path(one)) for one in given]
    codes = [one.code for one in plans]
    for position, code in enumerate(codes):
        if code in codes[:position]:
            raise SourceError(said("plans: found code {code} twice, expected each plan once", code=code))
    return _compiled(tuple(Identity(one) for one in plans))


@lru_cache(maxsize=16)
def _compiled(plans: tuple[Identity[Plan], ...]) -> CompiledPlans:
    """Kept for plans that are asked again and again, a claim at a time."""
    return compile_plans([one.thing for one in plans])


def members_from(
    members: Several[Source], maps: Several[Map] | None, compiled: CompiledPlans, *, lenient: bool = False
) -> Taken:
    """COVERAGE of tables, frames and 834 files (of several 834s, in the order of their statements).

    Where members name no plan and only one is there, that one is meant. Raises EdiError, TableError, RecordsError, or
    SourceError where no member is in any of the plans.
    """
    product_of = dict(compiled.versions.select("plan_code", "product").unique().iter_rows())
    given = {"plan_code": next(iter(product_of))} if len(product_of) == 1 else {}
    spans, notes = [COVERAGE.empty()], list[str]()
    statements: list[pl.DataFrame] = []
    for source, column_map in _paired(members, maps, "members"):
        if isinstance(source, pl.DataFrame):
            spans.append(COVERAGE.conform(_with_plan(source, given)))
            continue
        reading = _read(source, column_map, "members", given, lenient)
        notes += _notes_of(reading)
        if isinstance(reading, Reading):
            statements.append(reading.frame.with_columns(pl.lit(len(statements) + 1, pl.Int64).alias("batch_seq")))
        else:
            spans.append(reading.frame)
    if statements:
        eligibility = coverage_from(pl.concat(statements), _only_plans(product_of))
        spans.append(eligibility.coverage)
        notes += (said("members: {fault}", fault=fault.text) for fault in eligibility.faults)
    coverage = pl.concat(spans)
    _require_a_plan(coverage, product_of)
    return Taken(coverage, tuple(notes))


def claims_from(claims: Several[Source], maps: Several[Map] | None, *, lenient: bool = False) -> Taken:
    """CLAIMS of tables, frames and 837 files, one after the other. Raises EdiError, TableError or RecordsError."""
    frames, notes, first = [CLAIMS.empty()], [], 0
    for source, column_map in _paired(claims, maps, "claims"):
        if isinstance(source, pl.DataFrame):
            frame = CLAIMS.conform(source)
        else:
            reading = _read(source, column_map, "claims", {}, lenient)
            notes += _notes_of(reading)
            frame = reading.frame
        frames.append(frame.with_columns(pl.col("claim_index") + first))
        first += _claims_in(frame)
    return Taken(pl.concat(frames), tuple(notes))


def providers_from(providers: Source | None) -> pl.DataFrame | None:
    """PROVIDERS of a table or a frame. Raises TableError or RecordsError."""
    if providers is None or isinstance(providers, pl.DataFrame):
        return None if providers is None else PROVIDERS.conform(providers)
    return read_table(Path(providers), kind="providers").frame


def other_plans_from(other_coverage: Source | None, employees: int | None) -> OtherPlans | None:
    """OTHER_COVERAGE of a table or a frame, with the employer's size; None: no other plan is known.

    Raises TableError or RecordsError.
    """
    if other_coverage is None:
        return None
    if isinstance(other_coverage, pl.DataFrame):
        frame = OTHER_COVERAGE.conform(other_coverage)
    else:
        frame = read_table(Path(other_coverage), kind="other_coverage").frame
    sizes = [] if employees is None else [{"effective_from": ALWAYS, "employees": employees}]
    return OtherPlans(frame, WORKFORCE.from_rows(sizes))


def _read(
    source: File, column_map: ColumnMap | None, kind: Kind, given: Mapping[str, str], lenient: bool
) -> Reading | TableReading:
    path = Path(source)
    content = path.read_bytes()
    if not (content.lstrip().startswith(b"ISA") or recognise(content, path.name)):
        return read_table(content, path.name, column_map, kind=kind, given=given)
    reading = read_x12(content, path.name, lenient=lenient)
    if (reading.kind == "834") != (kind == "members"):
        expected = "834" if kind == "members" else "837"
        raise SourceError(
            said("{file}: found {found}, expected {expected}", file=path.name, found=reading.kind, expected=expected)
        )
    return reading


def _notes_of(reading: Reading | TableReading) -> list[str]:
    faults = reading.faults if isinstance(reading, Reading) else ()
    return [*(fault.text for fault in faults), *reading.warnings]


def _with_plan(frame: pl.DataFrame, given: Mapping[str, str]) -> pl.DataFrame:
    """Members who name no plan are in the one that is given."""
    named = pl.col("plan_code") if "plan_code" in frame.columns else pl.lit(None, pl.String)
    return frame.with_columns(pl.coalesce(named, pl.lit(code)).alias(name) for name, code in given.items())


def _only_plans(product_of: Mapping[str, str]) -> dict[str, str]:
    products = list(product_of.values())
    return {product: code for code, product in product_of.items() if products.count(product) == 1}


def _require_a_plan(coverage: pl.DataFrame, product_of: Mapping[str, str]) -> None:
    """Some may be in plans that are not here; that nobody is in one that is here is a slip."""
    named = coverage.get_column("plan_code").unique().sort().to_list()
    if named and not set(named) & set(product_of):
        found, allowed = listed(named[:3]), listed(product_of)
        raise SourceError(
            said("members.plan_code: found {found}, expected one of {allowed}", found=found, allowed=allowed)
        )


def _claims_in(frame: pl.DataFrame) -> int:
    return 0 if frame.is_empty() else int(frame.get_column("claim_index").to_numpy().max()) + 1


def _paired(
    sources: Several[Source], maps: Several[Map] | None, what: str
) -> Sequence[tuple[Source, ColumnMap | None]]:
    """Each source with its map: one map is that of all, several are one for each."""
    given: list[Source] = _listed(sources)
    named: list[Map] = [] if maps is None else _listed(maps)
    if len(named) > 1 and len(named) != len(given):
        raise SourceError(
            said(
                "{what}: found {maps} maps for {sources} sources, expected one map, or as many",
                what=what,
                maps=len(named),
                sources=len(given),
            )
        )
    loaded: list[ColumnMap | None] = [_loaded(one) for one in named] if named else [None]
    return list(zip(given, loaded if len(loaded) == len(given) else loaded * len(given), strict=True))


def _loaded(one: Map) -> ColumnMap:
    return one if isinstance(one, ColumnMap) else load_map(Path(one).read_bytes(), Path(one).name)


def _listed(one: Several[One]) -> list[One]:
    return list(one) if isinstance(one, (list, tuple)) else [cast(One, one)]
