"""One claim at work: what is claimed, what the plan says of it, how it stands in the queue, what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corridor.adjudication.explain import LineExplanation
from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.one import is_known, read_claim
from corridor.app.services.claim_pages.sentences import Reader, accumulated, steps_told
from corridor.app.services.claim_pages.shapes import Accumulated, ClaimView, StepTold
from corridor.app.services.desk.appeals import Appeal, open_appeal
from corridor.app.services.desk.standing import Pend, pends
from corridor.app.services.desk_pages.foreseen import foreseen
from corridor.app.services.desk_pages.timeline import Happened, timeline
from corridor.app.services.documents import documents_of
from corridor.app.services.explain import explanation_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.book.disability import Explanation
from corridor.claims.released import HOLDS
from corridor.codes.reasons import REASON_BY_NAME
from corridor.wording.language import Language


@dataclass(frozen=True)
class Quoted:
    """A clause that was at work, with what it says."""

    plan: str
    number: str
    text: str


@dataclass(frozen=True)
class Foreseen:
    """A line as it would be decided."""

    number: int
    benefit: str | None
    status: str
    reason: str
    allowed_cents: int
    plan_paid_cents: int
    steps: tuple[StepTold, ...]
    accumulators: tuple[Accumulated, ...]


@dataclass(frozen=True)
class Work:
    """A claim at work. pend: None where it does not wait. holds: where a person's word lifts all that
    it waits for; foreseen: the lines without them. appeal: the one that waits for the plan."""

    claim: ClaimView
    pend: Pend | None
    holds: tuple[str, ...]
    foreseen: tuple[Foreseen, ...]
    clauses: tuple[Quoted, ...]
    history: tuple[Happened, ...]
    appeal: Appeal | None = None

    @property
    def may_be_appealed(self) -> bool:
        """Whether a line of it is denied."""
        return any(line.status == "denied" for line in self.claim.lines)

    @property
    def pended_lines(self) -> tuple[int, ...]:
        """Numbers of the lines that wait."""
        return tuple(line.number for line in self.claim.lines if line.status == "pended")

    @property
    def would_pay_cents(self) -> int:
        """What the plan would pay without the holds."""
        return sum(line.plan_paid_cents for line in self.foreseen)


def work_of(place: Place, number: int, language: Language, as_of: date) -> Work | None:
    """The claim of that number, told in a language; None where the sponsor has none. The reading is logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        if not is_known(tx, number):
            return None
        tx.log_access(f"claim {number}", "desk", place.who)
        return _work(tx, place, number, language, as_of)


def _work(tx: Tx, place: Place, number: int, language: Language, as_of: date) -> Work:
    reader = Reader(language, is_member=False, sees_health=place.may(Right.SEE_HEALTH))
    claim = read_claim(tx, place, number, reader)
    pend = next(iter(pends(tx, as_of, [number])), None)
    holds = pend.reasons if pend and set(pend.reasons) <= set(HOLDS) else ()
    lines = foreseen(tx, documents_of(tx), number, holds) if holds else ()
    explained = lines or explanation_of(tx, number).lines
    return Work(
        claim=claim,
        pend=pend,
        holds=holds,
        foreseen=tuple(_foreseen(line, reader) for line in lines),
        clauses=tuple(_quoted(explained, claim.plan)),
        history=timeline(tx, number),
        appeal=open_appeal(tx, number),
    )


def _foreseen(line: LineExplanation, reader: Reader) -> Foreseen:
    return Foreseen(
        number=line.line_number,
        benefit=line.benefit,
        status=REASON_BY_NAME[line.reason].status,
        reason=line.reason,
        allowed_cents=line.allowed_cents,
        plan_paid_cents=line.plan_paid_cents,
        steps=tuple(steps_told(line, line.plan_code, reader)),
        accumulators=tuple(accumulated(move, reader.language) for move in line.accumulators),
    )


def _quoted(lines: Iterable[Explanation], plan: str | None) -> Iterable[Quoted]:
    """The clauses behind the steps, each once, in the order in which they were at work."""
    seen: dict[tuple[str, str], Quoted] = {}
    for line in lines:
        code = getattr(line, "plan_code", None) or plan
        for step in line.steps:
            if step.clause is not None and code:
                seen.setdefault((code, step.clause.number), Quoted(code, step.clause.number, step.clause.text))
    return seen.values()
