"""What shares, statuses, owners and units are called, and what each share means to the member."""

from collections.abc import Mapping

from corridor.wording.said import Said, said

SHARES: Mapping[str, Said] = {
    "charge": said("Provider's charge"),
    "network_savings": said("Network savings"),
    "allowed": said("Allowed amount"),
    "other_paid": said("Other plans paid"),
    "plan_paid": said("Plan pays"),
    "account_paid": said("Your account pays"),
    "refused": said("Refused, not yours to pay"),
    "undecided": said("Not decided yet"),
    "owed": said("You owe"),
    "deductible": said("Deductible"),
    "copay": said("Copay"),
    "coinsurance": said("Coinsurance"),
    "over_limit": said("Beyond a benefit limit"),
    "penalty": said("Penalty"),
    "not_recognised": said("Above the alternate"),
    "above_allowed": said("Above the allowed amount"),
    "not_covered": said("Not covered"),
}

MEANINGS: Mapping[str, Said] = {
    "network_savings": said("the provider charges more than it agreed with the network, and takes this part off"),
    "other_paid": said("another plan, which comes before this one, bears this part"),
    "deductible": said("what you pay in a plan year before the plan begins to pay"),
    "copay": said("the fixed amount that you pay for this kind of service"),
    "coinsurance": said("your percentage of what is left of the allowed amount"),
    "over_limit": said("the plan pays for this benefit only up to a limit, and this part is beyond it"),
    "penalty": said("the plan wanted to be asked before the service, and was not"),
    "not_recognised": said("a service or drug that costs less would have served: the plan pays as if for that one"),
    "above_allowed": said("the provider has no agreement with the network and may bill you this part"),
    "not_covered": said("the plan does not pay this service, and the provider may bill it to you"),
    "refused": said("the plan does not pay this service, and this notice does not make it yours to pay"),
    "undecided": said("we are still looking at this service, and you owe nothing for it yet"),
    "account_paid": said("your health reimbursement account takes this part over from you"),
}
"""What a share means to the member."""

VERDICTS: Mapping[str, Said] = {
    "paid": said("Covered"),
    "denied": said("Not paid"),
    "pended": said("Not decided yet"),
}

BARS: Mapping[tuple[str, str], Said] = {
    ("person", "deductible"): said("Your deductible"),
    ("family", "deductible"): said("Your family's deductible"),
    ("person", "out_of_pocket"): said("Your out-of-pocket maximum"),
    ("family", "out_of_pocket"): said("Your family's out-of-pocket maximum"),
    ("family", "account_bridge"): said("Paid before your health reimbursement account"),
    ("family", "account_paid"): said("Used of your health reimbursement account"),
    ("person", "limit"): said("Benefit limit"),
}

TIERS: Mapping[str, Said] = {"in": said("in network"), "out": said("out of network")}


def period_of(period: str, months: int) -> Said:
    """Over which time a limit counts."""
    if period == "rolling":
        return said("within {months} months of this service", months=months)
    return said("for life") if period == "lifetime" else said("this plan year")


def used_of(unit: str, used: str, limit: str) -> Said:
    """`3 of 20 visits`; of dollars, `$300.00 of $2,000.00`."""
    if unit == "visits":
        return said("{used} of {limit} visits", used=used, limit=limit)
    if unit == "days":
        return said("{used} of {limit} days", used=used, limit=limit)
    if unit == "services":
        return said("{used} of {limit} services", used=used, limit=limit)
    return said("{used} of {limit}", used=used, limit=limit)
