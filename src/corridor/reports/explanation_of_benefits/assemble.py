"""The notice as data: what a claim's decision means to the member, in cents, days and codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.steps import Step
from corridor.codes.adjustments import Adjustment, adjustments_of
from corridor.reports.explanation_of_benefits.rights import Rights
from corridor.reports.explanation_of_benefits.shares import EobError, Shares, shares_of, total_shares
from corridor.reports.explanation_of_benefits.year import Bar, rolling_limits


@dataclass(frozen=True)
class Heading:
    """Whose notice it is. patient, sender_number: None where the reader may not know them; plan: where none was found.

    noticed_on: the day of the decision. is_of_its_day: False where what is known has changed since, so that the
    reasons tell how the claim would be decided today.
    """

    claim_number: int
    sender_number: str | None
    patient: str | None
    sponsor_name: str
    plan_code: str | None
    plan_name: str | None
    noticed_on: date
    is_of_its_day: bool = True


@dataclass(frozen=True)
class EobLine:
    """A service. code: the procedure's, None where the reader may not know it; benefit: its name in the plan."""

    number: int
    service_from: date
    service_to: date
    benefit: str | None
    code: str | None
    tier: str | None
    status: str
    reason: str
    shares: Shares
    adjustments: tuple[Adjustment, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Eob:
    """An explanation of benefits. bars_on: the day of the last batch that moved the plan year."""

    heading: Heading
    provider: str | None
    received_on: date
    decision: int
    lines: tuple[EobLine, ...]
    shares: Shares
    bars: tuple[Bar, ...]
    bars_on: date
    rights: Rights

    @property
    def owed_cents(self) -> int:
        """What the member owes the provider."""
        return self.shares.owed

    @property
    def service_from(self) -> date:
        return min(line.service_from for line in self.lines)

    @property
    def service_to(self) -> date:
        return max(line.service_to for line in self.lines)

    @property
    def is_waiting(self) -> bool:
        """Whether a line is not decided yet."""
        return any(line.status == "pended" for line in self.lines)


def explanation_of_benefits(
    heading: Heading,
    claimed: pl.DataFrame,
    decisions: pl.DataFrame,
    explanations: Sequence[LineExplanation],
    year: tuple[Sequence[Bar], date],
    rights: Rights,
    *,
    sees_health: bool,
) -> Eob:
    """The notice of one claim.

    claimed: CLAIMS of its lines. decisions: DECISIONS that stand, one per line. explanations: one per line. year: the
    bars of accumulators, and the day on which they stood so. Raises EobError when amounts do not add up, or the lines
    are not the same.
    """
    sent = {row["line_number"]: row for row in claimed.to_dicts()}
    why = {line.line_number: line for line in explanations}
    rows = decisions.sort("line_number").to_dicts()
    numbers = [row["line_number"] for row in rows]
    if not numbers or not numbers == sorted(sent) == sorted(why):
        raise EobError(
            f"claim {heading.claim_number}: found decisions of lines {numbers}, expected those of {sorted(sent)}"
        )
    lines = tuple(
        _line(sent[row["line_number"]], row, why[row["line_number"]].steps, sees_health=sees_health) for row in rows
    )
    return Eob(
        heading=heading,
        provider=claimed.get_column("billing_name")[0],
        received_on=min(claimed.get_column("received_date")),
        decision=max(row["version"] for row in rows) + 1,
        lines=lines,
        shares=total_shares(line.shares for line in lines),
        bars=(*year[0], *rolling_limits(explanations)),
        bars_on=year[1],
        rights=rights,
    )


def _line(
    sent: Mapping[str, Any], decision: Mapping[str, Any], steps: tuple[Step, ...], *, sees_health: bool
) -> EobLine:
    return EobLine(
        number=decision["line_number"],
        service_from=sent["service_from"],
        service_to=sent["service_to"],
        benefit=decision["benefit"],
        code=(sent["procedure_code"] or sent["revenue_code"]) if sees_health else None,
        tier=decision["tier"],
        status=decision["status"],
        reason=decision["reason"],
        shares=shares_of(decision),
        adjustments=adjustments_of(decision),
        steps=steps,
    )
