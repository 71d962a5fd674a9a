"""What a plan document says, for the slow twin: parsed YAML in, dollars, fractions and truth values out.

Nothing here knows how Corridor compiles a plan. An amount that the document calls `unlimited` is UNLIMITED.
"""

import copy
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

UNLIMITED = Decimal("Infinity")
CENT, ZERO = Decimal("0.01"), Decimal(0)
ALWAYS = date(1900, 1, 1)
"""Plan year of what does not end with one."""
TIERS = ("in", "out")


def dollars(value: Any) -> Decimal:
    return UNLIMITED if value == "unlimited" else Decimal(str(value))


def fraction(percent: str) -> Decimal:
    """`12.5%` -> 0.125"""
    return Decimal(percent.removesuffix("%")) / 100


class Plan:
    """A plan document on all its days.

    self_only_limits: what statute lets one person bear in the network, by first day of the plan year; it holds in
    a family whose out-of-pocket maximum is not embedded (RULES 3.3).
    """

    def __init__(self, document: dict[str, Any], self_only_limits: Mapping[date, Decimal] | None = None):
        self.code: str = document["code"]
        self.self_only_limits = self_only_limits or {}
        self._versions = [(document["effective"], Version(document))]
        for amendment in document.get("amendments", ()):
            document = copy.deepcopy(document)
            for path, value in amendment["changes"].items():
                _change(document, path.split("."), value)
            self._versions.append((amendment["effective"], Version(document)))

    def on(self, day: date) -> "Version":
        """The terms in force on `day`."""
        return [version for start, version in self._versions if start <= day][-1]


def _change(document: Any, path: list[str], value: Any) -> None:
    node = document
    for part in path[:-1]:
        node = _inner(node, part)
    if isinstance(node, list):
        node[node.index(_inner(node, path[-1]))] = value
    else:
        node[path[-1]] = value


def _inner(node: Any, part: str) -> Any:
    return next(item for item in node if item["name"] == part) if isinstance(node, list) else node[part]


class Version:
    """The document between two amendments."""

    def __init__(self, document: dict[str, Any]):
        self.document = document
        self._benefits = {benefit["name"]: Benefit(benefit, self) for benefit in document["benefits"]}

    def benefit(self, name: str) -> "Benefit":
        return self._benefits[name]

    @cached_property
    def limits(self) -> dict[str, "Limit"]:
        users = [name for benefit in self.document["benefits"] for name in benefit.get("limits", ())]
        return {each["name"]: Limit(each, users.count(each["name"]) > 1) for each in self.document.get("limits", ())}

    @cached_property
    def is_under_aca_limits(self) -> bool:
        return self.document["product"] == "medical" and not self.document.get("grandfathered", False)

    def section(self, field: str, separate: str, name: str | None) -> "Section":
        """The plan's own deductible or maximum, or the separate one of a name."""
        if name is None:
            return Section(self.document[field], self.document["code"], None)
        found = next(each for each in self.document[separate] if each["name"] == name)
        return Section(found, self.document["code"], name)

    @cached_property
    def coordination(self) -> dict[str, Any] | None:
        return self.document.get("coordination")

    def coordinates(self, field: str, way: str) -> bool:
        """Whether a field of the coordination section, left out as it may be, says `way`."""
        return self.coordination is not None and self.coordination.get(field) == way

    @cached_property
    def account(self) -> "Account | None":
        found = self.document.get("health_reimbursement")
        return Account(found) if found else None

    def is_in_last_months(self, day: date, months: int) -> bool:
        """Whether `day` lies in the last `months` months of its plan year."""
        month, first = (int(part) for part in self.document["plan_year_start"].split("-"))
        months_gone = (day.month - month - (day.day < first)) % 12
        return months_gone >= 12 - months


class Account:
    """The employer's account for members' shares."""

    def __init__(self, section: dict[str, Any]):
        self._section = section
        self.covers = set(section.get("covers", ["deductible"]))

    def holds(self, alone: bool) -> Decimal:
        return dollars(self._section["individual" if alone else "family"])

    def bridge(self, alone: bool) -> Decimal:
        bridge = self._section.get("bridge")
        return dollars(bridge["individual" if alone else "family"]) if bridge else ZERO


class Section:
    """A deductible or an out-of-pocket maximum. plan: under whose code it is added up."""

    def __init__(self, section: dict[str, Any], code: str, name: str | None):
        self._section, self.name = section, name
        self.plan: str = section.get("shared_with") or code
        self.is_shared = "shared_with" in section
        self.is_embedded: bool = section["embedded"]
        self.carry_over: dict[str, Any] | None = section.get("carry_over")
        self._amounts = {(tier, who): dollars(section[tier][who]) for tier in TIERS for who in ("individual", "family")}

    def person(self, alone: bool, tier: str) -> Decimal:
        """What one person bears at most."""
        return self._amounts[tier, "individual"] if alone or self.is_embedded else UNLIMITED

    def family(self, alone: bool, tier: str) -> Decimal:
        """What the family bears at most."""
        return UNLIMITED if alone else self._amounts[tier, "family"]

    def kind(self, word: str) -> str:
        return word if self.name is None else f"{word}:{self.name}"

    def counts(self, tier: str) -> list[str]:
        """Tiers whose totals move with an amount in `tier`."""
        cross = self._section["cross_accumulation"]
        crosses = cross in ("both", f"{tier}_counts_toward_{'out' if tier == 'in' else 'in'}")
        return list(TIERS) if crosses else [tier]


class Limit:
    """A limit of the plan: visits, days, services or dollars in a period."""

    def __init__(self, limit: dict[str, Any], is_shared: bool):
        self.name: str = limit["name"]
        self.unit = next(unit for unit in ("visits", "days", "services", "dollars") if unit in limit)
        self.amount = dollars(limit[self.unit])
        self.per: str = limit.get("per", "plan_year")
        rolling = re.match(r"(\d+)_months", self.per)
        self.months = int(rolling[1]) if rolling else 0
        self.of: str = limit.get("of", "person")
        stated = limit.get("applied")
        self.is_after = stated == "after_cost_share" if stated else self.unit == "dollars"
        self.is_shared = is_shared


class Benefit:
    """A benefit in both tiers."""

    def __init__(self, benefit: dict[str, Any], version: Version):
        self._benefit = benefit
        self.name: str = benefit["name"]
        self._terms = {tier: Terms(benefit[tier]) for tier in TIERS if tier in benefit}
        self._version = version

    def terms(self, tier: str) -> "Terms":
        return self._terms[tier]

    @cached_property
    def limits(self) -> list[Limit]:
        return [self._version.limits[name] for name in self._benefit.get("limits", ())]

    @cached_property
    def deductible(self) -> Section:
        return self._version.section("deductible", "separate_deductibles", self._benefit.get("deductible"))

    @cached_property
    def maximum(self) -> Section:
        name = self._benefit.get("out_of_pocket_maximum")
        return self._version.section("out_of_pocket_maximum", "separate_maximums", name)

    @cached_property
    def is_per_admission(self) -> bool:
        """Whether an occasion is a stay, in either tier: its copay is, or the most of a copay by day."""
        return any(
            terms.copay_per == "admission" or (terms.copay_per == "day" and terms.copay_most < UNLIMITED)
            for terms in self._terms.values()
        )

    @cached_property
    def makes_occasions(self) -> bool:
        """Whether lines of one day (or stay) and provider belong together: for a copay, its most, or counted visits."""
        counts = any(limit.unit == "visits" for limit in self.limits)
        return counts or any(t.copay > 0 and (t.is_once or t.copay_most < UNLIMITED) for t in self._terms.values())


class PenaltyTerms:
    """What the plan pays less: a share of the recognised amount and an amount, at most the most."""

    def __init__(self, stated: dict[str, Any]):
        self.percent = fraction(stated.get("percent", "0%"))
        self.amount = dollars(stated.get("amount", 0))
        self.most = dollars(stated.get("most", "unlimited"))


class Terms:
    """What the member pays of a benefit in one tier."""

    def __init__(self, stated: Any):
        share = {"deductible_applies": False, "coinsurance": "0%"} if stated == "not covered" else stated
        self.covered: bool = stated != "not covered" and share.get("covered", True)
        self.deductible_applies: bool = share["deductible_applies"]
        self.copay = dollars(share.get("copay", 0))
        self.copay_per: str = share.get("copay_per", "visit")
        self.is_once = self.copay_per in ("visit", "admission")
        self.copay_order: str = share.get("copay_order", "before_deductible")
        self.copay_most = dollars(share.get("copay_most", "unlimited"))
        self.copay_waived_if_admitted: bool = share.get("copay_waived_if_admitted", False)
        self.supply_days: int = share.get("supply_days", 0)
        self.coinsurance = fraction(share["coinsurance"])
        self.coinsurance_least = dollars(share.get("coinsurance_least", 0))
        self.coinsurance_most = dollars(share.get("coinsurance_most", "unlimited"))
        self.counts_toward_out_of_pocket: bool = share.get("counts_toward_out_of_pocket", True)
        self.missing_penalty = PenaltyTerms(share.get("penalty") or {})
        self.late_penalty = PenaltyTerms(share.get("late_penalty") or {})
        self.over_limit_discount = fraction(share.get("over_limit_discount", "0%"))
