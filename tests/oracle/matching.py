"""Who a patient is among all the covered people, one person at a time, with the points written out again."""

import unicodedata
from typing import Any

Row = dict[str, Any]

ENOUGH, LEAD = 75, 15


def letters(text: str | None) -> str:
    folded = unicodedata.normalize("NFKD", (text or "").upper())
    return "".join(c for c in folded if unicodedata.category(c).startswith("L"))


def points(line: Row, person: Row) -> int:
    total = 0
    if line["patient_birth_date"] and line["patient_birth_date"] == person["birth_date"]:
        total += 40
    if line["patient_last_name"] is not None and person["last_name"] is not None:
        total += 20 * (letters(line["patient_last_name"]) == letters(person["last_name"]))
    sent, known = letters(line["patient_first_name"]), letters(person["first_name"])
    if sent and known:
        total += 25 if sent == known else 10 if sent.startswith(known) or known.startswith(sent) else -30
    if {line["patient_sex"], person["sex"]} <= {"F", "M"}:
        total += 5 if line["patient_sex"] == person["sex"] else -30
    if line["patient_relationship"] and line["patient_relationship"] == person["relationship"]:
        total += 5
    return total


def among_all(line: Row, coverage: list[Row]) -> list[Row]:
    """The rows of the persons who could be meant, where no family is known: none, one's, or several persons'."""
    known = {row["subscriber_id"].strip().upper() for row in coverage}
    family = line["subscriber_id"]
    if family and family.strip().upper() in known:
        return []
    if not line["patient_birth_date"] or line["patient_last_name"] is None:
        return []
    alike = [
        row
        for row in coverage
        if row["birth_date"] == line["patient_birth_date"]
        and row["last_name"] is not None
        and letters(row["last_name"]) == letters(line["patient_last_name"])
    ]
    best = max((points(line, row) for row in alike), default=0)
    if best < ENOUGH:
        return []
    return [row for row in alike if points(line, row) > best - LEAD]
