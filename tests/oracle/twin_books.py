"""What earlier lines left behind, in plain dicts.

totals: {(plan, plan year, owner, owner id, kind, tier): dollars, or a count of visits or units}, the key of
corridor's ACCUMULATORS. uses: {(plan, member, limit, tooth): [Use]}, of limits whose period rolls.
occasions: {(plan, member, benefit, day, provider): Occasion}.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.twin_plan import ALWAYS, ZERO

Line = dict[str, Any]


@dataclass
class Use:
    """What a line took of a rolling limit. surfaces: letters, none where surfaces play no part."""

    day: date
    surfaces: frozenset[str]
    amount: Decimal


@dataclass
class Occasion:
    """A visit or an admission: what its lines were charged as copay, and whether it was counted toward a limit."""

    copay: Decimal = ZERO
    is_taken: bool = False
    is_counted: bool = False


@dataclass
class Books:
    """Everything that earlier lines left behind. in_dollars: kinds of totals that are money, not counts."""

    totals: dict[Any, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    uses: dict[Any, list[Use]] = field(default_factory=lambda: defaultdict(list))
    occasions: dict[Any, Occasion] = field(default_factory=lambda: defaultdict(Occasion))
    counted_kinds: set[Any] = field(default_factory=set)  # (plan, limit name): not money


def owner_key(plan: str, line: Line, owner: str, kind: str, tier: str, year: date | None = None) -> tuple[Any, ...]:
    """The key of a running total of the line's person or family."""
    owner_id = line["member" if owner == "person" else "family"]
    return plan, year or line["year"], owner, owner_id, kind, tier


def limit_key(line: Line, name: str, tooth: str, year: date = ALWAYS) -> tuple[Any, ...]:
    """The key of what a limit counted for the line's person, apart for a tooth where there is one."""
    kind = f"limit:{name}:{tooth}" if tooth else f"limit:{name}"
    return line["plan"], year, "person", line["member"], kind, "all"
