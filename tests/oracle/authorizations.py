"""Authorisations the slow way: a line at a time, every authorisation looked at for each, nothing shared."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Row = dict[str, Any]
Found = tuple[str | None, str | None, int | None]
"""State, number, units of it used; all None where the benefit asks for none."""

BEST_FIRST = ("authorised", "late", "requested_too_late", "undecided", "refused")
COUNTS_AS_NONE = {"none", "other_days", "requested_too_late", "undecided", "refused", "used_up"}


def judge(lines: Iterable[Row], authorizations: list[Row], used: Mapping[str, int]) -> list[Found]:
    """What each line stands on, in the order of lines.

    lines: CLAIMS columns, and is_asked, member, plan, product, late_days, counted (units), is_stopped (another reason).
    authorizations: AUTHORIZATIONS. used: units used before, by number.
    """
    spent = dict(used)
    return [_found(line, authorizations, spent) if line["is_asked"] else (None, None, None) for line in lines]


def _found(line: Row, authorizations: list[Row], spent: dict[str, int]) -> Found:
    stated = _written(line["authorization"])
    if stated:
        options = [row for row in authorizations if _written(row["number"]) == stated]
        if not options:
            return "unknown", None, None
    else:
        own = [row for row in authorizations if _written(row["member_id"]) == _written(line["member"])]
        options = [row for row in own if _is_by(line, row) and _state(line, row) in BEST_FIRST]
        if not options:
            return "none", None, None
    options = sorted(options, key=lambda row: (_rank(_state(line, row)), row["valid_from"], row["number"]))
    state = _state(line, options[0])
    if state not in ("authorised", "late") or line["is_stopped"]:
        return state, options[0]["number"], None
    for row in options:
        if _state(line, row) not in ("authorised", "late"):
            continue
        if row["units_granted"] is None:
            return _state(line, row), row["number"], None
        left = row["units_granted"] - (row["units_used"] or 0) - spent.get(row["number"], 0)
        if line["counted"] <= left:
            spent[row["number"]] = spent.get(row["number"], 0) + line["counted"]
            return _state(line, row), row["number"], line["counted"]
    return "used_up", options[0]["number"], None


def _rank(state: str) -> int:
    return BEST_FIRST.index(state) if state in BEST_FIRST else len(BEST_FIRST)


def _state(line: Row, row: Row) -> str:
    if (
        _written(row["member_id"]) != _written(line["member"])
        or not _is_of_plan(line, row)
        or not _is_of_code(line, row)
    ):
        return "others"
    if not row["valid_from"] <= line["service_from"] < (row["valid_to_exclusive"] or date.max):
        return "other_days"
    if row["status"] == "denied":
        return "refused"
    if row["status"] == "pending":
        return "undecided"
    first_day = min(day for day in (line["service_from"], line["admission_date"]) if day is not None)
    late = ((row["requested_on"] or first_day) - first_day).days
    if late > line["late_days"]:
        return "requested_too_late"
    return "late" if late > 0 else "authorised"


def _is_by(line: Row, row: Row) -> bool:
    return row["billing_npi"] is None or row["billing_npi"] == line["billing_npi"]


def _is_of_plan(line: Row, row: Row) -> bool:
    return row["plan_code"] in (None, line["plan"]) and row["product"] in (None, line["product"])


def _is_of_code(line: Row, row: Row) -> bool:
    if row["procedure_first"] is None and row["revenue_first"] is None:
        return True
    return any(
        row[f"{kind}_first"] is not None
        and line[f"{kind}_code"] is not None
        and row[f"{kind}_first"] <= line[f"{kind}_code"] <= (row[f"{kind}_last"] or row[f"{kind}_first"])
        for kind in ("procedure", "revenue")
    )


def _written(text: str | None) -> str:
    return (text or "").strip().upper()
