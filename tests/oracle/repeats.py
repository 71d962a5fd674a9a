"""Whether a line may repeat an earlier one, pair by pair."""

from typing import Any

Row = dict[str, Any]

AGAIN = {"24", "27", "58", "59", "76", "77", "78", "79", "91", "XE", "XP", "XS", "XU"}
PARTS = {"50", "LT", "RT", "LC", "LD", "LM", "RC", "RI", "26", "TC", "62", "66", "80", "81", "82", "AS", "AA", "AD"}
PARTS |= {"QK", "QX", "QY", "QZ", "GN", "GO", "GP", "JW", "FA", "TA", "E1", "E2", "E3", "E4"}
PARTS |= {f"{place}{number}" for place in "FT" for number in range(1, 10)}
REFUSED = {"timely_filing", "unknown_member"}


def may_repeat(line: Row, earlier: list[Row]) -> bool:
    return any(is_alike(line, other) for other in earlier)


def is_alike(line: Row, other: Row) -> bool:
    if other.get("reason") in REFUSED or not line["member"] or not line["procedure_code"]:
        return False
    names = ("member", "kind", "service_from", "service_to", "procedure_code", "revenue_code", "tooth", "surfaces")
    if any(line.get(name) != other.get(name) for name in names):
        return False
    if line["charge_cents"] <= 0 or other["charge_cents"] <= 0:
        return False
    mine, theirs = _modifiers(line), _modifiers(other)
    if (mine | theirs) & AGAIN or mine & PARTS != theirs & PARTS:
        return False
    if None not in (mine_by := line.get("rendering_npi"), by := other.get("rendering_npi")) and mine_by != by:
        return False
    if line["billing_npi"] and line["billing_npi"] == other["billing_npi"]:
        return True
    if not line["billing_tax_id"] or line["billing_tax_id"] != other["billing_tax_id"]:
        return False
    is_same = (line["charge_cents"], line["units"]) == (other["charge_cents"], other["units"])
    return is_same or not (line["billing_npi"] and other["billing_npi"])


def _modifiers(row: Row) -> set[str]:
    return set((row["modifiers"] or "").split(":")) - {""}
