"""Words for what payments are, where they stand, and what holds them up."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: Mapping[str, Promise] = {
    "outstanding": pgettext_lazy("payment", "outstanding"),
    "cleared": pgettext_lazy("payment", "cleared"),
    "voided": pgettext_lazy("payment", "void"),
    "stale": pgettext_lazy("payment", "stale"),
    "reissued": pgettext_lazy("payment", "reissued"),
    "escheated": pgettext_lazy("payment", "escheated"),
    "returned": pgettext_lazy("payment", "returned"),
}
SHARES: Mapping[str, Promise] = {
    "issued": _("Issued"),
    "cleared": _("Cleared"),
    "outstanding": _("Outstanding"),
    "void": _("Void or returned"),
    "stale": _("Stale"),
}
KINDS: Mapping[str, Promise] = {
    "claims": _("Claims"),
    "administration_fee": _("Administration fee"),
    "stop_loss_premium": _("Stop-loss premium"),
}
METHODS: Mapping[str, Promise] = {"ACH": _("ACH"), "CHK": _("Cheque"), "NON": _("Nothing moves")}
STAGES: Mapping[str, Promise] = {
    "approval": _("Waits for an approval"),
    "day": _("Approved; waits for its day"),
    "money": _("Waits for the employer's money"),
    "release": _("Can be released"),
    "done": _("Nothing of it waits"),
}
ACCOUNTS: Mapping[str, Promise] = {
    "waits": _("waits to be confirmed by another person"),
    "untried": _("confirmed, not yet tried with a prenote"),
    "tried": _("tried; its days run"),
    "usable": _("in use"),
    "blocked": _("blocked"),
}
WORDS: Mapping[str, Mapping[str, Promise]] = {
    "state": STATES,
    "share": SHARES,
    "kind": KINDS,
    "method": METHODS,
    "stage": STAGES,
    "account": ACCOUNTS,
}
"""Kind of code -> code -> words."""
