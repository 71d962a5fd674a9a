"""Copay, deductible, coinsurance and the maximum on them, for the slow twin (order of steps 3 to 5)."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.oracle.twin_books import Line, Occasion
from tests.oracle.twin_plan import CENT, ZERO, Terms


@dataclass(frozen=True)
class Shares:
    """What the member owes of an amount."""

    deductible: Decimal
    coinsurance: Decimal
    copay: Decimal

    @property
    def total(self) -> Decimal:
        return self.deductible + self.coinsurance + self.copay

    def within(self, maximum: Decimal) -> "Shares":
        """Cut to a maximum: whoever comes first here keeps what there is room for."""
        deductible = min(self.deductible, maximum)
        copay = min(self.copay, maximum - deductible)
        return Shares(deductible, min(self.coinsurance, maximum - deductible - copay), copay)


def copay_due(terms: Terms, line: Line, occasion: Occasion, fired: set[str]) -> Decimal:
    """The copay that the line may be asked for."""
    if terms.copay == 0:
        return ZERO
    if terms.copay_waived_if_admitted and line["admitted"]:
        fired.add("copay waived")
        return ZERO
    if terms.is_once and occasion.is_taken:
        fired.add("copay taken before")
        return ZERO
    step = {"day": 1, "supply": terms.supply_days}.get(terms.copay_per)
    due = terms.copay * (math.ceil(Decimal(line["units"]) / step) if step else 1)
    left = max(ZERO, terms.copay_most - occasion.copay)
    fired.add(f"copay per {terms.copay_per}")
    if left < due:
        fired.add("most of the copay")
    return min(due, left)


def share(terms: Terms, amount: Decimal, due: Decimal, deductible_left: Decimal, fired: set[str]) -> Shares:
    """The four orders of copay, deductible and coinsurance. deductible_left: 0 where it does not apply."""
    if terms.copay_order in ("before_deductible", "instead_of_deductible"):
        copay = min(due, amount)
        deductible = min(deductible_left, amount - copay)
        return Shares(deductible, coinsurance(terms, amount - copay - deductible, fired), copay)
    deductible = min(deductible_left, amount)
    rest = amount - deductible
    if terms.copay_order == "after_deductible":
        copay = min(due, rest)
        return Shares(deductible, coinsurance(terms, rest - copay, fired), copay)
    percentage = coinsurance(terms, rest, fired)
    return Shares(deductible, percentage, min(due, rest - percentage))


def percentage_first(terms: Terms, amount: Decimal, due: Decimal, deductible_left: Decimal) -> Shares:
    """Coinsurance on the whole amount; deductible and copay come off what the plan would pay then."""
    percentage = coinsurance(terms, amount, set())
    deductible = min(deductible_left, amount - percentage)
    return Shares(deductible, percentage, min(due, amount - percentage - deductible))


def coinsurance(terms: Terms, amount: Decimal, fired: set[str]) -> Decimal:
    """The member's percentage within the least and the most of a line."""
    plain = (amount * terms.coinsurance).quantize(CENT, ROUND_HALF_UP)
    bounded = min(max(plain, terms.coinsurance_least), terms.coinsurance_most, amount)
    if amount > 0 and plain > 0:
        fired.add("coinsurance")
    if bounded > plain:
        fired.add("least coinsurance")
    if bounded < plain:
        fired.add("most coinsurance")
    return bounded


def penalty(terms: Terms, line: Line, plan_share: Decimal) -> Decimal:
    """What the plan pays less where authorisation is missing, or was asked for late (step 7)."""
    if not line["unauthorised"] and not line["late"]:
        return ZERO
    asked = terms.missing_penalty if line["unauthorised"] else terms.late_penalty
    percentage = (line["recognised"] * asked.percent).quantize(CENT, ROUND_HALF_UP)
    return min(percentage + asked.amount, asked.most, plan_share)
