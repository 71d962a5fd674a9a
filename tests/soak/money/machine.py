"""Anything that people may do to an employer's money, in any order, on the real store and on the plain books."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import polars as pl
import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import ARRANGEMENT, PLAN, STOP_LOSS, SourceDocument
from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.entries import PostEntry, ReverseEntry
from corridor.app.services.ledger.holds import LapseHolds, PlaceHold, PostHold, VoidHold
from corridor.app.services.ledger.limits import ApproveOverdraft, SetLimit
from corridor.app.services.ledger.periods import ClosePeriod, ReopenPeriod
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.life import Clear, Escheat, GoStale, Return, Void
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.reissuing import Reissue
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.sending import send
from corridor.app.services.payments.steps import do_step
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.errors import Refused
from corridor.banking.returns import ReturnError
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import LedgerError
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, shop_documents
from tests.oracle.books import Hold, Limit, No
from tests.oracle.payment_books import PaymentBooks
from tests.soak.money.found import find

REFUSALS = (ServiceError, FundingError, LedgerError, Refused, ReturnError)
BEGIN = date(2026, 1, 27)
PEOPLE = ("ann", "bob", "cem")
PRACTICES = ("1000000004", "1000000012", "1000000020")
MEMBERS = (("E1", "E1", "self"), ("E1", "E1-02", "spouse"), ("E2", "E2", "self"))
VISITS = ("99202", "99203", "99204", "99205", "99212", "99213", "99214", "99215")
RULES = "  payments: {approval_limit: 500, stale_after_days: 10}\n"
cents = st.sampled_from((0, -1, 1, 100, 50_00, 200_00, 999_99, 5_000_00)) | st.integers(1, 2_000_00)
number = st.integers(0, 7)
some = st.integers(0, 30)
who = st.sampled_from(PEOPLE)
days_off = st.sampled_from((0, 0, 0, 0, 1, -1, -7, -30))
currency = st.sampled_from((None, None, None, "USD", "EUR"))
_shops = iter(range(1, 1_000_000))


class Money(RuleBasedStateMachine):
    """One sponsor. database: where it is; done: how many steps of each kind were taken, and how many refused."""

    database: ClassVar[Database]
    done: ClassVar[Counter[str]]
    _past: ClassVar[dict[str, psycopg.Connection[Any]]] = {}

    @initialize(way=st.sampled_from(("issued", "issued", "cleared", "assumed")))
    def begin(self, way: str) -> None:
        self.shop, self.books, self.day = _new_shop(way), PaymentBooks(way=way), BEGIN
        self.claims = self.files = self.deposits = 0
        self.last_file = ""
        self.outbox = TemporaryDirectory()
        self.sent: list[str] = []

    def teardown(self) -> None:
        if hasattr(self, "outbox"):
            self.outbox.cleanup()

    @property
    def code(self) -> str:
        return self.shop.code

    def both(self, name: str, act: Callable[[], Any], plain: Callable[[], Any]) -> Any:
        """What the store and the plain books answer; None where both refuse it."""
        self.done[name] += 1
        try:
            expected: Any = plain()
            is_refused = False
        except No as no:
            expected, is_refused = no, True
        answer, error = _tried(act)
        assert bool(error) == is_refused, f"the store: {error or 'taken'}; the plain books: {expected!r}"
        if is_refused:
            self.done.update(("refused", f"{name}, refused"))
            return None
        return answer, expected

    def act(self, what: Any, plain: Callable[[], Any]) -> Any:
        return self.both(type(what).__name__, lambda: do_act(self.code, what, self.day), plain)

    def step(self, what: Any, plain: Callable[[], Any]) -> Any:
        return self.both(type(what).__name__, lambda: do_step(self.code, what, self.day), plain)

    @rule(days=st.sampled_from((1, 1, 2, 3, 3, 7, 11)))
    def days_pass(self, days: int) -> None:
        self.done["days pass"] += 1
        self.day += timedelta(days=days)

    # the books

    @rule(key=number, sum_cents=cents, way=st.sampled_from(("in", "out", "fee", "interest", "wrong")), off=days_off,
          money=currency)  # fmt: skip
    def entry_by_hand(self, key: int, sum_cents: int, way: str, off: int, money: str | None) -> None:
        pair = {"in": ("1000", "3000"), "interest": ("1000", "4100"), "fee": ("2100", "1000")}.get(
            way, ("5300", "1000")
        )
        legs = ((pair[0], sum_cents), (pair[1], -sum_cents + (way == "wrong")))
        on = self.day + timedelta(days=off)
        what = PostEntry("ann", f"k{key}", legs, "so", effective_on=on, currency=money)
        self.act(what, lambda: _in(money, lambda: self.books.post_by_hand(f"by_hand:k{key}", on, legs)))

    @rule(place=some)
    def entry_taken_back(self, place: int) -> None:
        keys = [*self.books.entries, "none"]
        key = keys[place % len(keys)]
        if not key.startswith(("administration_fee", "stop_loss_premium", "funding_call", "decision")):
            self.act(ReverseEntry("bob", key, "wrong"), lambda: self.books.reverse(key, self.day))

    @rule(name=number, sum_cents=cents, lasts=st.sampled_from((None, None, 0, 3, 20, -1)), money=currency,
          against=st.sampled_from(("5300", "2100", "2200")))  # fmt: skip
    def hold_placed(self, name: int, sum_cents: int, lasts: int | None, money: str | None, against: str) -> None:
        until = None if lasts is None else self.day + timedelta(days=lasts)
        hold = Hold(sum_cents, against, self.day, until)
        what = PlaceHold("ann", "1000", against, sum_cents, "so", f"H{name}", until, money)
        self.act(what, lambda: _in(money, lambda: self.books.place(f"H{name}", hold)))

    def hold(self, place: int) -> str:
        """One that is open, where there is any; now and then any other, or none."""
        is_open = [name for name, hold in self.books.holds.items() if hold.state_on(self.day) == "open"]
        names = is_open if is_open and place % 5 else [*self.books.holds, "H-NONE"]
        return names[place % len(names)]

    @rule(place=some, sum_cents=st.none() | st.just(100) | cents)
    def hold_posted(self, place: int, sum_cents: int | None) -> None:
        name = self.hold(place)
        self.act(PostHold("ann", name, sum_cents), lambda: self.books.post_hold(name, self.day, sum_cents))

    @rule(place=some)
    def hold_void(self, place: int) -> None:
        name = self.hold(place)
        self.act(VoidHold("ann", name, "so"), lambda: self.books.void_hold(name, self.day))

    @precondition(lambda self: self.books.holds)
    @rule()
    def holds_expire(self) -> None:
        answer = self.act(LapseHolds("ann"), lambda: self.books.lapse(self.day))
        assert answer[0] == answer[1]

    @rule(floor=st.none() | st.sampled_from((0, -300_00, 100_00)), off=days_off)
    def floor_set(self, floor: int | None, off: int) -> None:
        start = self.day + timedelta(days=off)
        self.act(SetLimit("ann", "1000", floor, start, "agreed"), lambda: self.books.limits.append(Limit(floor, start)))

    @rule(sum_cents=cents, lasts=st.sampled_from((0, 5, 40, -1)), by=st.sampled_from(("ann", "bob")))
    def overdraft_approved(self, sum_cents: int, lasts: int, by: str) -> None:
        until = self.day + timedelta(days=lasts)
        is_right = by != "ann" and sum_cents >= 0 and lasts >= 0
        self.act(
            ApproveOverdraft("ann", "1000", sum_cents, self.day, until, by, "so"),
            lambda: self.books.limits.append(Limit(sum_cents, self.day, until)) if is_right else _no(),
        )

    @rule(off=st.sampled_from((-1, -1, -5, -20, -20, 0, 3)))
    def period_closed(self, off: int) -> None:
        through = self.day + timedelta(days=off)
        self.act(ClosePeriod("ann", through), lambda: self.books.close(through, self.day))

    @rule(off=st.none() | st.sampled_from((-3, -10, -40)), reason=st.sampled_from(("missed", "missed", " ")))
    def period_reopened(self, off: int | None, reason: str) -> None:
        through = None if off is None else self.day + timedelta(days=off)
        what = ReopenPeriod("bob", through, reason)
        self.act(what, lambda: self.books.reopen(through) if reason.strip() else _no())

    # claims and payments

    @rule(practice=st.sampled_from(PRACTICES), member=st.sampled_from(MEMBERS), dollars=st.integers(21, 300))
    def claim_arrives(self, practice: str, member: tuple[str, str, str], dollars: int) -> None:
        self.done["claim"] += 1
        self.claims += 1
        name, served = f"C{self.claims}", self.day - timedelta(days=self.claims % 20)
        row = claim_row(
            name, VISITS[self.claims % len(VISITS)], f"{dollars}.{self.claims % 100:02d}",
            service=served.isoformat(), received=self.day.isoformat(), subscriber=member[0], member=member[1],
            relationship=member[2], npi=practice,
        )  # fmt: skip
        _, error = _tried(lambda: self.shop.load(f"{name}.csv", claims_csv(row), self.day))
        if error:
            assert self.books.is_closed(self.day), f"refused by the store alone: {error}"
            self.done.update(("refused", "claim, refused"))
            return
        self.last_file = claims_csv(row)
        owed = self._past_all().execute(
            "select c.claim_number, sum(d.plan_paid_cents) from claim c join decision d using (tenant_id, claim_number)"
            " join tenant t on t.id = c.tenant_id where t.code = %s and c.claim_id = %s group by 1",
            [self.code, name],
        )
        for claim, owed_cents in owed:
            if owed_cents:
                self.books.owe(claim, practice, int(owed_cents), self.day)

    @precondition(lambda self: self.last_file)
    @rule()
    def claim_arrives_again(self) -> None:
        self.done["claim again"] += 1
        assert not self.shop.load("again.csv", self.last_file, self.day).is_new

    @rule(person=who)
    def run_prepared(self, person: str) -> None:
        answer = self.step(Prepare(person), lambda: self.books.prepare(self.day, person))
        if answer:
            run, plain = answer
            numbers = dict(run.candidates.select("payment_number", "amount_cents").iter_rows())
            assert numbers == {name: one.cents for name, one in plain.candidates.items()}

    @precondition(lambda self: self.books.runs or self.claims % 5 == 1)
    @rule(person=who)
    def run_approved(self, person: str) -> None:
        self.step(Approve(person), lambda: self.books.approve(person))

    @rule(share=st.sampled_from((1, 1, 1, 2, 0, -1)), off=st.sampled_from((0, 0, 0, -1, -5, 1)), money=currency,
          is_again=st.sampled_from((False, False, False, True)), is_named=st.booleans())  # fmt: skip
    def money_received(self, share: int, off: int, money: str | None, is_again: bool, is_named: bool) -> None:
        waiting = {call: left for call, left in self.books.open_calls.items() if left}
        call = (next(iter(waiting), "CALL-NONE")) if is_named else None
        most = waiting.get(call, 0) if call else sum(waiting.values())
        sum_cents = {1: most, 2: most // 2, 0: 0, -1: most + 1}[share]
        self.deposits += not is_again
        name, on = f"D{self.deposits}", self.day + timedelta(days=off)
        what = Deposit("ann", sum_cents, on, call, name, money)
        self.step(what, lambda: _in(money, lambda: self.books.deposit(name, sum_cents, on, self.day, call)))

    @precondition(lambda self: self.books.runs or self.claims % 5 == 1)
    @rule(person=who)
    def run_released(self, person: str) -> None:
        answer = self.step(Release(person), lambda: self.books.release(self.day))
        if answer:
            released, (paid, unfunded) = answer
            assert released.paid["payment_number"].to_list() == paid
            assert released.unfunded["payment_number"].to_list() == unfunded

    @precondition(lambda self: self.books.way != "assumed")
    @rule(practice=st.sampled_from(PRACTICES), days=st.integers(3, 9))
    def run_comes_through(self, practice: str, days: int) -> None:
        """All of a run, so that there are payments of which something can become."""
        self.claim_arrives(practice, MEMBERS[0], 90)
        for one in (
            lambda: self.run_prepared("ann"),
            lambda: self.run_approved("bob"),
            lambda: self.run_approved("cem"),
            lambda: self.money_received(1, 0, None, is_again=False, is_named=False),
            lambda: self.days_pass(days),
            lambda: self.run_released("cem"),
        ):
            self.all_agrees()
            one()

    @precondition(lambda self: self.books.payments)
    @rule()
    def files_leave(self) -> None:
        self.done["send"] += 1
        names = send(self.code, Path(self.outbox.name), self.day, "ann", do_step)
        assert not set(names) & set(self.sent)
        self.sent += names

    @precondition(lambda self: self.books.way == "assumed" or self.claims % 5 == 1)
    @rule()
    def weekly_round(self) -> None:
        nobody = pl.DataFrame(schema=ACCOUNTS)
        answer = self.both("round", lambda: run_round(self.code, self.day, nobody), lambda: self.books.round(self.day))
        if answer:
            assert answer[0].paid_cents == answer[1]

    # what becomes of payments

    def payment(self, place: int, state: str) -> str:
        """One in a state, where there is any; now and then any other, or none."""
        there = [name for name, payment in self.books.payments.items() if payment.state == state]
        names = there if there and place % 5 else [*self.books.payments, "PAY-NONE"]
        return names[place % len(names)]

    @precondition(lambda self: self.books.payments)
    @rule(place=some, wrong=st.sampled_from((None, None, 0, 0, 1)), off=st.sampled_from((0, 0, 0, -1, 2)),
          state=st.sampled_from(("outstanding", "outstanding", "stale")))  # fmt: skip
    def bank_pays(self, place: int, wrong: int | None, off: int, state: str) -> None:
        name, on = self.payment(place, state), self.day + timedelta(days=off)
        known = self.books.payments.get(name)
        at_bank = None if wrong is None or known is None else known.cents + wrong
        what = Clear("ann", name, at_bank, on)
        self.step(what, lambda: self.books.clear(name, self.day, on, at_bank))

    @precondition(lambda self: self.books.payments)
    @rule(place=some, reason=st.sampled_from(("wrong", "wrong", "wrong", " ")),
          state=st.sampled_from(("outstanding", "outstanding", "cleared", "stale")))  # fmt: skip
    def payment_void(self, place: int, reason: str, state: str) -> None:
        name = self.payment(place, state)
        self.step(
            Void("ann", name, reason),
            lambda: self.books.take_back(name, self.day, "voided") if reason.strip() else _no(),
        )

    @precondition(lambda self: self.books.payments)
    @rule(place=some, code=st.sampled_from(("R01", "R03", "R99")), state=st.sampled_from(("outstanding", "cleared")))
    def payment_returned(self, place: int, code: str, state: str) -> None:
        name = self.payment(place, state)
        self.step(
            Return("ann", name, code),
            lambda: self.books.take_back(name, self.day, "returned") if code != "R99" else _no(),
        )

    @precondition(lambda self: self.books.payments)
    @rule(place=some)
    def payment_stale(self, place: int) -> None:
        name = self.payment(place, "outstanding")
        self.step(GoStale("ann", name), lambda: self.books.go_stale(name, self.day))

    @precondition(lambda self: self.books.payments)
    @rule(place=some)
    def payment_escheated(self, place: int) -> None:
        name = self.payment(place, "stale")
        self.step(Escheat("ann", name, "report"), lambda: self.books.escheat(name, self.day))

    @precondition(lambda self: self.books.payments)
    @rule(place=some, approver=st.sampled_from((None, "ann", "bob", "bob")))
    def payment_reissued(self, place: int, approver: str | None) -> None:
        name = self.payment(place, "stale")
        what = Reissue("ann", name, "asked for it", approver)
        self.step(what, lambda: self.books.reissue(name, self.day, "ann", approver))

    # after each step

    @invariant()
    def all_agrees(self) -> None:
        if hasattr(self, "shop"):
            self.done["steps"] += 1
            found = find(self._past_all(), self.code, self.day)
            assert found.faults(is_cleared_basis=self.books.way == "cleared") == []
            facts = found.facts
            assert facts["balances"] == self.books.balances()
            assert facts["entries"] == len(self.books.entries)
            assert facts["left"] == self.books.left_on(self.day)
            assert facts["shares"] == self.books.shares()

    def _past_all(self) -> psycopg.Connection[Any]:
        """A connection past row-level security, one for all machines of a database."""
        name = self.database.name
        if name not in self._past or self._past[name].closed:
            self._past[name] = self.database.connected()
        return self._past[name]


def _tried(act: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """What it answers, or how it is refused."""
    try:
        return act(), None
    except REFUSALS as error:
        return None, error


def _no() -> None:
    raise No("so")


def _in(money: str | None, plain: Callable[[], Any]) -> Any:
    """Nothing is taken in another currency than the sponsor's."""
    if money == "EUR":
        raise No("currency")
    return plain()


def _new_shop(way: str) -> Shop:
    plan, stop_loss, arrangement = shop_documents(f"ANY{next(_shops)}")
    text = arrangement.content.decode()
    basis = f"  basis: issued\n{RULES}" if way == "assumed" else f"  basis: {way}\n  deposits: confirmed\n{RULES}"
    wide = stop_loss.content.replace(b"deductible: 500", b"deductible: 5000000")
    documents = (
        SourceDocument(PLAN, plan.name, plan.content),
        SourceDocument(STOP_LOSS, stop_loss.name, wide),
        SourceDocument(ARRANGEMENT, arrangement.name, text.replace("  basis: issued\n", basis).encode()),
    )
    shop = Shop(add_sponsor(documents, FOUNDED_ON))
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return shop
