"""A line as the kernel meets it: its arrays, the state just before it, the clauses behind its values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from corridor.adjudication.arrays import NO_SLOT, Lines, State
from corridor.adjudication.standing import deductible_left, maximum_left
from corridor.plan.arrays import COUNTS_DOLLARS, NO_COORDINATION, NO_LIMIT, TIERS
from corridor.plan.compiled import BenefitValue, Clause, CompiledPlans, VersionValue

Rule = TypeVar("Rule", bound=Callable[..., Any])


def plain(rule: Rule) -> Rule:
    """A rule of arrays as Python runs it: to compile it for one line would take longer than all of the explanation."""
    return cast(Rule, getattr(rule, "py_func", rule))


@dataclass(frozen=True)
class LineAt:
    """Line `row` of `lines`, with the state just before it."""

    compiled: CompiledPlans
    lines: Lines
    state: State
    row: int

    @property
    def version(self) -> int:
        return int(self.lines.version[self.row])

    @property
    def benefit(self) -> int:
        return int(self.lines.benefit[self.row])

    @property
    def tier(self) -> int:
        return int(self.lines.tier[self.row])

    @property
    def level(self) -> int:
        return int(self.lines.level[self.row])

    def of_line(self, name: str) -> int:
        """A fact of the line."""
        return int(getattr(self.lines, name)[self.row])

    def has(self, flag: int) -> bool:
        """Whether a bit of the line is set."""
        return self.of_line("flags") & flag != 0

    def of_benefit(self, name: str) -> int:
        """A value of the benefit in the line's tier."""
        return int(getattr(self.compiled.arrays, name)[self.benefit, self.tier])

    def of_version(self, name: str) -> int:
        """A value of the plan version."""
        return int(getattr(self.compiled.arrays, name)[self.version])

    def of_account(self, name: str) -> int:
        """An amount of the reimbursement account at the line's level."""
        return int(getattr(self.compiled.arrays, name)[self.version, self.level])

    def held(self, array: str, slots: str, tier: int | None = None) -> int:
        """What a state array holds at the slot that the line names; 0 where it names none."""
        slot = self.of_line(slots)
        if slot == NO_SLOT:
            return 0
        values = getattr(self.state, array)[slot]
        return int(values if tier is None else values[tier])

    @property
    def occasion(self) -> int:
        """Bits of the line's occasion."""
        return self.held("occasion", "occasion_slot")

    @property
    def is_coordinated(self) -> bool:
        return self.of_version("coordination") != NO_COORDINATION

    @property
    def uses(self) -> range:
        """Uses of limits by the line."""
        return range(int(self.lines.limit_offsets[self.row]), int(self.lines.limit_offsets[self.row + 1]))

    def limit_row(self, use: int) -> int:
        """The limit row that a use of the line is of."""
        return int(self.compiled.arrays.limit_offsets[self.benefit]) + use - self.uses.start

    def limit(self, owner: str, kind: str, tier: int) -> int:
        """The limit of `owner` (person, family) for `kind` (deductible, out_of_pocket) in a tier, in cents."""
        arrays = self.compiled.arrays
        row = (arrays.deductible_row if kind == "deductible" else arrays.maximum_row)[self.benefit]
        return int(getattr(arrays, f"{owner}_{kind}_cents")[row, self.level, tier])

    def used(self, owner: str, kind: str, tier: int) -> int:
        """What `owner` has used of it so far, in cents."""
        slots = "deductible" if kind in ("deductible", "carried") else "maximum"
        return self.held(f"{owner}_{kind}", f"{owner}_{slots}_slot", tier)

    def deductible_left(self) -> int:
        """What person and family may still be asked for toward the deductible in the line's tier, in cents."""
        return self._standing(deductible_left)

    def maximum_left(self) -> int:
        """What is left of the out-of-pocket maximum in the line's tier, in cents."""
        return self._standing(maximum_left)

    def _standing(self, rule: Callable[..., int]) -> int:
        return int(plain(rule)(self.compiled.arrays, self.lines, self.state, self.row, self.tier))

    def clause(self, value: BenefitValue) -> Clause | None:
        """The clause behind a value of the benefit; None where the compiled plans carry none for it."""
        clauses = self.compiled.benefit_clauses
        if self.benefit >= len(clauses):
            return None
        return clauses[self.benefit].get((value, "in" if TIERS[self.tier] == "in" else "out"))

    def plan_clause(self, value: VersionValue) -> Clause | None:
        """The clause behind a value of the whole version."""
        clauses = self.compiled.version_clauses
        return clauses[self.version].get(value) if self.version < len(clauses) else None

    def limit_clause(self, row: int) -> Clause | None:
        """The clause behind a limit row."""
        return self.compiled.limit_clauses[row] if row < len(self.compiled.limit_clauses) else None

    def limit_facts(self, row: int) -> dict[str, int | str]:
        """What a sentence says of a limit row: amount, unit, period and what it counts apart."""
        arrays, [named] = self.compiled.arrays, self.compiled.limits.filter(row=row).to_dicts() or [{}]
        amount = "limit_cents" if arrays.limit_counts[row] == COUNTS_DOLLARS else "limit"
        return {
            amount: int(arrays.limit_amount[row]),
            "limit_unit": str(named.get("unit", _UNITS[int(arrays.limit_counts[row])])),
            "limit_period": str(named.get("period", "plan_year")),
            "limit_months": int(arrays.limit_months[row]),
            "limit_of": str(named.get("of", "person")),
        }

    def named(self, column: str, prefix: str) -> str:
        """The name of a separate deductible or maximum, by the column of its kind; empty for the plan's own."""
        kinds = self.compiled.benefits.filter(row=self.benefit).get_column(column).to_list()
        return str(kinds[0]).removeprefix(prefix).removeprefix(":") if kinds else ""


_UNITS = ("visits", "services", "dollars")


def limit_or_none(limit: int) -> int | None:
    """A limit as people read it: None where there is none."""
    return None if limit >= NO_LIMIT else limit
