"""What each rule did to one line, in the order of the kernel: the same leaves, called one by one and written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corridor.adjudication.accumulate import left, left_of_both
from corridor.adjudication.arrays import BENEFIT_MAXIMUM, COPAY_TAKEN, COUNTED, NOT_COVERED, PAID, Lines, State
from corridor.adjudication.cost_share import copay_due_cents, cost_share
from corridor.adjudication.limits import within_dollar_limit
from corridor.adjudication.out_of_pocket import within_out_of_pocket
from corridor.codes.reasons import REASONS
from corridor.plan.arrays import COPAY_BEFORE_DEDUCTIBLE, NO_LIMIT, TIERS
from corridor.plan.compiled import BenefitValue, Clause, CompiledPlans

RULES = (
    "given_before",
    "not_covered",
    "visit_limit_reached",
    "visit_counted",
    "visit_counted_before",
    "copay_per_line",
    "copay_per_visit",
    "copay_taken_before",
    "deductible",
    "deductible_met",
    "deductible_waived",
    "coinsurance",
    "out_of_pocket_maximum",
    "not_counted_to_out_of_pocket",
    "dollar_limit",
    "plan_pays",
)
"""Every rule that a step can name; wording has a sentence for each."""


@dataclass(frozen=True)
class Step:
    """One rule at work on a line: `amount_cents` moved, the clause behind it, and what the sentence needs.

    facts: whole numbers by name, `_cents`, `_bp` and counts; of `given_before` also the reason's name.
    """

    rule: str
    amount_cents: int
    clause: Clause | None = None
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class LineAt:
    """Line `row` of `lines`, with the state just before it."""

    compiled: CompiledPlans
    lines: Lines
    state: State
    row: int

    @property
    def benefit(self) -> int:
        return int(self.lines.benefit[self.row])

    @property
    def tier(self) -> int:
        return int(self.lines.tier[self.row])

    @property
    def allowed_cents(self) -> int:
        return int(self.lines.allowed_cents[self.row])

    @property
    def visit_bits(self) -> int:
        slot = int(self.lines.visit_slot[self.row])
        return int(self.state.visit[slot]) if slot >= 0 else 0

    def of_benefit(self, name: str) -> int:
        """A value of the benefit in the line's tier."""
        return int(getattr(self.compiled.arrays, name)[self.benefit, self.tier])

    def limit(self, owner: str, kind: str, tier: int) -> int:
        """The limit of `owner` for `kind` in a tier, in cents."""
        limits = getattr(self.compiled.arrays, f"{owner}_{kind}_cents")
        return int(limits[self.lines.version[self.row], self.lines.level[self.row], tier])

    def used(self, owner: str, kind: str, tier: int) -> int:
        """What `owner` has used of it so far, in cents."""
        slot = getattr(self.lines, f"{owner}_slot")[self.row]
        return int(getattr(self.state, f"{owner}_{kind}")[slot, tier])

    def left(self, kind: str) -> int:
        """What person and family may still be asked for under `kind` in the line's tier, in cents."""
        t = self.tier
        return left_of_both(
            self.limit("person", kind, t),
            self.used("person", kind, t),
            self.limit("family", kind, t),
            self.used("family", kind, t),
        )

    def clause(self, value: BenefitValue) -> Clause | None:
        """The clause behind a value of the benefit; None where the compiled plans carry no clauses for it."""
        clauses = self.compiled.benefit_clauses
        if self.benefit >= len(clauses):
            return None
        return clauses[self.benefit].get((value, "in" if TIERS[self.tier] == "in" else "out"))


def steps_of(line: LineAt, reason: int) -> list[Step]:
    """The steps that led to `reason` and, of a paid line, to its amounts."""
    if line.lines.reason[line.row] != PAID:
        return [Step("given_before", 0, facts={"reason": REASONS[reason].name})]
    if reason == NOT_COVERED:
        return [Step("not_covered", 0, line.clause("covered"))]
    if reason == BENEFIT_MAXIMUM:
        return list(_visit(line))
    return [*_visit(line), *_shares(line)]


def _visit(line: LineAt) -> Iterator[Step]:
    slot = int(line.lines.visit_limit_slot[line.row])
    if slot < 0 or line.allowed_cents == 0:
        return
    limit, used = int(line.compiled.arrays.visit_limit[line.benefit]), int(line.state.limit_used[slot])
    clause = line.clause("visit_limit")
    if line.visit_bits & COUNTED:
        yield Step("visit_counted_before", 0, clause, {"used": used, "limit": limit})
    elif left(limit, used) == 0:
        yield Step("visit_limit_reached", 0, clause, {"used": used, "limit": limit})
    else:
        yield Step("visit_counted", 0, clause, {"used": used + 1, "limit": limit})


def _shares(line: LineAt) -> Iterator[Step]:
    is_per_visit = line.of_benefit("copay_is_per_visit") != 0
    due = copay_due_cents(line.of_benefit("copay_cents"), is_per_visit, line.visit_bits & COPAY_TAKEN != 0)
    deductible_left = line.left("deductible") if line.of_benefit("deductible_applies") else 0
    rate, order = line.of_benefit("coinsurance_bp"), line.of_benefit("copay_order")
    deductible, coinsurance, copay = cost_share(line.allowed_cents, due, order, deductible_left, rate)

    steps = [_deductible(line, deductible, deductible_left), *_copay(line, copay, due, is_per_visit)]
    yield from reversed(steps) if order == COPAY_BEFORE_DEDUCTIBLE else steps
    if rate > 0:
        base = line.allowed_cents - deductible - copay
        yield Step("coinsurance", coinsurance, line.clause("coinsurance"), {"base_cents": base, "rate_bp": rate})
    yield from _maxima(line, deductible, coinsurance, copay)


def _copay(line: LineAt, copay: int, due: int, is_per_visit: bool) -> Iterator[Step]:
    stated, clause = line.of_benefit("copay_cents"), line.clause("copay")
    if stated > 0 and due == 0:
        yield Step("copay_taken_before", 0, clause, {"copay_cents": stated})
    elif stated > 0:
        yield Step("copay_per_visit" if is_per_visit else "copay_per_line", copay, clause, {"copay_cents": stated})


def _deductible(line: LineAt, deductible: int, deductible_left: int) -> Step:
    if not line.of_benefit("deductible_applies"):
        return Step("deductible_waived", 0, line.clause("covered"))
    clause = line.clause("deductible")
    if deductible_left == 0:
        return Step("deductible_met", 0, clause)
    return Step("deductible", deductible, clause, {"left_cents": deductible_left})


def _maxima(line: LineAt, deductible: int, coinsurance: int, copay: int) -> Iterator[Step]:
    member = asked = deductible + coinsurance + copay
    if not line.of_benefit("counts_to_out_of_pocket"):
        if member > 0:
            yield Step("not_counted_to_out_of_pocket", 0, line.clause("covered"))
    else:
        out_of_pocket_left = line.left("out_of_pocket")
        member = sum(within_out_of_pocket(deductible, coinsurance, copay, out_of_pocket_left))
        if member < asked:
            facts = {"left_cents": out_of_pocket_left}
            yield Step("out_of_pocket_maximum", asked - member, line.clause("out_of_pocket"), facts)
    paid = line.allowed_cents - member
    slot = int(line.lines.dollar_limit_slot[line.row])
    if slot >= 0:
        limit = int(line.compiled.arrays.dollar_limit_cents[line.benefit])
        limit_left = left(limit, int(line.state.limit_used[slot]))
        paid, over = within_dollar_limit(paid, limit_left)
        if over > 0:
            facts = {"left_cents": limit_left, "limit_cents": limit}
            yield Step("dollar_limit", over, line.clause("dollar_limit"), facts)
    yield Step("plan_pays", paid)


def limit_or_none(limit: int) -> int | None:
    """A limit as people read it: None where there is none."""
    return None if limit >= NO_LIMIT else limit
