"""Deductibles, maxima, carry-over and the account, for the slow twin (order of steps 4, 5, 9 and 10)."""

from decimal import Decimal
from typing import Any

from tests.oracle.twin_books import Books, Line, owner_key
from tests.oracle.twin_plan import ZERO, Plan, Section, Version

Outcome = dict[str, Any]
OWNERS = ("person", "family")


def deductible_asked(section: Section, line: Line, books: Books, within: Decimal, fired: set[str]) -> Decimal:
    """What the line may be asked for toward the deductible: the person's or the family's, the lesser."""
    person, family = _deductible_left(section, line, books, line["tier"])
    fired |= {"deductible"} | _names(section, line, "deductible")
    if family < person and family < within:
        fired.add("family deductible met")
    elif person < within:
        fired.add("person deductible met")
    if any(_from_last_year(section, line, books, line["tier"])):
        fired.add("carry-over from last year")
    return min(person, family)


def _names(section: Section, line: Line, word: str) -> set[str]:
    facts = {
        f"aggregate {word}": not section.is_embedded and not line["alone"],
        f"separate {word}": section.name is not None,
        "shared with another plan": section.is_shared,
    }
    return {name for name, is_so in facts.items() if is_so}


def _deductible_left(section: Section, line: Line, books: Books, tier: str) -> tuple[Decimal, Decimal]:
    """What remains of the person's and of the family's deductible; what last year carried over counts as used."""
    kind = section.kind("deductible")
    used = [books.totals[owner_key(section.plan, line, owner, kind, tier)] for owner in OWNERS]
    carried = _from_last_year(section, line, books, tier)
    return (
        max(ZERO, section.person(line["alone"], tier) - used[0] - carried[0]),
        max(ZERO, section.family(line["alone"], tier) - used[1] - carried[1]),
    )


def _from_last_year(section: Section, line: Line, books: Books, tier: str) -> tuple[Decimal, Decimal]:
    """What the last months of last year add to this year's deductible, of the person and of the family."""
    if section.carry_over is None:
        return ZERO, ZERO
    year = line["year"].replace(year=line["year"].year - 1)
    kind = section.kind("carry_over")
    person, family = (books.totals[owner_key(section.plan, line, owner, kind, tier, year)] for owner in OWNERS)
    return min(person, family), family


def credit_deductible(
    version: Version, section: Section, line: Line, books: Books, amount: Decimal, fired: set[str]
) -> None:
    """Add what was charged to every tier in which it counts, never past that tier's limit; keep it for next year."""
    for tier in section.counts(line["tier"]):
        credit = min(amount, *_deductible_left(section, line, books, tier))
        if credit == 0:
            continue
        if tier != line["tier"]:
            fired.add("cross-accumulation")
        for owner in OWNERS:
            books.totals[owner_key(section.plan, line, owner, section.kind("deductible"), tier)] += credit
        if section.carry_over:
            _carry_over(version, section, line, books, tier, credit, fired)


def _carry_over(
    version: Version, section: Section, line: Line, books: Books, tier: str, credit: Decimal, fired: set[str]
) -> None:
    """Keep what the last months apply to the deductible; of one that was met nothing, where the plan says so."""
    assert section.carry_over is not None
    kind = section.kind("carry_over")
    person, family = (owner_key(section.plan, line, owner, kind, tier) for owner in OWNERS)
    if version.is_in_last_months(line["service_from"], section.carry_over.get("last_months", 3)):
        fired.add("carry-over into next year")
        books.totals[person] += credit
        books.totals[family] += credit
    if section.carry_over["when"] == "deductible_unmet":
        person_left, family_left = _deductible_left(section, line, books, tier)
        if person_left == 0:
            books.totals[family] = max(ZERO, books.totals[family] - books.totals[person])
            books.totals[person] = ZERO
        if family_left == 0:
            books.totals[family] = ZERO


def maximum_asked(plan: Plan, version: Version, section: Section, line: Line, books: Books, fired: set[str]) -> Decimal:
    """What the line may be asked for before the out-of-pocket maximum is reached."""
    fired |= _names(section, line, "maximum")
    if _person_maximum(plan, version, section, line, line["tier"]) < section.person(line["alone"], line["tier"]):
        fired.add("statutory limit")
    return _maximum_left(plan, version, section, line, books, line["tier"])


def _maximum_left(plan: Plan, version: Version, section: Section, line: Line, books: Books, tier: str) -> Decimal:
    kind = section.kind("out_of_pocket")
    person, family = (books.totals[owner_key(section.plan, line, owner, kind, tier)] for owner in OWNERS)
    person_limit = _person_maximum(plan, version, section, line, tier)
    return max(ZERO, min(person_limit - person, section.family(line["alone"], tier) - family))


def _person_maximum(plan: Plan, version: Version, section: Section, line: Line, tier: str) -> Decimal:
    """Nobody in a family bears more in the network than statute lets one person bear (RULES 3.3)."""
    person = section.person(line["alone"], tier)
    is_own = section.name is None and not section.is_embedded
    if version.is_under_aca_limits and is_own and not line["alone"] and tier == "in":
        return min(person, plan.self_only_limits.get(line["year"], person))
    return person


def credit_maximum(
    plan: Plan, version: Version, section: Section, line: Line, books: Books, amount: Decimal, fired: set[str]
) -> None:
    """Add the member's share to the out-of-pocket totals of every tier in which it counts."""
    for tier in section.counts(line["tier"]):
        credit = min(amount, _maximum_left(plan, version, section, line, books, tier))
        if credit > 0 and tier != line["tier"]:
            fired.add("cross-accumulation")
        for owner in OWNERS:
            books.totals[owner_key(section.plan, line, owner, section.kind("out_of_pocket"), tier)] += credit


def pay_from_account(version: Version, line: Line, books: Books, outcome: Outcome) -> None:
    """What the health reimbursement account pays of the shares it covers, once members have paid the bridge."""
    account = version.account
    if account is None:
        return
    owed = sum((outcome[share] for share in account.covers), ZERO)
    bridge, paid = (owner_key(line["plan"], line, "family", f"account_{word}", "all") for word in ("bridge", "paid"))
    by_member = min(owed, max(ZERO, account.bridge(line["alone"]) - books.totals[bridge]))
    outcome["account"] = min(owed - by_member, max(ZERO, account.holds(line["alone"]) - books.totals[paid]))
    books.totals[bridge] += by_member
    books.totals[paid] += outcome["account"]
    outcome["fired"] |= {name for name, sum_ in (("account", outcome["account"]), ("bridge", by_member)) if sum_}
