"""The rule families that a line may meet, by the names under which the slow twin says that they fired.

A pair of families is covered where both had a say on one line. IMPOSSIBLE: pairs that no line can have, and why.
"""

from itertools import combinations

COPAY_UNITS = ("copay per visit", "copay per line", "copay per day", "copay per admission", "copay per supply")
COPAY_ORDERS = (
    "copay before deductible",
    "copay after deductible",
    "copay instead of deductible",
    "copay on top of deductible",
)
METHODS = (
    "coordination: standard",
    "coordination: non_duplication",
    "coordination: maintenance_of_benefits, deductible first",
    "coordination: maintenance_of_benefits, deductible last",
)
FAMILIES = (
    "out of network",
    "covered alone",
    "alternate or generic",
    "limit of visits",
    "limit of units",
    "limit of dollars",
    "rolling limit",
    "lifetime limit",
    "limit by tooth",
    "limit of several benefits",
    "counts after cost share",
    "dollars before cost share",
    "granted in part",
    *COPAY_UNITS,
    "most of the copay",
    "copay waived",
    "copay taken before",
    *COPAY_ORDERS,
    "deductible",
    "family deductible met",
    "aggregate deductible",
    "separate deductible",
    "shared with another plan",
    "cross-accumulation",
    "carry-over into next year",
    "carry-over from last year",
    "coinsurance",
    "least coinsurance",
    "most coinsurance",
    "out-of-pocket maximum",
    "aggregate maximum",
    "separate maximum",
    "outside the maximum",
    "allowance discount",
    "penalty",
    *METHODS,
    "coordination by claim",
    "benefit reserve",
    "maximum on what remains",
    "account",
    "bridge",
)


def _all_of(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(combinations(names, 2))


def _with(name: str, *others: str) -> list[tuple[str, str]]:
    return [(name, other) for other in others]


_REASONS: dict[str, list[tuple[str, str]]] = {
    "a copay is charged by one unit": _all_of(COPAY_UNITS),
    "a copay has one place among the steps": _all_of(COPAY_ORDERS),
    "a copay that was taken is not charged again": _with(
        "copay taken before", *COPAY_UNITS, "most of the copay", "copay waived"
    ),
    "a copay that is waived is not charged": _with("copay waived", *COPAY_UNITS, "most of the copay"),
    "a plan document is refused that names a most of copays other than by day": _with(
        "most of the copay", *(unit for unit in COPAY_UNITS if unit != "copay per day")
    ),
    "a copay in the deductible's place leaves no deductible to apply": _with(
        "copay instead of deductible",
        "deductible",
        "family deductible met",
        "aggregate deductible",
        "separate deductible",
        "carry-over into next year",
        "carry-over from last year",
    ),
    "a plan document is refused that charges by supply in a dental plan, and only teeth are counted apart": _with(
        "copay per supply", "limit by tooth"
    ),
    "a discount is the network's": _with("allowance discount", "out of network"),
    "who is covered alone has no family": _with(
        "covered alone", "family deductible met", "aggregate deductible", "aggregate maximum"
    ),
    "a percentage is raised or lowered, not both": _with("least coinsurance", "most coinsurance"),
    "what does not count toward a maximum meets none": _with(
        "outside the maximum",
        "out-of-pocket maximum",
        "aggregate maximum",
        "separate maximum",
        "maximum on what remains",
    ),
    "a plan coordinates by one method": _all_of(METHODS),
    "by claim go only the methods that work on totals": _with("coordination by claim", *METHODS[2:]),
    "what remains is looked at line by line": _with("coordination by claim", "maximum on what remains"),
    "only the standard method keeps a reserve": _with("benefit reserve", *METHODS[1:]),
}
IMPOSSIBLE = {frozenset(pair): reason for reason, pairs in _REASONS.items() for pair in pairs}
"""{pair: reason}"""

SELDOM = ("statutory limit", "limit by tooth surface", "person deductible met", "benefit reserve drawn")
"""Parts of families that are counted alone."""

PAIRS = [pair for pair in combinations(FAMILIES, 2) if frozenset(pair) not in IMPOSSIBLE]
"""Every pair that a line can have."""
