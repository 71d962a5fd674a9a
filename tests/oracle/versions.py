"""Versions of claims the slow way: every claim asks what it refers to, and cases are told as stories in order."""

from typing import Any

Row = dict[str, Any]
"""number, place, claim_id, frequency, reference, member, family, npi, tax_id, first_day, charge."""
Fate = tuple[str | None, int]
"""Reason given by a later version or by a faulty reference, and the first claim of the case."""


def fates(rows: list[Row], elsewhere: set[int]) -> dict[int, Fate]:
    """Number of each claim -> its fate."""
    out: dict[int, Fate] = {row["number"]: (None, row["number"]) for row in rows}
    stories: dict[int, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["place"]):
        if not refers(row):
            continue
        end = beginning(row, rows, elsewhere, ())
        if isinstance(end, dict):
            stories.setdefault(end["number"], []).append(row)
        else:
            out[row["number"]] = (end, row["number"])
    for number, chapters in stories.items():
        tell(out, next(row for row in rows if row["number"] == number), chapters, rows)
    return out


def tell(out: dict[int, Fate], first: Row, chapters: list[Row], rows: list[Row]) -> None:
    root = first["number"]
    alive = {root} | {row["number"] for row in rows if is_copy(row, first)}
    for number in alive:
        out[number] = (None, root)
    for row in chapters:
        meant = aim(row, rows, set())
        is_void = row["frequency"] == "8"
        if not alive or (isinstance(meant, dict) and meant["frequency"] == "8"):
            out[row["number"]] = ("void_not_possible" if is_void else "original_not_standing", row["number"])
            continue
        for number in alive:
            out[number] = ("voided" if is_void else "replaced", root)
        alive = set() if is_void else {row["number"]}
        out[row["number"]] = ("void" if is_void else None, root)


def refers(row: Row) -> bool:
    return row["frequency"] in {"6", "7", "8"}


def beginning(row: Row, rows: list[Row], elsewhere: set[int], way: tuple[int, ...]) -> Row | str:
    """The claim with which the story of `row` begins, or what is wrong."""
    if row["number"] in way:
        return "original_unclear"
    if not refers(row):
        return row
    found = aim(row, rows, elsewhere)
    return found if isinstance(found, str) else beginning(found, rows, elsewhere, (*way, row["number"]))


def aim(row: Row, rows: list[Row], elsewhere: set[int]) -> Row | str:
    """The claim that `row` names."""
    name = (row["reference"] if row["reference"] is not None else row["claim_id"]).strip()
    others = [other for other in rows if other["number"] != row["number"]]
    by_number = [other for other in others if str(other["number"]) == name]
    by_name = [other for other in others if other["claim_id"].strip() == name and other["family"] == row["family"]]
    for found in (by_number, by_name):
        ours = [other for other in found if same_people(row, other)]
        if len(ours) == 1:
            return ours[0]
        if ours:
            return one_of(row, ours)
    return "original_of_another" if by_number or by_name or name in map(str, elsewhere) else "original_not_found"


def one_of(row: Row, ours: list[Row]) -> Row | str:
    originals = sorted((other for other in ours if not refers(other)), key=lambda other: other["place"])
    if len({(other["first_day"], other["charge"]) for other in originals}) > 1:
        return "original_unclear"
    if originals:
        return originals[0]
    ordered = sorted(ours, key=lambda other: other["place"])
    before = [other for other in ordered if other["place"] < row["place"]]
    return before[-1] if before else ordered[0]


def same_people(row: Row, other: Row) -> bool:
    if row["member"] != other["member"]:
        return False
    billers = [row["npi"], row["tax_id"], other["npi"], other["tax_id"]]
    if not any(billers):
        return True
    return bool((row["npi"] and row["npi"] == other["npi"]) or (row["tax_id"] and row["tax_id"] == other["tax_id"]))


def is_copy(row: Row, first: Row) -> bool:
    same = ("claim_id", "first_day", "charge")
    return not refers(row) and all(row[name] == first[name] for name in same) and same_people(row, first)
