"""The values of a plan document as people say them."""

from collections.abc import Iterable, Mapping
from typing import Any

from corridor.money.text import amount_said, rate_said
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.benefit_terms import CostShare, Limit
from corridor.plan.enrollment_terms import OLDEST
from corridor.wording.said import Said, listed, said

TIERS_SAID: Mapping[str, Said] = {"in": said("in network"), "out": said("out of network")}
PEOPLE_SAID: Mapping[str, Said] = {"individual": said("one person"), "family": said("family")}

WORDS: Mapping[str, Said] = {
    # copays
    "line": said("each service"),
    "visit": said("each visit"),
    "day": said("each day"),
    "admission": said("each admission"),
    "supply": said("each supply"),
    "before_deductible": said("before the deductible"),
    "after_deductible": said("after the deductible"),
    "instead_of_deductible": said("instead of the deductible"),
    "on_top_of_deductible": said("on top of deductible and coinsurance"),
    # cross-accumulation
    "none": said("network tiers apart"),
    "in_counts_toward_out": said("in network counts toward out of network"),
    "out_counts_toward_in": said("out of network counts toward in network"),
    "both": said("each tier counts toward the other"),
    # carry-over, accounts
    "always": said("always"),
    "deductible_unmet": said("where the deductible was not met"),
    "first": said("from the first dollar"),
    "after_bridge": said("after the bridge"),
    "deductible": said("deductible"),
    "coinsurance": said("coinsurance"),
    "copay": said("copay"),
    # coordination
    "standard": said("standard"),
    "non_duplication": said("non-duplication"),
    "maintenance_of_benefits": said("maintenance of benefits"),
    "before_percentage": said("before the percentage"),
    "after_percentage": said("after the percentage"),
    "own": said("the plan's own"),
    "higher": said("the higher of the two plans'"),
    "lower": said("the lower of the two plans'"),
    "as_if_alone": said("as if the plan were alone"),
    "what_remains": said("of what remains for the member"),
    # third parties
    "deny": said("denied"),
    "hold": said("held"),
    "pay_and_recover": said("paid and recovered"),
    # limits
    "plan_year": said("a plan year"),
    "lifetime": said("a lifetime"),
    "person": said("person"),
    "tooth": said("each tooth"),
    "quadrant": said("each quadrant"),
    "tooth_surface": said("each tooth surface"),
    "before_cost_share": said("before cost sharing"),
    "after_cost_share": said("after cost sharing"),
    # benefits
    "by rule": said("by rule"),
    "by hand": said("by hand"),
    "covered": said("covered"),
    "excluded": said("excluded"),
    "plan_pays": said("the plan pays"),
    "member_pays_difference": said("the member pays the difference"),
    "month": said("each month"),
    "quarter": said("each quarter"),
    # who enrols, what is asked back
    "from_request": said("covered from the request"),
    "refused": said("refused"),
    "penalty": said("penalty"),
    "same_plan": said("of the same plan"),
    "any_plan": said("of any plan"),
    "F": said("women"),
    "M": said("men"),
    # products
    "medical": said("medical"),
    "dental": said("dental"),
    "vision": said("vision"),
    "pharmacy": said("pharmacy"),
}
"""Words of plan documents, but for names and units."""

_UNITS: Mapping[str, Said] = {"visits": said("visits"), "days": said("days"), "services": said("services")}


def benefit_said(name: str) -> str:
    """The name of a benefit, a limit or a deductible as words: `home health and hospice`."""
    return name.replace("_", " ")


def dollars_said(cents: int) -> Said:
    """`$1,500.00`, or `unlimited`."""
    return said("unlimited") if cents >= NO_LIMIT else said("${amount}", amount=amount_said(cents))


def share_said(basis_points: int) -> Said:
    """`20%`, in Turkish `%20`."""
    return rate_said(basis_points)


def yes_said(value: bool) -> Said:
    """`yes` or `no`."""
    return said("yes") if value else said("no")


def word_said(value: Any) -> Said:
    """A word of a plan document; what is no such word stands as it is."""
    return WORDS.get(str(value), listed([value]))


def words_said(values: Iterable[str]) -> Said:
    """Several words."""
    return listed([word_said(value) for value in values])


def ages_said(least: int, most: int) -> Said:
    """Ages from the youngest to the oldest; OLDEST is no bound."""
    if most >= OLDEST:
        return said("{least} years and older", least=least)
    return said("{least} to {most} years", least=least, most=most)


def period_said(per: str) -> Said:
    """`a plan year`, `24 months`."""
    months = per.removesuffix("_months")
    return WORDS[per] if months == per else said("{months} months", months=months)


def limit_said(limit: Limit) -> Said:
    """`30 visits in a plan year`, `$1,000.00 in a lifetime, each tooth`."""
    amount = dollars_said(limit.amount) if limit.unit == "dollars" else listed([limit.amount, _UNITS[limit.unit]], " ")
    text = said("{amount} in {period}", amount=amount, period=period_said(limit.per))
    return text if limit.of == "person" else listed([text, WORDS[limit.of]])


def cost_share_said(share: CostShare | None) -> Said:
    """What the member pays of a benefit in a tier, as `$25.00 copay each visit; the deductible does not apply`."""
    if share is None:
        return said("decided by a person")
    if not share.covered:
        return said("not covered")
    parts = [*_copay(share), *_coinsurance(share)]
    if not parts:
        return said("no charge after the deductible") if share.deductible_applies else said("no charge")
    applies = said("after the deductible") if share.deductible_applies else said("the deductible does not apply")
    if share.copay and share.deductible_applies:
        applies = said("copay {order}", order=WORDS[share.copay_order])
    if not share.counts_toward_out_of_pocket:
        return listed([*parts, applies, said("does not count toward the out-of-pocket maximum")], "; ")
    return listed([*parts, applies], "; ")


def _copay(share: CostShare) -> list[Said]:
    if not share.copay:
        return []
    per = WORDS[share.copay_per]
    if share.supply_days:
        per = said("each {days} days' supply", days=share.supply_days)
    parts = [said("{amount} copay {per}", amount=dollars_said(share.copay), per=per)]
    if share.copay_most < NO_LIMIT:
        parts.append(said("at most {amount}", amount=dollars_said(share.copay_most)))
    if share.copay_waived_if_admitted:
        parts.append(said("waived if admitted"))
    return [listed(parts)]


def _coinsurance(share: CostShare) -> list[Said]:
    if not share.coinsurance and not share.coinsurance_least:
        return []
    parts = [said("{share} coinsurance", share=share_said(share.coinsurance))]
    if share.coinsurance_least:
        parts.append(said("at least {amount}", amount=dollars_said(share.coinsurance_least)))
    if share.coinsurance_most < NO_LIMIT:
        parts.append(said("at most {amount}", amount=dollars_said(share.coinsurance_most)))
    return [listed(parts)]
