"""A slow twin of payments: offsets, the life of a payment, and the fund, in plain Python with none of the code."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Item:
    """Something open. kind: payable, or recoverable (what the payee owes); cents above 0."""

    kind: str
    payee: str
    plan: str
    claim: int
    cents: int
    since: date


def settled(items: list[Item], rules: dict[str, str]) -> dict[tuple[str, int], int]:
    """(kind, claim) -> cents settled: payables whole, recoverables as far as the rules and what is owed allow."""
    found = {("payable", item.claim): item.cents for item in items if item.kind == "payable"}
    owed: dict[tuple[str, str], int] = {}
    for item in items:
        if item.kind == "payable":
            owed[item.payee, item.plan] = owed.get((item.payee, item.plan), 0) + item.cents
    oldest = sorted((item for item in items if item.kind == "recoverable"), key=_age)
    left = {}
    for item in oldest:
        pot = owed.get((item.payee, item.plan), 0)
        taken = 0 if rules.get(item.plan) == "none" else min(pot, item.cents)
        if taken:
            owed[item.payee, item.plan] -= taken
        found["recoverable", item.claim] = taken
        left[item.claim] = item.cents - taken
    for item in oldest:
        for (payee, plan), pot in sorted(owed.items()):
            is_wide = rules.get(item.plan) == rules.get(plan) == "any_plan"
            if payee == item.payee and is_wide:
                taken = min(pot, left[item.claim])
                owed[payee, plan] -= taken
                left[item.claim] -= taken
                found["recoverable", item.claim] += taken
    return found


def _age(item: Item) -> tuple[date, str, str, int]:
    return item.since, item.payee, item.plan, item.claim


STALE_AFTER = timedelta(days=180)
MOVES = {
    "outstanding": {"cleared", "voided", "stale", "returned"},
    "cleared": {"returned", "uncleared"},
    "stale": {"cleared", "reissued", "escheated"},
}
"""State -> what may happen next."""


@dataclass
class Paid:
    """A payment: cents, day, where it stands."""

    cents: int
    day: date
    state: str = "outstanding"
    before: str = "outstanding"


@dataclass
class Fund:
    """The plan's money. is_issued: whether issuing takes it, or only the bank's paying."""

    is_issued: bool
    bank: int = 0
    unpresented: int = 0
    stale: int = 0
    payable: int = 0
    payments: dict[str, Paid] = field(default_factory=dict)

    def deposit(self, cents: int) -> None:
        self.bank += cents

    def owe(self, cents: int) -> None:
        self.payable += cents

    def issue(self, number: str, cents: int, day: date) -> None:
        """A payable is paid."""
        self.payable -= cents
        self._out(cents)
        self.payments[number] = Paid(cents, day)

    def happen(self, number: str, event: str, day: date) -> bool:
        """Whether it may happen; if so, it has."""
        paid = self.payments[number]
        if event not in MOVES.get(paid.state, set()) or (event == "stale" and day < paid.day + STALE_AFTER):
            return False
        if event == "uncleared":
            paid.state = paid.before
            self._clear(paid, paid.before, -1)
            return True
        was = paid.before = paid.state
        paid.state = event
        if event == "cleared":
            self._clear(paid, was)
        elif event in ("voided", "returned"):
            self._back(paid, was)
        elif event == "stale":
            self._out(-paid.cents)
            self.stale += paid.cents
        else:
            self.stale -= paid.cents
            if event == "escheated":
                self.bank -= paid.cents
            else:
                self._out(paid.cents)
                self.payments[f"{number}-R"] = Paid(paid.cents, day)
        return True

    def _clear(self, paid: Paid, was: str, sign: int = 1) -> None:
        if was == "stale":
            self.stale -= sign * paid.cents
            self.bank -= sign * paid.cents
        elif not self.is_issued:
            self.unpresented -= sign * paid.cents
            self.bank -= sign * paid.cents

    def _back(self, paid: Paid, was: str) -> None:
        self.payable += paid.cents
        if was == "cleared" and not self.is_issued:
            self.bank += paid.cents
        else:
            self._out(-paid.cents)

    def _out(self, cents: int) -> None:
        if self.is_issued:
            self.bank -= cents
        else:
            self.unpresented += cents

    def shares(self) -> dict[str, int]:
        """issued, cleared, outstanding, void, stale in cents."""
        parts = dict.fromkeys(("issued", "cleared", "outstanding", "void", "stale"), 0)
        for paid in self.payments.values():
            part = {"voided": "void", "returned": "void", "reissued": "stale", "escheated": "stale"}
            parts[part.get(paid.state, paid.state)] += paid.cents
            parts["issued"] += paid.cents
        return parts
