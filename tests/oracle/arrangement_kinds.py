"""What each kind of arrangement calls, week after week, by plain loops over plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class Year:
    """An employer's account. Amounts in cents; insurer: what it bore so far."""

    kind: str
    target: int
    limit: int = 0
    bank: int = 0
    called: int = 0
    claims: int = 0
    insurer: int = 0
    waiting: int = 0

    def week(self, claims: int, dues: int) -> int:
        """The call of a round. claims: newly payable; dues: of all months begun by then, fee and premium included.

        What the account does not cover waits, as one payment.
        """
        if self.kind in ("refund", "fully_insured"):
            self.insurer += claims
            claims = 0
        self.waiting += claims
        theirs = 0
        if self.kind == "minimum_premium":
            theirs = max(0, self.claims + self.waiting - self.limit) - self.insurer
            self.insurer += theirs
        if self.kind in ("budgeted_aso", "level_funding"):
            call = max(0, dues + self.target - self.called)
        else:
            call = max(0, self.waiting - theirs + self.target - self.bank)
        self.called += call
        self.bank += call + theirs
        if self.waiting <= self.bank:
            self.bank -= self.waiting
            self.claims += self.waiting
            self.waiting = 0
        return call


def calls_of(year: Year, weeks: Sequence[tuple[int, int]]) -> list[int]:
    """The call of each week. weeks: (claims newly payable, dues so far)."""
    return [year.week(claims, dues) for claims, dues in weeks]
