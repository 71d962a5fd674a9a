"""Words for what lines are, and for how they were found to be it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SUBJECTS: Mapping[str, Promise] = {
    "payment": _("Payment"),
    "call": _("Money for a call"),
    "deposit": _("Deposit of the employer"),
    "return": _("Payment that came back"),
    "entry": _("Other entry"),
    "difference": _("Difference with a name"),
}

HOW: Mapping[str, Promise] = {
    "trace": _("by its trace number"),
    "reference": _("by its reference"),
    "total": _("as the sum of a file"),
    "amount": _("by amount and day"),
    "opening": _("brought forward"),
    "by_hand": _("by hand"),
}

EVENTS: Mapping[str, Promise] = {
    "approved": pgettext_lazy("payment", "approved"),
    "released": pgettext_lazy("payment", "released"),
    "issued": pgettext_lazy("payment", "issued"),
    "cleared": pgettext_lazy("payment", "cleared"),
    "voided": pgettext_lazy("payment", "void"),
    "stale": pgettext_lazy("payment", "stale"),
    "reissued": pgettext_lazy("payment", "reissued"),
    "escheated": pgettext_lazy("payment", "escheated"),
    "returned": pgettext_lazy("payment", "returned"),
    "uncleared": pgettext_lazy("payment", "not cleared after all"),
}

STARTS: Mapping[str, Promise] = {
    "entry": _("Entry"),
    "claim": _("Claim"),
    "payment": _("Payment"),
    "line": _("Bank line"),
}
