"""Steps of what was there before a line: its authorisation, and what of its running totals was taken over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from corridor.adjudication.explain import LineExplanation, Move
from corridor.adjudication.explaining.moves import CENTS
from corridor.adjudication.steps import Step
from corridor.app.services.takeover.standing import openings_of, run_in_of, treatments_of, was_taken_over
from corridor.app.store.tx import Tx
from corridor.claims.duplicates import SERVICE
from corridor.claims.known import Known
from corridor.records.decisions import ALWAYS

_TIERED = ("deductible", "carry_over", "out_of_pocket")


def with_prior_steps(
    tx: Tx,
    explained: Sequence[LineExplanation],
    prepared: pl.DataFrame,
    claims: pl.DataFrame,
    decisions: pl.DataFrame,
    known: Known,
) -> list[LineExplanation]:
    """`explained` with what was there before each line.

    prepared: the family's lines as `prepared_lines` made them of claims (CLAIMS). decisions: of the lines explained.
    """
    number = decisions.get_column("claim_number")[0]
    own = {row["line_number"]: row for row in prepared.filter(claim_number=number).iter_rows(named=True)}
    sent = {row["line_number"]: row for row in claims.filter(claim_number=number).iter_rows(named=True)}
    decided = {row["line_number"]: row for row in decisions.iter_rows(named=True)}
    before = _taken_over(tx, decisions)
    treatments = treatments_of(tx, [number]).to_dicts() if before else []
    lines = []
    for line in explained:
        row = own.get(line.line_number, {})
        first = (*_of_treatment(treatments), *_of_authorization(row, known))
        last = tuple(_of_line(line, decided[line.line_number], sent.get(line.line_number, {}), before))
        lines.append(replace(line, steps=(*first, *line.steps, *last)))
    return lines


_Before = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _taken_over(tx: Tx, decisions: pl.DataFrame) -> _Before | None:
    """Openings of the people decided for and of their families, and run-in lines of the people."""
    if not was_taken_over(tx):
        return None
    members = decisions.get_column("member_id").drop_nulls().unique().to_list()
    owners = {*members, *decisions.get_column("family_id").drop_nulls()}
    return openings_of(tx, owners).to_dicts(), run_in_of(tx, members).to_dicts()


def _of_authorization(row: Mapping[str, Any], known: Known) -> Iterator[Step]:
    state, number = row.get("authorization_state"), row.get("authorization_number")
    if state is None or known.authorizations is None:
        return
    yield Step(f"authorization_{state}", 0, None, {"number": number or ""})
    from_others = known.authorizations.filter(
        pl.col("number") == (number or ""), pl.col("taken_over_from").is_not_null()
    )
    for source in from_others.get_column("taken_over_from"):
        yield Step("taken_over_authorization", 0, None, {"number": number or "", "source": source})


def _of_treatment(treatments: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    for each in treatments:
        facts = {"source": each["taken_over_from"], "proof": each["proof"], "day": str(each["started_on"])}
        yield Step("taken_over_treatment", each["prior_paid_cents"], None, facts)


def _of_line(
    line: LineExplanation, row: Mapping[str, Any], sent: Mapping[str, Any], before: _Before | None
) -> Iterator[Step]:
    if before is None:
        return
    openings, run_in = before
    if line.reason == "duplicate":
        for each in run_in:
            if each["member_id"] == row["member_id"] and all(each[name] == sent.get(name) for name in SERVICE):
                yield Step("taken_over_repeat", 0, None, {"source": each["taken_over_from"], "proof": each["proof"]})
                return
    for move in line.accumulators:
        for opening in openings:
            if move.before > 0 and _is_of(opening, move, row):
                yield _opened(opening, move)


def _is_of(opening: Mapping[str, Any], move: Move, row: Mapping[str, Any]) -> bool:
    owner = row["member_id"] if move.owner == "person" else row["family_id"]
    is_of_owner = (opening["owner"], opening["owner_id"]) == (move.owner, owner)
    is_of_year = opening["plan_year_start"] in (row["plan_year_start"], ALWAYS)
    is_of_tier = opening["tier"] == (move.tier if move.kind in _TIERED else "all")
    return is_of_owner and is_of_year and is_of_tier and _is_of_kind(opening["kind"], move)


def _is_of_kind(kind: str, move: Move) -> bool:
    if move.kind != "limit":
        return kind == (f"{move.kind}:{move.name}" if move.name else move.kind)
    own = f"{move.name}:{move.item}" if move.item else move.name
    return kind == f"limit:{own}" or kind.startswith(f"use:{move.name}:{move.item}@")


def _opened(opening: Mapping[str, Any], move: Move) -> Step:
    of_move = ("owner", "kind", "tier", "name", "period", "months", "item")
    facts: dict[str, int | str] = {f"of_{name}": getattr(move, name) for name in of_move}
    facts |= {"source": opening["taken_over_from"], "proof": opening["proof"]}
    if move.unit == CENTS:
        return Step("taken_over", opening["amount"], None, facts)
    return Step("taken_over_count", 0, None, facts | {"used": opening["amount"]})
