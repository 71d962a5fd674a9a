"""The lines of a claim: what was claimed, what was decided, and why."""

from typing import Any

import polars as pl

from corridor.app.services.claim_pages.listing import falls_to_member
from corridor.app.services.claim_pages.sentences import Reader, accumulated, steps_told
from corridor.app.services.claim_pages.shapes import Amounts, Claimed, LineView
from corridor.app.services.explain import ExplainedClaim
from corridor.book.disability import Explanation
from corridor.disability.weeks import KIND as DISABILITY


def line_views(claimed: pl.DataFrame, explained: ExplainedClaim, reader: Reader) -> tuple[LineView, ...]:
    """The lines in order. claimed: CLAIMS of the claim."""
    lines = {row["line_number"]: row for row in claimed.to_dicts()}
    why = {line.line_number: line for line in explained.lines}
    decided = explained.decisions.sort("line_number").to_dicts()
    return tuple(_line(lines[row["line_number"]], row, why[row["line_number"]], reader) for row in decided)


def amounts_of(kind: str, decisions: list[dict[str, Any]], reader: Reader) -> Amounts:
    """The sums over decisions (rows of DECISIONS) of a claim of that kind."""
    if kind == DISABILITY:
        return _of_disability(decisions, reader)
    parts = {
        "charge": "charge_cents",
        "allowed": "allowed_cents",
        "provider": "write_off_cents",
        "plan_paid": "plan_paid_cents",
        "deductible": "deductible_cents",
        "coinsurance": "coinsurance_cents",
        "copay": "copay_cents",
        "over_limit": "over_limit_cents",
        "penalty": "penalty_cents",
        "not_recognised": "not_recognised_cents",
        "other_paid": "other_paid_cents",
        "account_paid": "account_cents",
        "above_allowed": "above_allowed_cents",
        "denied": "not_covered_cents",
    }
    sums = {part: sum(row[column] for row in decisions) for part, column in parts.items()}
    denied = [row["not_covered_cents"] for row in decisions if falls_to_member(row["status"], row["reason"])]
    return Amounts(**sums, member_denied=sum(denied))


def _of_disability(decisions: list[dict[str, Any]], reader: Reader) -> Amounts:
    earnings = sum(row["charge_cents"] for row in decisions) if reader.sees_health else None
    paid = sum(row["plan_paid_cents"] for row in decisions)
    return Amounts(charge=earnings, allowed=paid, plan_paid=paid)


def _line(line: dict[str, Any], decision: dict[str, Any], why: Explanation, reader: Reader) -> LineView:
    return LineView(
        number=decision["line_number"],
        service_from=line["service_from"],
        service_to=line["service_to"],
        units=line["units"],
        claimed=_claimed(line) if reader.sees_health else None,
        benefit=decision["benefit"],
        tier=decision["tier"],
        status=decision["status"],
        reason=decision["reason"],
        amounts=amounts_of(line["kind"], [decision], reader),
        steps=tuple(steps_told(why, decision["plan_code"], reader)),
        accumulators=tuple(accumulated(move, reader.language) for move in why.accumulators),
    )


def _claimed(line: dict[str, Any]) -> Claimed:
    return Claimed(
        procedure=line["procedure_code"],
        modifiers=_parts(line["modifiers"]),
        diagnoses=_parts(line["diagnosis_codes"]),
        revenue_code=line["revenue_code"],
        place_of_service=line["place_of_service"],
        tooth=line["tooth"],
        surfaces=line["surfaces"],
        days_supply=line["days_supply"],
    )


def _parts(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(":")) if joined else ()
