"""The order of benefits as plain questions, one after the other: written from RULES 3.6, nothing shared."""

from datetime import date
from typing import Any

Facts = dict[str, Any]
Answer = tuple[str, str | None]
"""(own | other | equal | both | unclear, the fact that is lacking)."""


def _size_decides(side: Facts, least: int) -> str | None:
    if side["employees"] is None:
        return None
    return "group" if side["employees"] >= least else "medicare"


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def medicare_or_group(side: Facts, person: Facts, day: date) -> str | None:
    """Who is first of Medicare and a plan; None: the size of the employer is lacking."""
    entitled = {
        basis: person[basis] for basis in ("age", "disability", "esrd") if person[basis] and person[basis] <= day
    }
    by_age_or_disability = None
    if "age" in entitled or "disability" in entitled:
        working = (side["status"] or "active") == "active" and (side["kind"] or "group") == "group"
        if "age" in entitled:
            if not working or side["through"] not in ("self", "spouse"):
                by_age_or_disability = "medicare"
            else:
                by_age_or_disability = _size_decides(side, 20) or "unknown"
        elif not working:
            by_age_or_disability = "medicare"
        else:
            by_age_or_disability = _size_decides(side, 100) or "unknown"
    answer = by_age_or_disability or "group"
    if "esrd" in entitled:
        if day >= _months_after(entitled["esrd"], 30):
            answer = "medicare"
        else:
            others = [person[basis] for basis in ("age", "disability") if person[basis]]
            had_medicare_before = by_age_or_disability is not None and min(others) < entitled["esrd"]
            answer = by_age_or_disability if had_medicare_before and by_age_or_disability else "group"
    return None if answer == "unknown" else answer


def _medicare_between(dependent: Facts, own_person: Facts, person: Facts, day: date) -> bool | None:
    """Whether Medicare pays after the plan of the dependent and before the other; None: not to be told."""
    if not any(person[basis] for basis in ("age", "disability", "esrd")):
        return False
    after, before = medicare_or_group(dependent, person, day), medicare_or_group(own_person, person, day)
    if after == "medicare" or before == "group":
        return False
    if after is None or before is None:
        return None
    return True


def _compare(own: Facts, other: Facts, fact: str) -> Answer | None:
    """The lesser is first; None where they are equal."""
    if own[fact] is None or other[fact] is None:
        return "unclear", fact
    if own[fact] == other[fact]:
        return None
    return ("own" if own[fact] < other[fact] else "other"), None


def _of_child(own: Facts, other: Facts, person: Facts) -> Answer | None:
    if person["parents"] == "separated":
        if person["decree"] in ("own", "other"):
            return person["decree"], None
        is_joint = person["decree"] == "joint" or (own["custody"] == "joint" and other["custody"] == "joint")
        if not is_joint:
            if own["custody"] is None or other["custody"] is None:
                return "unclear", "custody"
            order = ["custodial", "custodial_spouse", "non_custodial", "non_custodial_spouse"]
            places = [order.index("custodial" if s["custody"] == "joint" else s["custody"]) for s in (own, other)]
            if places[0] != places[1]:
                return ("own" if places[0] < places[1] else "other"), None
    if own["uses_gender_rule"] or other["uses_gender_rule"]:
        if own["sex"] is None or other["sex"] is None:
            return "unclear", "sex"
        if own["sex"] != other["sex"]:
            return ("own" if own["sex"] == "M" else "other"), None
    return _compare(own, other, "birthday") or _compare(own, other, "through_since")


def who_is_first(own: Facts, other: Facts, person: Facts, day: date) -> Answer:
    """Who pays first of our plan and another. person: parents, decree, age, disability, esrd (first months)."""
    if other["kind"] in ("medicaid", "tricare"):
        return "own", None
    if other["kind"] == "medicare":
        if not any(person[basis] for basis in ("age", "disability", "esrd")):
            return "unclear", "entitlement"
        first = medicare_or_group(own, person, day)
        if first is None:
            return "unclear", "employees"
        return ("own" if first == "group" else "other"), None
    if own["has_provision"] is False and other["has_provision"] is False:
        return "both", None
    if own["has_provision"] is False:
        return "own", None
    if other["has_provision"] is False:
        return "other", None
    if (own["through"] == "self") != (other["through"] == "self"):
        own_person, dependent = (own, other) if own["through"] == "self" else (other, own)
        reversed_ = _medicare_between(dependent, own_person, person, day)
        if reversed_ is None:
            return "unclear", "employees"
        first = dependent if reversed_ else own_person
        return ("own" if first is own else "other"), None
    throughs = {own["through"], other["through"]}
    answer: Answer | None = None
    if throughs <= {"parent", "other"}:
        answer = _of_child(own, other, person)
    elif "spouse" in throughs and throughs & {"parent", "other"}:
        answer = _compare(own, other, "since") or _compare(own, other, "birthday")
    if answer:
        return answer
    statuses = own["status"] or "active", other["status"] or "active"
    if statuses[0] == "active" and statuses[1] in ("retired", "laid_off"):
        return "own", None
    if statuses[1] == "active" and statuses[0] in ("retired", "laid_off"):
        return "other", None
    continued = [status in ("cobra", "state_continuation") for status in statuses]
    if continued[0] != continued[1]:
        return ("other" if continued[0] else "own"), None
    return _compare(own, other, "since") or ("equal", None)
