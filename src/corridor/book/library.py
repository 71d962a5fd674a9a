"""`corridor.adjudicate`: a plan, members and claims in, decisions out, with no database."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.book.decide import decide
from corridor.book.numbering import number_claims
from corridor.book.opening import Opening
from corridor.book.sources import (
    File,
    Map,
    Several,
    Source,
    claims_from,
    members_from,
    other_plans_from,
    plans_from,
    providers_from,
)
from corridor.claims.instalments import with_instalments
from corridor.claims.known import Known
from corridor.plan.versions import Plan
from corridor.records.decisions import ACCUMULATORS, DECISIONS
from corridor.records.history import HISTORY

_KEY = ("claim_number", "line_number")
CLAIM_COLUMNS = ("claim_id", "kind", "received_date", "procedure_code", "revenue_code", "units", "billing_npi")
"""Columns of CLAIMS that stand beside a decision, so that it can be read without the claim."""


@dataclass(frozen=True)
class Adjudicated:
    """lines: DECISIONS and CLAIM_COLUMNS, by claim and line; notes: what the readers of the files warned of.

    accumulators: ACCUMULATORS after the claims.
    """

    lines: pl.DataFrame
    decided_on: date | None
    notes: tuple[str, ...]
    accumulators: pl.DataFrame


def adjudicate(
    plan: Several[File | Plan],
    members: Several[Source],
    claims: Several[Source],
    *,
    providers: Source | None = None,
    decided_on: date | None = None,
    members_map: Several[Map] | None = None,
    claims_map: Several[Map] | None = None,
    accumulators: pl.DataFrame | None = None,
    other_coverage: Source | None = None,
    employees: int | None = None,
    lenient: bool = False,
) -> pl.DataFrame:
    """Decide claims under a plan: a frame of DECISIONS and CLAIM_COLUMNS, one row per line; amounts in cents.

    plan: YAML files or Plans. members: COVERAGE frames, tables or 834 files. claims: CLAIMS frames, tables or 837s.
    providers: PROVIDERS frame or table. decided_on: by default the last day on which a claim was received. *_map:
    column maps (TOML) of the tables, one for all or one for each. accumulators: ACCUMULATORS frame, what was met before
    the claims. other_coverage: OTHER_COVERAGE frame or table, which other plans cover members. employees: of the
    employer, asked for where a member has Medicare. lenient: read X12 with a faulty envelope.
    Raises DocumentError, TableError, EdiError, RecordsError or SourceError for what cannot be read; a fault in one
    claim is its reason, never an exception.
    """
    return adjudicate_with_notes(
        plan,
        members,
        claims,
        providers=providers,
        decided_on=decided_on,
        members_map=members_map,
        claims_map=claims_map,
        accumulators=accumulators,
        other_coverage=other_coverage,
        employees=employees,
        lenient=lenient,
    ).lines


def adjudicate_with_notes(
    plan: Several[File | Plan],
    members: Several[Source],
    claims: Several[Source],
    *,
    providers: Source | None = None,
    decided_on: date | None = None,
    members_map: Several[Map] | None = None,
    claims_map: Several[Map] | None = None,
    accumulators: pl.DataFrame | None = None,
    other_coverage: Source | None = None,
    employees: int | None = None,
    lenient: bool = False,
) -> Adjudicated:
    """As `adjudicate`, with the accumulators after, and what the readers of the files warned of."""
    compiled = plans_from(plan)
    coverage = members_from(members, members_map, compiled, lenient=lenient)
    taken = claims_from(claims, claims_map, lenient=lenient)
    listed = providers_from(providers)
    notes = (*coverage.notes, *taken.notes)
    day = decided_on or _last_receipt(taken.frame)
    before = ACCUMULATORS.empty() if accumulators is None else ACCUMULATORS.conform(accumulators)
    numbered = with_instalments(number_claims(taken.frame), coverage.frame, compiled)
    if day is None:
        return Adjudicated(_beside(DECISIONS.empty(), numbered), None, notes, before)
    opening = Opening(before, HISTORY.empty())
    known = Known(providers=listed, other_plans=other_plans_from(other_coverage, employees))
    decided = decide(numbered, coverage.frame, compiled, day, opening=opening, known=known)
    return Adjudicated(_beside(decided.decisions, numbered), day, notes, decided.accumulators)


def _last_receipt(claims: pl.DataFrame) -> date | None:
    days: list[date] = claims.select(pl.col("received_date").max()).drop_nulls().to_series().to_list()
    return days[0] if days else None


def _beside(decisions: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    joined = decisions.join(claims.select(*_KEY, *CLAIM_COLUMNS), on=_KEY, how="left", maintain_order="left")
    return joined.select(*_KEY, *CLAIM_COLUMNS, *(name for name in DECISIONS.schema if name not in _KEY))
