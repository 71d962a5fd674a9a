"""Words for the codes of the desk, and its keys."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLOCKS: Mapping[str, Promise] = {
    "post_service": _("after the service"),
    "pre_service": _("before the service"),
    "urgent": _("urgent"),
    "concurrent": _("ongoing care"),
    "concurrent_urgent": _("ongoing care, urgent"),
    "disability": _("disability"),
}
"""Kinds of claims, by the clock under which they are decided."""

OVERRIDES: Mapping[str, Promise] = {
    "pay": _("Pay"),
    "deny": _("Deny"),
    "allow": _("Allow an amount"),
}

ANSWERS: Mapping[str, Promise] = {
    "approved": _("Override approved"),
    "refused": _("Override refused"),
    "ended": _("Override ended"),
}

EVENTS: Mapping[str, Promise] = {
    "note": _("Note"),
    "information_asked": _("Information asked for"),
    "information_arrived": _("Information arrived"),
    "claim_kind": _("Clock changed"),
}

APPEAL_EVENTS: Mapping[str, Promise] = {
    "filed": _("Appeal filed"),
    "decided": _("Appeal decided"),
    "external_asked": _("External review asked for"),
    "external_assigned": _("External review assigned"),
    "external_refused": _("External review refused"),
    "external_decided": _("External review decided"),
}

OUTCOMES: Mapping[str, Promise] = {
    "upheld": _("upheld: the decision stays"),
    "overturned": _("overturned"),
    "partly_overturned": _("partly overturned"),
}

APPEALS: Mapping[str, Promise] = {
    "open": _("waits for the plan"),
    "external": _("at external review"),
    "refused": _("external review refused"),
    **OUTCOMES,
}
"""How an appeal stands."""

FINDINGS: Mapping[str, Promise] = {
    "none": _("right"),
    "financial": _("a wrong amount"),
    "payment": _("a wrong payment: payee, twice, or missing"),
    "procedural": _("a step left out, no money"),
}

SAMPLES: Mapping[str, Promise] = {
    "random": _("drawn from all"),
    "amount": _("drawn by amount"),
    "examiner": _("drawn by examiner"),
}

QUEUE_KEYS: tuple[tuple[str, Promise], ...] = (
    ("j", _("next claim of the list")),
    ("k", _("claim before it")),
    ("Enter", _("open the claim")),
    ("a", _("take the next claim that nobody has")),
    ("?", _("show the keys")),
)

CLAIM_KEYS: tuple[tuple[str, Promise], ...] = (
    ("t", _("take the claim, or give it back")),
    ("r", _("release: write why, then Enter")),
    ("d", _("decide again from scratch")),
    ("o", _("override")),
    ("i", _("ask for information")),
    ("c", _("information has come")),
    ("p", _("priority")),
    ("m", _("note")),
    ("n", _("next claim of the list, this one stays")),
    ("u", _("back to the list")),
    ("?", _("show the keys")),
)
