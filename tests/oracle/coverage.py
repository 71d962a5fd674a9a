"""How often every pair of rule families meets on one line of the generated family-years.

python -m tests.oracle.coverage --families 20000
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

from corridor.adjudication.decide import adjudicate as adjudicate_fast
from tests.oracle.adjudicate import adjudicate
from tests.oracle.choices import SeededChoices
from tests.oracle.comparison import compared
from tests.oracle.families import FAMILIES, IMPOSSIBLE, PAIRS, SELDOM
from tests.oracle.generated_claims import generated_world, ready_frame, ready_rows, twin_line

FAMILIES_PER_PLAN, CLAIMS_PER_FAMILY = 10, 10


@dataclass
class Coverage:
    """What the family-years of some seeds met. differences: between kernel and twin, in words, of each seed."""

    family_years: int = 0
    lines: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    singles: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: dict[int, list[str]] = field(default_factory=dict)

    def seldom(self, least: int) -> list[tuple[str, str, int]]:
        """Pairs that a line can have and fewer than `least` lines had, the rarest first."""
        found = [(one, other, self.pairs[one, other]) for one, other in PAIRS]
        return sorted((pair for pair in found if pair[2] < least), key=lambda pair: pair[2])

    def unexpected(self) -> list[tuple[str, str]]:
        """Pairs that were said to be impossible and happened."""
        return [pair for pair, count in self.pairs.items() if count and frozenset(pair) in IMPOSSIBLE]


def covered(families: int, first_seed: int = 0, *, with_kernel: bool = False) -> Coverage:
    """Decide `families` family-years with the twin, and compare with the kernel where asked."""
    coverage = Coverage()
    for seed in range(first_seed, first_seed + families // FAMILIES_PER_PLAN):
        choices = SeededChoices(seed)
        world = generated_world(choices)
        rows = ready_rows(choices, world, FAMILIES_PER_PLAN, CLAIMS_PER_FAMILY)
        outcomes, books = adjudicate(world.plans, [twin_line(row) for row in rows])
        for outcome in outcomes:
            fired = [name for name in FAMILIES if name in outcome["fired"]]
            coverage.singles.update(outcome["fired"])
            coverage.pairs.update(combinations(fired, 2))
            coverage.reasons[outcome["reason"]] += 1
        coverage.family_years += FAMILIES_PER_PLAN
        coverage.lines += len(rows)
        if with_kernel:
            fast = adjudicate_fast(ready_frame(rows), world.compiled, serial=True)
            if found := list(compared(fast, outcomes, books, rows)):
                coverage.differences[seed] = found
    return coverage


def report(coverage: Coverage, least: int) -> str:
    """The coverage as a page of text."""
    seldom, names = coverage.seldom(least), (*FAMILIES, *SELDOM)
    lines = [
        f"{coverage.family_years:,} family-years, {coverage.lines:,} lines",
        f"{len(PAIRS):,} pairs of {len(FAMILIES)} rule families, {len(IMPOSSIBLE)} more are impossible",
        f"{len(PAIRS) - len(seldom):,} pairs on at least {least} lines, {len(seldom):,} on fewer",
        *(f"{count:8,}  {one} + {other}" for one, other, count in seldom),
        "lines by rule family:",
        *(f"{coverage.singles[name]:8,}  {coverage.singles[name] / coverage.lines:5.1%}  {name}" for name in names),
        "lines by reason:",
        *(f"{count:8,}  {reason}" for reason, count in coverage.reasons.most_common()),
        "impossible pairs, and why:",
        *(f"{' + '.join(sorted(pair))}: {reason}" for pair, reason in IMPOSSIBLE.items()),
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the report; 1 where a pair is too seldom or the kernel disagrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=20_000, help="family-years to decide")
    parser.add_argument("--least", type=int, default=100, help="lines that every pair is to have")
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    parser.add_argument("--kernel", action="store_true", help="compare every line with the kernel")
    options = parser.parse_args(arguments)
    coverage = covered(options.families, options.seed, with_kernel=options.kernel)
    print(report(coverage, options.least))
    for seed, found in coverage.differences.items():
        print(f"seed {seed}: {len(found)} differences, first: {found[0]}")
    return int(bool(coverage.seldom(options.least) or coverage.unexpected() or coverage.differences))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
