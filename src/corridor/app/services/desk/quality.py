"""Samples of decided claims that somebody looks at again, what was found, and the measures of it all."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.desk.doing import Doer, Doing, Done, stated
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.records.quality import FINDINGS, METHODS, QUALITY_FINDINGS, QUALITY_SAMPLES
from corridor.reports.claims_quality import DECIDED_SCHEMA, Measures, by_reason, measures
from corridor.wording.said import listed, said

STRATA_CENTS = (0, 500_00, 5_000_00, 25_000_00)
"""Lower ends of the ranges of what was paid, in which a sample by amount is drawn evenly."""


@dataclass(frozen=True)
class Draw:
    """Draw claims decided between two days. seed: makes the draw repeatable. size: of each stratum.

    method random: from all; amount: from each range of what was paid, everything from `threshold_cents` on besides;
    examiner: from what each person decided last.
    """

    method: str
    size: int
    seed: int
    first_day: date
    last_day: date
    who: str
    threshold_cents: int | None = None


@dataclass(frozen=True)
class Find:
    """What was found in a claim of a sample; kind `none`: it is right."""

    sample_number: int
    claim_number: int
    kind: str
    why: str
    who: str
    error_cents: int = 0


@dataclass(frozen=True)
class Report:
    """Measures of all claims received between two days, and of each reason."""

    all: Measures
    by_reason: dict[str, Measures]


_DECIDED = """
    with last as (select distinct on (claim_number, line_number) * from decision
                  order by claim_number, line_number, version desc)
    select l.claim_number, min(c.received_date) as received_on,
           case when bool_or(l.status = 'pended') then null else coalesce(
               (select min(f.decided_on) from decision f where f.claim_number = l.claim_number
                 and not exists (select from decision p where p.claim_number = f.claim_number
                                  and p.status = 'pended' and p.version >= f.version)), min(l.decided_on)) end
               as finished_on,
           not exists (select from release r where r.claim_number = l.claim_number)
             and not exists (select from claim_override o where o.claim_number = l.claim_number)
             and not bool_or(l.status = 'pended') as is_auto,
           not exists (select from decision f where f.claim_number = l.claim_number and f.version = 0
                        and f.status = 'pended') as is_first_pass,
           coalesce(min(first.reason) filter (where first.reason <> 'paid'), 'paid') as reason,
           max(l.version) as version, sum(l.plan_paid_cents)::bigint as paid_cents,
           max(l.decided_on) as decided_on,
           coalesce((select max(o.who) from claim_override o where o.claim_number = l.claim_number),
                    (select max(b.params ->> 'who') from release r join batch b on b.id = r.batch_id
                      where r.claim_number = l.claim_number)) as examiner
    from last l join claim_line c on c.claim_number = l.claim_number and c.line_number = l.line_number
    join decision first on first.claim_number = l.claim_number and first.line_number = l.line_number
        and first.version = 0
    where {where} and l.reason <> 'not_yet_due'
    group by l.claim_number order by l.claim_number
"""


def _draw(doing: Doing, act: Draw) -> Done:
    if act.method not in METHODS or act.size < 1:
        raise ServiceError(
            said(
                "sample: found {method} of {size}, expected one of {methods}, of 1 claim or more",
                method=act.method,
                size=act.size,
                methods=listed(METHODS),
            )
        )
    decided = doing.tx.read(
        _DECIDED.format(where="l.decided_on between %s and %s"), [act.first_day, act.last_day]
    ).filter(pl.col("finished_on").is_not_null())
    rows = drawn(decided.to_dicts(), act)
    if not rows:
        raise ServiceError(said("sample: found no decided claim between the days, expected one to draw"))
    number = doing.next_number("quality_sample", "sample_number")
    made = QUALITY_SAMPLES.from_rows(
        [
            {
                **{name: row.get(name) for name in QUALITY_SAMPLES.schema},
                "sample_number": number,
                "method": act.method,
                "drawn_on": doing.day,
            }
            for row in rows
        ]
    )
    doing.tx.insert("quality_sample", made, batch_id=doing.batch.id)
    return made, {"quality_claims": made.height}


def drawn(decided: list[dict[str, Any]], act: Draw) -> list[dict[str, Any]]:
    """The claims that a draw picks, each with its stratum, in the order of their numbers."""
    generator, picked = random.Random(act.seed), []
    strata: dict[str, list[dict[str, Any]]] = {}
    for row in decided:
        stratum = _stratum(row, act)
        if stratum is not None:
            strata.setdefault(stratum, []).append(row)
    for name in sorted(strata):
        rows = strata[name]
        size = len(rows) if name == "threshold" else min(act.size, len(rows))
        picked += [{**row, "stratum": name} for row in generator.sample(rows, size)]
    return sorted(picked, key=lambda row: row["claim_number"])


def _stratum(row: dict[str, Any], act: Draw) -> str | None:
    if act.method == "examiner":
        return row["examiner"]
    if act.method == "random":
        return "all"
    if act.threshold_cents is not None and row["paid_cents"] >= act.threshold_cents:
        return "threshold"
    return f"from {max(low for low in STRATA_CENTS if low <= max(row['paid_cents'], 0)) // 100:06}"


def _find(doing: Doing, act: Find) -> Done:
    tx = doing.tx
    is_in = tx.scalar(
        "select exists (select from quality_sample where (sample_number, claim_number) = (%s, %s))",
        [act.sample_number, act.claim_number],
    )
    if not is_in:
        raise ServiceError(
            said("sample {sample}: found no claim {claim} in it", sample=act.sample_number, claim=act.claim_number)
        )
    if act.kind not in FINDINGS or (act.error_cents != 0) != (act.kind in ("financial", "payment")):
        raise ServiceError(
            said(
                "finding: found {kind}, expected one of {kinds}, with an amount where money is wrong, else without",
                kind=act.kind,
                kinds=listed(FINDINGS),
            )
        )
    place = doing.next_number(
        "quality_finding",
        "finding_number",
        "(sample_number, claim_number) = (%s, %s)",
        act.sample_number,
        act.claim_number,
    )
    row = {
        "sample_number": act.sample_number,
        "claim_number": act.claim_number,
        "finding_number": place,
        "kind": act.kind,
        "error_cents": act.error_cents,
        "found_on": doing.day,
        "who": stated(act.who, "person"),
        "why": stated(act.why, "why"),
    }
    tx.insert("quality_finding", QUALITY_FINDINGS.from_rows([row]), batch_id=doing.batch.id)
    return row, {"quality_findings": 1}


def report(sponsor: str, first_day: date, last_day: date, *, sample_number: int | None = None) -> Report:
    """Measures of the claims received between two days, with the samples of their claims, or one sample."""
    with tenant_transaction(sponsor) as tx:
        decided = tx.read(_DECIDED.format(where="c.received_date between %s and %s"), [first_day, last_day])
        samples, found = _samples(tx, sample_number)
    frame = decided.select(pl.col(name).cast(kind) for name, kind in DECIDED_SCHEMA.items())
    own = samples.join(frame, on="claim_number", how="semi") if sample_number is None else samples
    kept = found.join(own, on=["sample_number", "claim_number"], how="semi")
    return Report(measures(frame, own, kept), by_reason(frame, own, kept))


def sample_of(sponsor: str, sample_number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """QUALITY_SAMPLES and QUALITY_FINDINGS of a sample."""
    with tenant_transaction(sponsor) as tx:
        tx.log_access(f"quality sample {sample_number}", "desk")
        return _samples(tx, sample_number)


def _samples(tx: Tx, number: int | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    where, values = ("true", None) if number is None else ("sample_number = %s", [number])
    return tuple(  # type: ignore[return-value]
        table.conform(tx.read(f"select {', '.join(table.schema)} from {name} where {where} order by id", values))
        for name, table in (("quality_sample", QUALITY_SAMPLES), ("quality_finding", QUALITY_FINDINGS))
    )


DO: dict[type, Doer] = {Draw: _draw, Find: _find}
