"""Checks of a payee before money goes to it: tax number, name, lists of the excluded, tax to be withheld.

Sources: IRS, valid EIN prefixes; SSA, numbers never assigned; 26 USC 3406 (backup withholding); 42 USC 1320a-7 and
31 CFR chapter V (lists that a user loads).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corridor.codes.lists import read_list
from corridor.codes.payee_figures import withholding_bp
from corridor.funding.screening import name_key
from corridor.money.rounding import share_of_cents

TinKind = Literal["ein", "ssn", "itin", "atin"]
How = Literal["id", "name_and_birth", "name"]
_EIN_SHAPE, _SSN_SHAPE = re.compile(r"^\d{2}-\d{7}$", re.ASCII), re.compile(r"^\d{3}-\d{2}-\d{4}$", re.ASCII)
_PLAIN = re.compile(r"^\d{9}$", re.ASCII)
_MISUSED = frozenset({"078051120", "219099999"})
"""Numbers printed on sample cards, which the SSA withdrew."""
_ITIN_GROUPS = frozenset({*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)})
_ADOPTION_GROUP = 93


@dataclass(frozen=True)
class Party:
    """Who is to be paid, or who stands on a list: numbers (NPI, TIN and the like), name, and date of birth if known."""

    key: str
    numbers: frozenset[str] = field(repr=False)
    name: str = field(repr=False)
    born_on: date | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Hit:
    """An entry of a list that fits. A certain one stops payment; another is looked at by a person."""

    listed: str
    how: How

    @property
    def is_certain(self) -> bool:
        """Whether nothing is left to look at."""
        return self.how != "name"


def tin_kinds(text: str) -> frozenset[TinKind]:
    """What a tax number may be by its form; empty when it can be none.

    text: nine digits, or with the hyphens of an EIN (12-3456789) or of a person's number (123-45-6789), which then
    leave one reading only. Without hyphens a number may be both an EIN and an SSN.
    """
    digits = text.replace("-", "")
    found: set[TinKind] = set()
    if (_EIN_SHAPE.match(text) or _PLAIN.match(text)) and is_ein(digits):
        found.add("ein")
    if _SSN_SHAPE.match(text) or _PLAIN.match(text):
        found |= _person_kinds(digits)
    return frozenset(found)


def is_ein(digits: str) -> bool:
    """Whether nine digits begin with a prefix that the IRS gives out."""
    return digits[:2] not in {row["prefix"] for row in read_list("ein_prefixes_unassigned")}


def _person_kinds(digits: str) -> set[TinKind]:
    area, group, serial = int(digits[:3]), int(digits[3:5]), int(digits[5:])
    if area >= 900:
        return {"itin"} if group in _ITIN_GROUPS else {"atin"} if group == _ADOPTION_GROUP else set()
    is_assigned = area not in (0, 666) and group and serial and digits not in _MISUSED
    return {"ssn"} if is_assigned else set()


def name_score(one: str, other: str) -> int:
    """How alike two names are, 0 to 100: the share of their letters that stand in words they have in common.

    Marks, case, order and words of form (LLC, MD) do not count. An initial fits one word that begins with it and
    counts for one letter on each side.
    """
    ours, theirs = name_key(one).split(), name_key(other).split()
    total = sum(map(len, ours)) + sum(map(len, theirs))
    common = [word for word in ours if word in theirs]
    left = [word for word in ours if word not in common], [word for word in theirs if word not in common]
    matched = 2 * sum(map(len, common)) + 2 * _initials(*left)
    return 100 * matched // total if total else 0


def _initials(ours: list[str], theirs: list[str]) -> int:
    """Pairs of an initial and a word of the other name that begins with it, each word in one pair."""
    pairs = 0
    for initials, words in ((ours, list(theirs)), (theirs, list(ours))):
        for initial in [word for word in initials if len(word) == 1]:
            fitting = [word for word in words if len(word) > 1 and word[0] == initial]
            if fitting:
                words.remove(fitting[0])
                pairs += 1
    return pairs


def hits(payee: Party, listed: Iterable[Party]) -> list[Hit]:
    """Entries of a list that fit the payee, in the order of the list.

    A number in common is certain. A name alone is not; with a date of birth on both sides it is certain where they
    agree, and no hit where they differ.
    """
    key = name_key(payee.name)
    return [Hit(one.key, how) for one in listed if (how := _fits(payee, key, one)) is not None]


def _fits(payee: Party, key: str, one: Party) -> How | None:
    if payee.numbers & one.numbers:
        return "id"
    if not key or name_key(one.name) != key:
        return None
    if payee.born_on is None or one.born_on is None:
        return "name"
    return "name_and_birth" if payee.born_on == one.born_on else None


def withheld_cents(amount_cents: int, day: date) -> int:
    """Backup withholding of a payment on `day`, half a cent rounded up. amount_cents: 0 or more."""
    return share_of_cents(amount_cents, withholding_bp(day))
