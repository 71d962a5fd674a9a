"""Code edits the slow way: one line after another in the order of decision, dicts and loops, nothing shared.

A line is a dict: claim, line, person, provider, setting, code, modifiers (set), day, units (thousandths), allowed,
charge, source, reason (None: open), asks (None, or the terms of its plan as a dict).
"""

from datetime import date, timedelta
from typing import Any

from corridor.money.rounding import share_of_cents

Row = dict[str, Any]
PAIR_MODIFIERS = {"59", "XS", "LT", "RT", "25"}
GLOBAL_MODIFIERS = {"24", "25", "57", "58", "78", "79"}
ASSISTS = {"80", "81", "82", "AS"}
WAITING = "amount_above_limit"


def in_force(row: Row, day: date) -> bool:
    return row["effective_from"] <= day and (
        row["effective_to_exclusive"] is None or day < row["effective_to_exclusive"]
    )


def edited(lines: list[Row], pairs: list[Row], units: list[Row], values: list[Row]) -> dict[tuple[int, int], Row]:
    """(claim, line) -> reason and allowed after the edits, claims in the order of their numbers."""
    standing: list[Row] = []
    answers = {}
    for claim in sorted({line["claim"] for line in lines}):
        own = sorted((line for line in lines if line["claim"] == claim), key=lambda line: line["line"])
        counted = [line for line in own if line["reason"] in (None, WAITING, "pended")]
        denied = denied_of(counted, standing, pairs, units, values)
        left = [line for line in counted if line["line"] not in denied]
        allowed = reduced(left, standing, values)
        for line in own:
            place = line["line"]
            answers[claim, place] = {
                "reason": denied.get(place, line["reason"]),
                "allowed": allowed.get(place, line["allowed"])
                if line["reason"] in (None, WAITING)
                else line["allowed"],
            }
        standing += left
    return answers


def denied_of(
    own: list[Row], standing: list[Row], pairs: list[Row], units: list[Row], values: list[Row]
) -> dict[int, str]:
    denied: dict[int, str] = {}

    def asked(line: Row, switch: str) -> bool:
        return line["reason"] in (None, WAITING) and line["asks"] is not None and line["asks"][switch]

    def left() -> list[Row]:
        return [line for line in own if line["line"] not in denied]

    denied |= {x["line"]: "assistant_not_allowed" for x in left() if asked(x, "assistants") and unpaid_help(x, values)}
    now = left()
    denied |= {
        x["line"]: "units_exceeded" for x in now if asked(x, "unit_limits") and is_beyond(x, now, standing, units)
    }
    now = left()
    denied |= {x["line"]: "bundled" for x in now if asked(x, "procedure_pairs") and is_part(x, now, standing, pairs)}
    now = left()
    denied |= {
        x["line"]: "global_period"
        for x in now
        if asked(x, "global_periods") and is_included(x, [*standing, *now], values)
    }
    return denied


def value_of(line: Row, values: list[Row]) -> Row | None:
    for row in values:
        if row["code"] == line["code"] and row["modifier"] is None and in_force(row, line["day"]):
            return row
    return None


def unpaid_help(line: Row, values: list[Row]) -> bool:
    row = value_of(line, values)
    if row is None or line["setting"] != "practitioner":
        return False
    assists = line["modifiers"] & ASSISTS and row["assistant"] not in (None, "2")
    shares = "62" in line["modifiers"] and row["co_surgeon"] not in (None, "1", "2")
    return bool(assists or shares)


def same(a: Row, b: Row, *names: str) -> bool:
    return all(a[name] == b[name] for name in ("person", "provider", "setting", *names))


def is_beyond(line: Row, own: list[Row], standing: list[Row], units: list[Row]) -> bool:
    for row in units:
        if row["setting"] == line["setting"] and row["code"] == line["code"] and in_force(row, line["day"]):
            most = row["most_units"] * 1000
            if row["adjudication"] == "1":
                return bool(line["units"] > most)
            return sum(x["units"] for x in [*own, *standing] if same(x, line, "code", "day")) > most
    return False


def is_part(line: Row, own: list[Row], standing: list[Row], pairs: list[Row]) -> bool:
    for other, is_earlier in [*((x, True) for x in standing), *((x, False) for x in own)]:
        if other is line or not same(other, line, "day"):
            continue
        for row in pairs:
            if row["setting"] != line["setting"] or not in_force(row, line["day"]):
                continue
            codes = (row["column_one"], row["column_two"])
            is_pair = codes == (other["code"], line["code"]) or (is_earlier and codes == (line["code"], other["code"]))
            may_pay = row["modifier_indicator"] == "1" and (other["modifiers"] | line["modifiers"]) & PAIR_MODIFIERS
            if is_pair and row["modifier_indicator"] != "9" and not may_pay:
                return True
    return False


def is_included(line: Row, others: list[Row], values: list[Row]) -> bool:
    if line["setting"] != "practitioner" or line["modifiers"] & GLOBAL_MODIFIERS:
        return False
    own = value_of(line, values)
    for other in others:
        row = value_of(other, values)
        if other is line or row is None or not same(other, line) or other["modifiers"] & ASSISTS:
            continue
        after = {"000": 0, "010": 10, "090": 90}.get(row["global_period"])
        if after is None or line["day"] > other["day"] + timedelta(days=after):
            continue
        first = other["day"] - timedelta(days=1 if after == 90 else 0)
        if "99202" <= line["code"] <= "99499" and line["day"] >= first:
            return True
        if own is not None and own["global_period"] in ("000", "010", "090") and line["day"] > other["day"]:
            return True
    return False


def reduced(own: list[Row], standing: list[Row], values: list[Row]) -> dict[int, int]:
    """Line -> what is allowed of it, of those that are reduced."""
    prices: dict[int, int] = {}
    for line in own:
        prices[line["line"]] = line["allowed"]
        for share in shares_of(line, value_of(line, values)):
            prices[line["line"]] = min(share_of_cents(prices[line["line"]], share), line["charge"])
    ranked = sorted((x for x in own if is_ranked(x, values)), key=lambda x: (-prices[x["line"]], x["line"]))
    for place, line in enumerate(ranked):
        before = sum(same(x, line, "day") and is_ranked(x, values) for x in [*standing, *ranked[:place]])
        if may_reduce(line):
            shares = line["asks"]["multiple_procedures"]
            share = shares[min(before, len(shares) - 1)]
            prices[line["line"]] = min(share_of_cents(prices[line["line"]], share), line["charge"])
    return {x["line"]: prices[x["line"]] for x in own if may_reduce(x)}


def may_reduce(line: Row) -> bool:
    return line["asks"] is not None and line["setting"] == "practitioner" and line["source"] != "repriced"


def is_ranked(line: Row, values: list[Row]) -> bool:
    row = value_of(line, values)
    return line["setting"] == "practitioner" and row is not None and row["multiple_procedure"] in ("2", "3")


def shares_of(line: Row, row: Row | None) -> list[int]:
    if not may_reduce(line):
        return []
    terms, found = line["asks"], []
    sides = {"1": 10_000 + terms["bilateral"], "3": 20_000}.get(row["bilateral"] if row else "")
    if "50" in line["modifiers"] and sides:
        found.append(sides)
    if line["modifiers"] & {"80", "81", "82"}:
        found.append(terms["assistant"])
    elif "AS" in line["modifiers"]:
        found.append(terms["assistant_other"])
    if "62" in line["modifiers"]:
        found.append(terms["co_surgeon"])
    return found
