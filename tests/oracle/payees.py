"""Slow twins of the checks of payees and of the totals of information returns: plain Python, nothing shared."""

from datetime import date
from typing import Any

from corridor.money.rounding import share_of_cents

FORMS = {"INC", "LLC", "LLP", "LTD", "CO", "CORP", "PC", "PA", "PLLC", "MD", "DO", "DDS", "THE"}
BOX = {"claims": ("1099-MISC", "6"), "administration_fee": ("1099-NEC", "1")}


def withheld(amount: int, day: date) -> int:
    """Backup withholding: 28 percent from 28 May 2003, 24 percent from 2018."""
    if day < date(2003, 5, 28):
        return 0
    return share_of_cents(amount, 2_800 if day.year < 2018 else 2_400)


def person_kind(number: int) -> str | None:
    """What a number of nine digits is as that of a person."""
    area, group, serial = number // 10**6, number // 10**4 % 100, number % 10**4
    if area < 900:
        is_void = area == 0 or area == 666 or group == 0 or serial == 0 or number in (78_051_120, 219_099_999)
        return None if is_void else "ssn"
    if group == 93:
        return "atin"
    return "itin" if 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or group >= 94 else None


def words_of(name: str) -> list[str]:
    """The words of a name in plain capitals that count, each once. Only for names of A to Z, spaces and hyphens."""
    words = sorted(set(name.upper().replace("-", " ").split()))
    return [word for word in words if word not in FORMS] or words


def score(one: str, other: str) -> int:
    """The best share of letters matched that any pairing of words gives, once equal words are paired."""
    ours, theirs = words_of(one), words_of(other)
    total = len("".join(ours + theirs))
    equal = [word for word in ours if word in theirs]
    left = _best([word for word in ours if word not in equal], [word for word in theirs if word not in equal])
    return 100 * 2 * (len("".join(equal)) + left) // total if total else 0


def _best(ours: list[str], theirs: list[str]) -> int:
    """Letters matched on each side: an initial on one word that begins with it."""
    if not ours:
        return 0
    first, rest = ours[0], ours[1:]
    options = [_best(rest, theirs)]
    for n, word in enumerate(theirs):
        if word[0] == first[0] and 1 in (len(word), len(first)):
            options.append(1 + _best(rest, theirs[:n] + theirs[n + 1 :]))
    return max(options)


def listed(payee: dict[str, Any], rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Entries of a list that fit, and how. Each: key, numbers, name, born_on."""
    found = []
    for row in rows:
        births = {payee["born_on"], row["born_on"]}
        if any(number in row["numbers"] for number in payee["numbers"]):
            found.append((row["key"], "id"))
        elif payee["name"] and words_of(payee["name"]) == words_of(row["name"]):
            if None in births:
                found.append((row["key"], "name"))
            elif len(births) == 1:
                found.append((row["key"], "name_and_birth"))
    return found


def totals(payments: list[dict[str, Any]], year: int, as_of: date) -> list[tuple[Any, ...]]:
    """Rows of the totals, one payment at a time."""
    sums: dict[tuple[str, str, str], list[Any]] = {}
    for one in payments:
        if one["kind"] not in BOX or one["paid_on"].year != year or one["paid_on"] > as_of:
            continue
        row = sums.setdefault((one["payee"], *BOX[one["kind"]]), [0, 0, False])
        if one["undone_on"] is not None and one["undone_on"] <= as_of:
            row[2] = row[2] or one["undone_on"].year > year
        else:
            row[0] += one["amount_cents"] + one["withheld_cents"]
            row[1] += one["withheld_cents"]
    least = 60_000 if year < 2026 else 200_000
    return [(*key, paid, kept, paid >= least or kept > 0, late) for key, (paid, kept, late) in sorted(sums.items())]
