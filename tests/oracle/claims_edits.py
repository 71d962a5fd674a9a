"""Why a line is not left to the kernel, the slow way: every edit asked one after another."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
PRICES = ["repriced_cents", "other_payer_paid_cents", "other_payer_allowed_cents", "generic_cents", "alternate_cents"]
MOST_CENTS = 10**13


def is_room(line: Row) -> bool:
    return line["kind"] == "institutional" and "0100" <= (line["revenue_code"] or "") <= "0219"


def is_second(line: Row, version: Row | None) -> bool:
    return (line["other_payer_paid_cents"] or 0) > 0 and bool(version and version["coordinates"])


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def reasons(line: Row, ready: Row, version: Row | None, total: int, is_repeat: bool) -> Iterable[str]:
    if ready["_who"]:
        yield ready["_who"]
    if ready["_born"] and line["service_from"] < ready["_born"]:
        yield "service_before_birth"
    if ready["_covered"]:
        yield ready["_covered"]
    if version is None:
        yield "plan_not_in_force"
    amounts = [line["charge_cents"], total, line["claim_charge_cents"], *(line[price] for price in PRICES)]
    if any(amount is not None and abs(amount) > MOST_CENTS for amount in amounts):
        yield "amount_out_of_range"
    if line["charge_cents"] < 0:
        yield "reversal_unmatched"
    if any(line[price] is not None and line[price] < 0 for price in PRICES):
        yield "negative_price"
    if line["claim_charge_cents"] is not None and line["claim_charge_cents"] != total:
        yield "totals_disagree"
    if line["treatment_months"] != 0 and line["service_from"] > line["received_date"]:
        yield "service_in_future"
    if _has_no_units(line, ready["_terms"]):
        yield "zero_units"
    named = (line["billing_npi"], line["billing_tax_id"], line["network"], line["repriced_cents"])
    if line["asks_provider"] and named == (None, None, None, None):
        yield "provider_unknown"
    if is_repeat:
        yield "duplicate"
    if line["may_repeat"]:
        yield "possible_duplicate"
    if version and (line["received_date"] - line["service_to"]).days > version["timely_filing_days"]:
        yield "timely_filing"
    if line["treatment_months"] == 0 and line["service_from"] > line["decided_on"]:
        yield "not_yet_due"
    yield from _of_others(line, version)
    if ready["benefit_row"] is None:
        yield "unknown_code"
    if ready["_by_hand"]:
        yield "handled_by_hand"
    yield from _by_the_plan(line, ready)
    if version and max(total, line["charge_cents"]) > version["auto_limit_cents"]:
        yield "amount_above_limit"


def _has_no_units(line: Row, terms: Row) -> bool:
    if line["units"] != 0 or line["kind"] == "pharmacy" or is_room(line):
        return bool(line["units"] < 0)
    return terms.get("counted") == "service" or (line["procedure_code"] or "X")[0] in "0123456789D"


def _of_others(line: Row, version: Row | None) -> Iterable[str]:
    said = version or {}
    answer = {
        ("employment", said.get("on_work")): "work",
        ("auto", said.get("on_auto")): "auto_accident",
        ("other_accident", said.get("on_other_accident")): "accident",
    }
    for (cause, response), name in answer.items():
        if line["related_cause"] == cause and response == "deny":
            yield f"{name}_related"
        if line["related_cause"] == cause and response == "hold":
            yield f"{name}_under_review"
    if (line["other_payer_paid_cents"] or 0) > 0 and not is_second(line, version):
        yield "other_payer_first"


def _by_the_plan(line: Row, ready: Row) -> Iterable[str]:
    terms, since, lost = ready["_terms"], ready["_since"], line["tooth_lost_on"]
    if terms.get("waiting_months") and line["service_from"] < _months_later(since, terms["waiting_months"]):
        yield "waiting_period"
    if terms.get("excludes_missing_teeth"):
        if lost and lost < since:
            yield "missing_tooth"
        if lost is None and _replaces_teeth(line["procedure_code"] or ""):
            yield "missing_tooth_unclear"


def _replaces_teeth(code: str) -> bool:
    return "D5000" <= code <= "D5899" or "D6000" <= code <= "D6999"
