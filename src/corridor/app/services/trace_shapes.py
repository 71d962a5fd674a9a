"""What a trace of money shows: rows of files, postings, payments, calls, lines of the bank; nobody is named."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SourceRow:
    """A claim line where it came in: batch, file, and segments (rows of a table) of the file."""

    claim_number: int
    line_number: int
    service_from: date
    charge_cents: int
    batch: int
    file: str | None
    sha256: str | None
    segment_first: int | None
    segment_last: int | None


@dataclass(frozen=True)
class TracedPosting:
    """A leg. reverses: entry that its entry takes back."""

    entry_key: str
    entry_kind: str
    effective_on: date
    leg: int
    account: str
    amount_cents: int
    claim_number: int | None
    line_number: int | None
    reference: str | None
    reverses: str | None
    batch: int


@dataclass(frozen=True)
class TracedPayment:
    """A payment. events: what happened to it, in order."""

    payment_number: str
    paid_on: date
    amount_cents: int
    method: str
    events: str | None


@dataclass(frozen=True)
class TracedCall:
    """A funding call, and how much of it came in."""

    call_number: str
    called_on: date
    amount_cents: int
    received_cents: int


@dataclass(frozen=True)
class TracedLine:
    """A line of the bank, and the entry that it is the other side of. Its text is not told: it may name a person."""

    statement_id: str
    line_number: int
    booked_on: date
    amount_cents: int
    entry_key: str
    matched_cents: int
    match_number: int
    how: str
    file: str | None


@dataclass(frozen=True)
class Trace:
    """All that belongs to one thing. is_cut: there is more of something than is shown."""

    start: str
    name: str
    sources: tuple[SourceRow, ...]
    postings: tuple[TracedPosting, ...]
    payments: tuple[TracedPayment, ...]
    calls: tuple[TracedCall, ...]
    bank_lines: tuple[TracedLine, ...]
    is_cut: bool

    @property
    def sums(self) -> dict[str, int]:
        """Account -> sum of the postings shown, in the order of accounts."""
        found: dict[str, int] = {}
        for one in self.postings:
            found[one.account] = found.get(one.account, 0) + one.amount_cents
        return dict(sorted(found.items()))
