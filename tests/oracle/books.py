"""The books once more, with dicts and plain loops and none of the package's code: entries, periods, holds, floors."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta

FUND = "1000"
HAND, HOLD = "by hand", "hold"


class No(Exception):
    """The books refuse it, and are as they were."""


@dataclass(frozen=True)
class Entry:
    """Legs (account, cents debit positive) on a day. kind: who may take it back. reverses: the entry it takes back."""

    day: date
    legs: tuple[tuple[str, int], ...]
    kind: str
    reverses: str | None = None


@dataclass(frozen=True)
class Hold:
    """Cents of the fund that are spoken for. gone: (day, cents, whether posted) of what is posted or void."""

    cents: int
    against: str
    placed_on: date
    expires_on: date | None
    gone: tuple[tuple[date, int, bool], ...] = ()
    has_lapsed: bool = False

    @property
    def open_cents(self) -> int:
        """What is neither posted nor void."""
        return self.cents - sum(cents for _, cents, _ in self.gone)

    def held_on(self, day: date) -> int:
        """What it holds at the end of a day."""
        if day < self.placed_on or (self.expires_on is not None and day > self.expires_on):
            return 0
        return self.cents - sum(cents for on, cents, _ in self.gone if on <= day)

    def state_on(self, day: date) -> str:
        """open, posted, voided, expired or lapsed."""
        if self.has_lapsed:
            return "lapsed"
        if self.open_cents:
            return "expired" if self.expires_on is not None and day > self.expires_on else "open"
        return "posted" if all(is_posted for _, _, is_posted in self.gone) else "voided"


@dataclass(frozen=True)
class Limit:
    """A floor (None: lifted) from a day on, or an overdraft through another."""

    cents: int | None
    start: date
    until: date | None = None


@dataclass
class Books:
    """Entries by key, holds by number, limits of the fund, and the last closed day."""

    entries: dict[str, Entry] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)
    closed_through: date | None = None

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All of it, or nothing where it is refused in between."""
        before = {one.name: copy(getattr(self, one.name)) for one in fields(self)}
        try:
            yield
        except No:
            for name, value in before.items():
                setattr(self, name, value)
            raise

    # what the books say

    def balances(self) -> dict[str, int]:
        """Account -> cents, those that are not zero."""
        sums: dict[str, int] = defaultdict(int)
        for entry in self.entries.values():
            for account, cents in entry.legs:
                sums[account] += cents
        return {account: cents for account, cents in sums.items() if cents}

    def posted_on(self, day: date) -> int:
        """Cents on the fund at the end of a day."""
        return sum(_of(entry, FUND) for entry in self.entries.values() if entry.day <= day)

    def left_on(self, day: date) -> int:
        """Posted less held."""
        return self.posted_on(day) - sum(hold.held_on(day) for hold in self.holds.values())

    def is_closed(self, day: date) -> bool:
        """Whether nothing may be effective on it."""
        return self.closed_through is not None and day <= self.closed_through

    # what people do to them

    def post(self, new: Mapping[str, Entry]) -> None:
        """Entries that come at once."""
        for key, entry in new.items():
            if key in self.entries or sum(cents for _, cents in entry.legs) or self.is_closed(entry.day):
                raise No(key)
        with self.whole():
            self.entries.update(new)
            for day in sorted({entry.day for entry in new.values()}):
                if sum(_of(entry, FUND) for entry in new.values() if entry.day == day) < 0:
                    self._keep_floor(day)

    def post_by_hand(self, key: str, day: date, legs: tuple[tuple[str, int], ...]) -> None:
        """The same again changes nothing."""
        entry = Entry(day, legs, HAND)
        if self.entries.get(key) != entry:
            if len(legs) < 2 or any(not cents for _, cents in legs):
                raise No(key)
            self.post({key: entry})

    def reverse(self, key: str, day: date) -> None:
        """Entries by hand and those of holds: the others are taken back by what they belong to."""
        entry = self.entries.get(key)
        if entry is None or entry.kind not in (HAND, HOLD):
            raise No(key)
        self.post_reversals([key], day)

    def post_reversals(self, keys: list[str], day: date) -> None:
        """Each entry is taken back once, not before its day; a reversal is not."""
        if any(self.entries[key].reverses or day < self.entries[key].day for key in keys):
            raise No(keys[0])
        self.post({f"reversal:{key}": _taken_back(self.entries[key], key, day) for key in keys})

    def place(self, number: str, hold: Hold) -> None:
        """The same again changes nothing."""
        known = self.holds.get(number)
        asked = (hold.cents, hold.against, hold.expires_on)
        if known is not None and (known.cents, known.against, known.expires_on) == asked:
            return
        ends_early = hold.expires_on is not None and hold.expires_on < hold.placed_on
        if known is not None or hold.cents <= 0 or ends_early:
            raise No(number)
        with self.whole():
            self.holds[number] = hold
            self._keep_floor(hold.placed_on)

    def post_hold(self, number: str, day: date, cents: int | None) -> None:
        """Some of it, or all that is left."""
        hold = self._open(number, day)
        cents = hold.open_cents if cents is None else cents
        if not 0 < cents <= hold.open_cents:
            raise No(number)
        with self.whole():
            self.holds[number] = replace(hold, gone=(*hold.gone, (day, cents, True)))
            key = f"hold:{number}:{len(hold.gone) + 1}"
            self.post({key: Entry(day, ((hold.against, cents), (FUND, -cents)), HOLD)})

    def void_hold(self, number: str, day: date) -> None:
        """What is left of it is free."""
        hold = self._open(number, day)
        self.holds[number] = replace(hold, gone=(*hold.gone, (day, hold.open_cents, False)))

    def lapse(self, day: date) -> int:
        """It is set down which holds are over; how many."""
        over = {number: hold for number, hold in self.holds.items() if hold.state_on(day) == "expired"}
        self.holds |= {number: replace(hold, has_lapsed=True) for number, hold in over.items()}
        return len(over)

    def close(self, through: date, day: date) -> None:
        """Only forward, and no day to come."""
        if through > day or self.is_closed(through):
            raise No("period")
        self.closed_through = through

    def reopen(self, through: date | None) -> None:
        """Only back."""
        if self.closed_through is None or (through is not None and through >= self.closed_through):
            raise No("period")
        self.closed_through = through

    def _open(self, number: str, day: date) -> Hold:
        hold = self.holds.get(number)
        if hold is None or hold.state_on(day) != "open":
            raise No(number)
        return hold

    def _keep_floor(self, day: date) -> None:
        """Money leaves on a day: then, and on every later day on which anything moves, enough is left."""
        floors = [limit for limit in self.limits if limit.until is None and limit.start <= day]
        floor = max(floors, key=lambda limit: (limit.start, self.limits.index(limit)), default=None)
        if floor is None or floor.cents is None:
            return
        drafts = [one.cents for one in self.limits if one.until is not None and one.start <= day <= one.until]
        least = floor.cents - (drafts[-1] or 0 if drafts else 0)
        if any(self.left_on(later) < least for later in self._days() if later >= day):
            raise No(FUND)

    def _days(self) -> set[date]:
        """Days on which what is left of the fund may change."""
        days = {entry.day for entry in self.entries.values() if any(account == FUND for account, _ in entry.legs)}
        for hold in self.holds.values():
            days |= {hold.placed_on, *(on for on, _, _ in hold.gone)}
            if hold.expires_on is not None:
                days.add(hold.expires_on + timedelta(days=1))
        return days


def _of(entry: Entry, account: str) -> int:
    return sum(cents for code, cents in entry.legs if code == account)


def _taken_back(entry: Entry, key: str, day: date) -> Entry:
    return Entry(day, tuple((account, -cents) for account, cents in entry.legs), f"{entry.kind} reversal", key)
