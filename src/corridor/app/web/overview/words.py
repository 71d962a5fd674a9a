"""Words for the codes that figures, postings and decisions carry."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.adjudication.wording import REASON_TEXTS
from corridor.app.services.overview import FigureCode
from corridor.app.web.context import language_here
from corridor.ledger.accounts import ACCOUNT_BY_CODE

FIGURES: Mapping[FigureCode, Promise] = {
    FigureCode.FUNDS: _("Funds"),
    FigureCode.CLAIMS_PAID: _("Claims paid"),
    FigureCode.FEE: _("Administration fee paid"),
    FigureCode.PREMIUM: _("Stop-loss premium paid"),
    FigureCode.REIMBURSEMENT: _("Reimbursement due"),
    FigureCode.CLAIMS_COST: pgettext_lazy("amount", "Claims"),
    FigureCode.FEE_COST: _("Administration fee"),
    FigureCode.PREMIUM_COST: _("Stop-loss premium"),
    FigureCode.RECOVERIES: _("Stop-loss reimbursement"),
    FigureCode.COST: _("Paid, net of reimbursement"),
    FigureCode.SURPLUS: _("Surplus or deficit"),
    FigureCode.COST_TO_DATE: _("Paid since the plan year began"),
    FigureCode.SURPLUS_TO_DATE: _("Surplus or deficit since the plan year began"),
    FigureCode.FUND_BALANCE: _("Fund balance"),
    FigureCode.CLAIMANT: _("Largest claimant"),
    FigureCode.AGGREGATE: _("Aggregate position"),
}

MEANINGS: Mapping[FigureCode, Promise] = {
    FigureCode.FUNDS: _("What the employer put into the plan's account."),
    FigureCode.CLAIMS_PAID: _("What left the plan's account for providers and members, overpayments offset."),
    FigureCode.FEE: _("What the administrator was paid for deciding and paying claims."),
    FigureCode.PREMIUM: _("What the stop-loss carrier was paid for its cover."),
    FigureCode.REIMBURSEMENT: _("What the stop-loss carrier owes for claims beyond the employer's risk."),
    FigureCode.CLAIMS_COST: _("What the plan owes on decided claims, decisions taken back included."),
    FigureCode.FEE_COST: _("The administration fee as it accrued."),
    FigureCode.PREMIUM_COST: _("The stop-loss premium as it accrued."),
    FigureCode.RECOVERIES: _("What the stop-loss carrier reimburses: it lowers the cost, so it counts as negative."),
    FigureCode.COST: _("The plan's cost: claims, fee and premium, less what the stop-loss carrier reimburses."),
    FigureCode.SURPLUS: _("The budget, which is no posting, less the plan's cost."),
    FigureCode.COST_TO_DATE: _("The plan's cost from the first day of the plan year to the end of the month."),
    FigureCode.SURPLUS_TO_DATE: _("The budget less the plan's cost, from the first day of the plan year on."),
    FigureCode.FUND_BALANCE: _("What is in the plan's account: every deposit less every payment, since the first."),
    FigureCode.CLAIMANT: _("What the plan paid for one person that counts toward the specific deductible."),
    FigureCode.AGGREGATE: _("What the plan paid for the group that counts toward the attachment point."),
}
"""What a figure is, in a sentence."""

ENTRY_KINDS: Mapping[str, Promise] = {
    "decision": _("Decision on a claim"),
    "decision_reversal": _("Decision taken back"),
    "payment": _("Payment"),
    "funding_call": _("Funding call"),
    "deposit": _("Deposit of the employer"),
    "administration_fee": _("Administration fee accrued"),
    "stop_loss_premium": _("Stop-loss premium accrued"),
    "stop_loss_recovery": _("Stop-loss reimbursement accrued"),
    "payment_reversal": _("Payment void or returned"),
    "clearing": _("Payment cleared by the bank"),
    "stale": _("Payment stale"),
    "escheat": _("Payment handed to the state"),
    "reissue": _("Payment reissued"),
}

ADJUSTMENTS: Mapping[str, Promise] = {
    "budget": _("Budget: employees on the first of each month times the rate then in force"),
    "above_limits": _("Not counted: above the limit for one person"),
    "reimbursed": _("Not counted: reimbursed by specific stop-loss"),
    "laser_layers": _("Not counted: the employer's own layer under a laser"),
    "pooled": _("Not counted: borne by the aggregating specific deductible"),
    "above_run_in_maximum": _("Not counted: run-in above the maximum"),
}

PRODUCTS: Mapping[str, Promise] = {
    "medical": _("Medical"),
    "dental": _("Dental"),
    "vision": _("Vision"),
    "pharmacy": _("Pharmacy"),
    "disability": _("Short-term disability"),
    "composite": _("Medical, as one rate"),
}

LEVELS: Mapping[str, Promise] = {
    "EMP": _("Employee"),
    "ESP": _("Employee and spouse"),
    "ECH": _("Employee and children"),
    "FAM": _("Family"),
    "E1D": _("Employee and one dependant"),
    "TWO": _("Two people"),
    "IND": _("One person"),
    "DEP": _("Dependants only"),
    "SPO": _("Spouse only"),
    "CHD": _("Children only"),
}
"""Levels of coverage."""

STATUSES: Mapping[str, Promise] = {"paid": _("Paid"), "denied": _("Denied"), "pended": _("Pended")}


def account_name(code: str) -> str:
    """Name of an account in the page's language; its code where the chart has no such account."""
    account = ACCOUNT_BY_CODE.get(code)
    if account is None:
        return code
    return account.name if language_here() == "en" else account.name_tr


def reason_text(code: str) -> str:
    """A reason of a decision in the page's language; its code where there are no words for it."""
    return REASON_TEXTS[language_here()].get(code, code)
