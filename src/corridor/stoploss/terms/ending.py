"""A policy that ends before its last day, and the terminal liability option (RULES 1.4 steps 6, 7)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from corridor.plan.document import Strict

Months = Annotated[int, Field(strict=True, ge=1, le=12)]


class TerminalLiability(Strict):
    """Run-out bought at the start for the time after the policy has ended.

    months: of run-out. attachment_months: the attachment grows by the attachment of so many last months.
    """

    months: Months = 3
    attachment_months: Months = 3
    specific_too: bool = True


class EarlyEnd(Strict):
    """The policy ended early: the day after its last, and whether the aggregate still pays.

    Every advance is repaid where it does not.
    """

    end_exclusive: date
    has_aggregate_benefit: bool = False
