"""Words for the codes that batches, files and documents carry, and for what a batch came to."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.app.web.access.words import as_it_is
from corridor.app.web.templatetags.figures import number
from corridor.app.web.templatetags.told import money

BATCHES: Mapping[str, Promise] = {
    "sponsor": _("Sponsor made"),
    "documents": _("Documents changed"),
    "enrollment": _("Enrolment"),
    "claims": _("Claims"),
    "providers": _("Providers"),
    "disability": _("Disability"),
    "cycle": _("Weekly round"),
    "undo": _("Load taken back"),
    "other_coverage": _("Other coverage"),
    "release": _("Hold lifted"),
    "subrogation": _("Recovery from a third party"),
    "payments": _("Step of payments"),
    "payee_list": _("List of those who may not be paid"),
    "ach_returns": _("Returns from the bank"),
}

DOCUMENTS: Mapping[str, Promise] = {
    "plan": _("Plan document"),
    "disability_plan": _("Disability plan"),
    "stoploss": _("Stop-loss contract"),
    "arrangement": _("Funding arrangement"),
}

FILES: Mapping[str, Promise] = DOCUMENTS | {
    "table": _("Table"),
    "column_map": _("Column map"),
    "ach": _("Payments (ACH)"),
}
"""Kinds of files; those of X12 have a number, which is the same in every language."""

DIRECTIONS: Mapping[str, Promise] = {"in": _("came in"), "out": _("went out")}

COUNTS: Mapping[str, Promise] = {
    "documents": _("Documents"),
    "statements": _("Statements of enrolment"),
    "families_touched": _("Families touched"),
    "people_covered": _("People covered"),
    "claims_redecided": _("Claims decided again"),
    "providers": _("Providers"),
    "claims": _("Claims"),
    "lines": _("Lines"),
    "lines_paid": _("Lines paid"),
    "lines_denied": _("Lines denied"),
    "lines_pended": _("Lines pended"),
    "plan_paid_cents": _("Plan pays"),
    "plan_paid_moved_cents": _("Plan pays more by"),
    "policies_changed": _("Stop-loss policies changed"),
    "other_plans": _("Other plans"),
    "people": _("People"),
    "holds_lifted": _("Holds lifted"),
    "recovered_cents": _("Recovered"),
    "called_cents": _("Funds called"),
    "paid_cents": pgettext_lazy("amount", "Paid"),
    "payments": _("Payments"),
    "held": _("Payments held back"),
    "claims_left_open": _("Claims left open"),
    "files": _("Files"),
    "warnings": _("Warnings"),
    "faults": _("Faults"),
}
"""What services count of a batch, in the order in which it is told."""


def result_text(result: Mapping[str, Any]) -> str:
    """What a batch came to: its counts that are not nothing."""
    parts = [(words, _amount(code, result[code])) for code, words in COUNTS.items() if result.get(code)]
    return format_html_join(", ", "{}: {}", parts) if parts else gettext("nothing")


def _amount(code: str, value: Any) -> str:
    if code.endswith("_cents"):
        return money(value)
    if code == "files":
        return format_html_join(" ", "{}", ((as_it_is(name),) for name in value))
    return number(len(value) if isinstance(value, list) else value)
