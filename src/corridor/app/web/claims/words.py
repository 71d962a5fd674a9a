"""Words for the codes that claims carry."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, Promise] = {
    "professional": _("Professional"),
    "institutional": _("Institutional"),
    "dental": _("Dental"),
    "pharmacy": _("Pharmacy"),
    "disability": _("Short-term disability"),
}

FREQUENCIES: Mapping[str, Promise] = {
    "1": _("Original"),
    "7": _("Replaces an earlier claim"),
    "8": _("Cancels an earlier claim"),
}

RELATIONSHIPS: Mapping[str, Promise] = {
    "self": _("employee"),
    "spouse": _("spouse"),
    "child": _("child"),
    "other": _("other dependant"),
}

TIERS: Mapping[str, Promise] = {
    "in": _("in network"),
    "out": _("out of network"),
    "all": _("plan year"),
    "lifetime": _("lifetime"),
}

METHODS: Mapping[str, Promise] = {
    "ACH": _("Electronic transfer (ACH)"),
    "NON": _("Offset against an overpayment"),
}

LIMITS: Mapping[str, Promise] = {
    "deductible": _("Deductible"),
    "out_of_pocket": _("Out-of-pocket maximum"),
    "account_bridge": _("Paid before the health reimbursement account"),
    "account_paid": _("Health reimbursement account"),
}

OWNERS: Mapping[str, Promise] = {
    "person": _("you"),
    "family": _("your family"),
}
