"""The employer's fund once more, in plain Python: what is owed, called, deposited, released, and what becomes of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.oracle.books import FUND, HAND, HOLD, Books, Entry, No

CALLED, CLAIMS, UNPRESENTED, STALE, FEE, PREMIUM, FUNDING, EXPENSE = (
    "1100", "2000", "2010", "2020", "2100", "2200", "3000", "5000",
)  # fmt: skip
KINDS = {CLAIMS: "claims", FEE: "administration_fee", PREMIUM: "stop_loss_premium"}
MONTHLY = ((FEE, "5100", "ADMINISTRATOR", 20_00), (PREMIUM, "5200", "STOPLOSS", 40_00))
"""Of the shop's two employees: payable, expense, who is owed, cents a month."""
FOLLOWS = {
    "outstanding": ("cleared", "voided", "stale", "returned"),
    "cleared": ("returned",),
    "stale": ("cleared", "reissued", "escheated"),
}
Item = tuple[str, str, int | None]
"""Account, payee, claim."""


@dataclass(frozen=True)
class Candidate:
    """What a run would pay to one payee."""

    items: tuple[tuple[Item, int], ...]

    @property
    def cents(self) -> int:
        """All of it."""
        return sum(cents for _, cents in self.items)


@dataclass(frozen=True)
class Payment:
    """What was issued. items: none where it was reissued; entries: keys of all that was posted under its number."""

    cents: int
    day: date
    entries: tuple[str, ...]
    items: tuple[tuple[Item, int], ...] = ()
    state: str = "outstanding"
    trail: tuple[str, ...] = ()


@dataclass
class Run:
    """A payment run of a day."""

    day: date
    prepared_by: str
    candidates: dict[str, Candidate]
    cents: int
    approved_by: list[str] = field(default_factory=list)


@dataclass
class PaymentBooks(Books):
    """way: issued or cleared, where deposits are confirmed, or assumed, where the weekly round does it all."""

    way: str = "issued"
    target_cents: int = 1000_00
    limit_cents: int = 500_00
    stale_after: int = 10
    owed: dict[Item, int] = field(default_factory=dict)
    since: dict[Item, date] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    calls: dict[str, tuple[date, int]] = field(default_factory=dict)
    open_calls: dict[str, int] = field(default_factory=dict)
    deposits: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    payments: dict[str, Payment] = field(default_factory=dict)

    @property
    def money(self) -> str:
        """The account that a payment credits."""
        return UNPRESENTED if self.way == "cleared" else FUND

    def shares(self) -> dict[str, int]:
        """State -> cents."""
        sums: dict[str, int] = defaultdict(int)
        for payment in self.payments.values():
            sums[payment.state] += payment.cents
        return dict(sums)

    def owe(self, claim: int, payee: str, cents: int, day: date) -> None:
        """A claim is decided."""
        legs = ((EXPENSE, cents), (CLAIMS, -cents))
        with self.whole():
            self._owe((CLAIMS, payee, claim), cents, day)
            self.post({f"decision:{claim}": Entry(day, legs, "decision")})

    def post(self, new: Mapping[str, Entry]) -> None:
        """What people post to a payable of one payee is paid, or owed, to that payee."""
        super().post(new)
        payees = {payable: payee for payable, _, payee, _ in MONTHLY}
        for entry in new.values():
            if entry.kind.startswith((HAND, HOLD)):
                for account, cents in entry.legs:
                    if account in payees:
                        self._owe((account, payees[account], None), -cents, entry.day)

    # runs

    def prepare(self, day: date, who: str) -> Run:
        """What is owed becomes candidates, and the money for them is called."""
        number = f"CALL-{day:%Y%m%d}"
        if self.way == "assumed" or (self.runs and day <= self.runs[-1].day) or number in self.calls:
            raise No("run")
        with self.whole():
            self._accrue(day)
            candidates = self._candidates(day)
            self._call(day, sum(one.cents for one in candidates.values()) if self.way == "issued" else 0)
            run = Run(day, who, candidates, sum(one.cents for one in candidates.values()))
            self.runs = [*self.runs, run]
        return run

    def approve(self, who: str) -> None:
        """By one; above the limit by two, neither of whom prepared it."""
        if not self.runs:
            raise No("run")
        run = self.runs[-1]
        is_own = self._needed(run) > 1 and who == run.prepared_by
        if len(run.approved_by) >= self._needed(run) or who in run.approved_by or is_own:
            raise No("run")
        run.approved_by.append(who)

    def deposit(self, number: str, cents: int, received_on: date, day: date, call: str | None) -> None:
        """Money for the calls that wait, the oldest first."""
        waiting = {one: left for one, left in self.open_calls.items() if left and call in (None, one)}
        is_wrong = cents <= 0 or received_on > day or number in self.deposits or cents > sum(waiting.values())
        if self.way == "assumed" or is_wrong:
            raise No(number)
        with self.whole():
            self.deposits = {*self.deposits, number}
            for one, left in waiting.items():
                share = min(left, cents)
                if share and received_on < self.calls[one][0]:
                    raise No(number)
                if share:
                    self.open_calls = self.open_calls | {one: left - share}
                    legs = ((FUND, share), (CALLED, -share))
                    self.post({f"deposit:{number}:{one}": Entry(received_on, legs, "deposit")})
                cents -= share

    def release(self, day: date) -> tuple[list[str], list[str]]:
        """Numbers that are paid, and those that the fund does not cover."""
        if not self.runs:
            raise No("run")
        run = self.runs[-1]
        if len(run.approved_by) < self._needed(run) or day < run.day + timedelta(days=3):
            raise No("run")
        waiting = {number: one for number, one in run.candidates.items() if number not in self.payments}
        good = {n: one for n, one in waiting.items() if all(self.owed.get(item) == cents for item, cents in one.items)}
        left = self.balances().get(FUND, 0) if self.way == "issued" else sum(one.cents for one in good.values())
        paid = {}
        for number, one in good.items():
            left -= one.cents
            if left < 0:
                break
            paid[number] = one
        self._pay(paid, day)
        return list(paid), [number for number in good if number not in paid]

    def round(self, day: date) -> int:
        """The weekly round: called, deposited and paid at once; cents paid."""
        if self.way != "assumed":
            raise No("round")
        with self.whole():
            self._accrue(day)
            drafts = self._candidates(day)
            if set(drafts) & set(self.payments):
                raise No("round")
            entries = self._round_money(day, sum(one.cents for one in drafts.values()))
            self._pay(drafts, day + timedelta(days=3), entries)
        return sum(one.cents for one in drafts.values())

    # what becomes of payments

    def clear(self, number: str, day: date, on: date, cents: int | None) -> None:
        """The bank paid it."""
        payment = self._payment(number, "cleared")
        if cents not in (None, payment.cents) or not payment.day <= on <= day:
            raise No(number)
        account = STALE if payment.state == "stale" else self.money
        legs = ((account, payment.cents), (FUND, -payment.cents))
        self._live(number, "cleared", {} if account == FUND else {f"clearing:{number}": Entry(on, legs, "clearing")})

    def take_back(self, number: str, day: date, state: str) -> None:
        """Void, or returned: all that was posted is reversed, and what it paid is owed again."""
        payment = self._payment(number, state)
        with self.whole():
            self.post_reversals(list(payment.entries), day)
            self.owed = self.owed | {item: self.owed[item] + cents for item, cents in payment.items}
            self.payments = self.payments | {number: replace(payment, state=state, trail=(*payment.trail, state))}

    def go_stale(self, number: str, day: date) -> None:
        """Nobody presented it in time."""
        payment = self._payment(number, "stale")
        if day < payment.day + timedelta(days=self.stale_after):
            raise No(number)
        legs = ((self.money, payment.cents), (STALE, -payment.cents))
        self._live(number, "stale", {f"stale:{number}": Entry(day, legs, "stale")})

    def escheat(self, number: str, day: date) -> None:
        """The state has it now."""
        payment = self._payment(number, "escheated")
        legs = ((STALE, payment.cents), (FUND, -payment.cents))
        self._live(number, "escheated", {f"escheat:{number}": Entry(day, legs, "escheat")})

    def reissue(self, number: str, day: date, who: str, approver: str | None) -> str:
        """It goes out again under another number."""
        payment, new = self._payment(number, "reissued"), f"{number}-R"
        if payment.cents > self.limit_cents and approver in (None, who):
            raise No(number)
        legs = ((STALE, payment.cents), (self.money, -payment.cents))
        with self.whole():
            self.post({f"reissue:{new}": Entry(day, legs, "reissue")})
            trail = (*payment.trail, "reissued")
            self.payments = self.payments | {
                number: replace(payment, state="reissued", trail=trail),
                new: Payment(payment.cents, day, (f"reissue:{new}",)),
            }
        return new

    # parts

    def _needed(self, run: Run) -> int:
        return 2 if run.cents > self.limit_cents else 1

    def _owe(self, item: Item, cents: int, day: date) -> None:
        self.owed = self.owed | {item: self.owed.get(item, 0) + cents}
        self.since = self.since | {item: min(day, self.since.get(item, day))}

    def _accrue(self, day: date) -> None:
        """Fee and premium of the months that have begun."""
        months = [f"2026-{month:02d}" for month in range(1, 13) if date(2026, month, 1) <= day]
        new = {}
        for month in months:
            if month not in self.months:
                for payable, expense, payee, cents in MONTHLY:
                    new[f"{KINDS[payable]}:{month}"] = Entry(day, ((expense, cents), (payable, -cents)), "charge")
                    self._owe((payable, payee, None), cents, day)
        self.months = self.months | set(months)
        self.post(new)

    def _candidates(self, day: date) -> dict[str, Candidate]:
        """One for each payee and kind, who waits longest first."""
        groups: dict[tuple[str, str], list[tuple[Item, int]]] = defaultdict(list)
        for item, cents in self.owed.items():
            if cents > 0:
                groups[KINDS[item[0]], item[1]].append((item, cents))
        firsts = {group: min(self.since[item] for item, _ in items) for group, items in groups.items()}
        ordered = sorted(groups, key=lambda group: (firsts[group], *group))
        return {
            f"PAY-{day:%Y%m%d}-{place:04d}": Candidate(tuple(groups[group]))
            for place, group in enumerate(ordered, start=1)
        }

    def _call(self, day: date, to_pay: int) -> None:
        balances = self.balances()
        cents = to_pay + self.target_cents - balances.get(FUND, 0) - balances.get(CALLED, 0)
        if cents > 0:
            self._called(day, cents)
            self.open_calls = self.open_calls | {f"CALL-{day:%Y%m%d}": cents}
            self.post({f"funding_call:CALL-{day:%Y%m%d}": _call_entry(day, cents)})

    def _called(self, day: date, cents: int) -> None:
        number = f"CALL-{day:%Y%m%d}"
        if number in self.calls:
            raise No(number)
        self.calls = self.calls | {number: (day, cents)}

    def _round_money(self, day: date, to_pay: int) -> dict[str, Entry]:
        cents = to_pay + self.target_cents - self.balances().get(FUND, 0)
        if cents <= 0:
            return {}
        self._called(day, cents)
        number = f"CALL-{day:%Y%m%d}"
        money = Entry(day + timedelta(days=2), ((FUND, cents), (CALLED, -cents)), "deposit")
        return {f"funding_call:{number}": _call_entry(day, cents), f"deposit:{number}": money}

    def _pay(self, paid: Mapping[str, Candidate], day: date, others: Mapping[str, Entry] | None = None) -> None:
        entries = dict(others or {})
        for number, one in paid.items():
            legs = (*((item[0], cents) for item, cents in one.items), (self.money, -one.cents))
            entries[f"payment:{number}"] = Entry(day, legs, "payment")
        self.post(entries)
        for number, one in paid.items():
            self.owed = self.owed | {item: self.owed[item] - cents for item, cents in one.items}
            self.payments = self.payments | {number: Payment(one.cents, day, (f"payment:{number}",), one.items)}

    def _payment(self, number: str, state: str) -> Payment:
        payment = self.payments.get(number)
        if payment is None or state not in FOLLOWS.get(payment.state, ()):
            raise No(number)
        return payment

    def _live(self, number: str, state: str, entries: Mapping[str, Entry]) -> None:
        self.post(entries)
        old = self.payments[number]
        new = replace(old, state=state, trail=(*old.trail, state), entries=(*old.entries, *entries))
        self.payments = self.payments | {number: new}


def _call_entry(day: date, cents: int) -> Entry:
    return Entry(day, ((CALLED, cents), (FUNDING, -cents)), "funding_call")
