"""Codes and columns of the NACHA format, shared by the reader and the independent check; the writer has its own.

Columns are Python slices of the 94 characters. Source: Nacha Operating Rules, appendix three (formats), restated.
"""

from dataclasses import dataclass

from corridor.wording.said import Said, said

RECORD_LENGTH = 94
CREDITS = frozenset({"22", "23", "24", "32", "33", "34", "42", "43", "44", "52", "53", "54"})
DEBITS = frozenset({"27", "28", "29", "37", "38", "39", "47", "48", "49", "55", "57"})
PRENOTES = frozenset({"23", "28", "33", "38", "43", "48", "53"})
RETURNED_CREDITS = frozenset({"21", "31", "41", "51"})
RETURNED_DEBITS = frozenset({"26", "36", "46", "56"})
"""A returned debit keeps its side: it counts with the debits."""
ADVICE_CREDITS = frozenset({"81", "83", "85", "87"})
ADVICE_DEBITS = frozenset({"82", "84", "86", "88"})
CREDIT_SIDE = CREDITS | RETURNED_CREDITS | ADVICE_CREDITS
DEBIT_SIDE = DEBITS | RETURNED_DEBITS | ADVICE_DEBITS

SERVICE_CLASSES = frozenset({"200", "220", "225"})
ADVICE_CLASS, ADVICE = "280", "ADV"
MONEYLESS_CLASSES = frozenset({"COR", "ACK", "ATX"})
"""Entry classes that carry messages: notifications of change and acknowledgements."""
ONE_ADDENDA = frozenset({"CCD", "PPD", "WEB", "TEL", "MTE", "POS", "SHR"})
NO_ADDENDA = frozenset({"ARC", "BOC", "POP", "RCK", "XCK", "TRC", "TRX"})
NAMED = frozenset({"CCD", "PPD", "TEL", "WEB"})
"""Entry classes in which the receiver's name may not be missing."""
COUNTED_ADDENDA = frozenset({"CTX", "ATX"})
"""Entry classes whose entries say, in the name's columns, how many addenda follow."""
INTERNATIONAL = "IAT"
INTERNATIONAL_ADDENDA = ("10", "11", "12", "13", "14", "15", "16")
"""Addenda that each international entry has, in this order, before its remittance and correspondents."""
REMITTANCE, CHANGED, RETURNED = "05", "98", "99"


@dataclass(frozen=True)
class EntryColumns:
    """Where an entry keeps its account, amount, identification and name."""

    account: slice
    amount: slice
    receiver_id: slice
    receiver_name: slice
    addenda_count: slice | None = None


_PLAIN = EntryColumns(slice(12, 29), slice(29, 39), slice(39, 54), slice(54, 76))
_COUNTED = EntryColumns(slice(12, 29), slice(29, 39), slice(39, 54), slice(58, 74), slice(54, 58))
_ADVICE = EntryColumns(slice(12, 27), slice(27, 39), slice(39, 48), slice(54, 76))
_INTERNATIONAL = EntryColumns(slice(39, 74), slice(29, 39), slice(16, 16), slice(74, 74))


def entry_columns(entry_class: str) -> EntryColumns:
    """The columns of an entry of this class."""
    if entry_class == ADVICE:
        return _ADVICE
    if entry_class == INTERNATIONAL:
        return _INTERNATIONAL
    return _COUNTED if entry_class in COUNTED_ADDENDA else _PLAIN


@dataclass(frozen=True)
class NachaFault:
    """One thing wrong: record is its position in the file, from 1."""

    record: int
    what: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("record {record}, {what}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


def is_checked_routing(text: str) -> bool:
    """Nine digits whose check digit is right (weights 3, 7 and 1)."""
    if len(text) != 9 or not (text.isascii() and text.isdecimal()):
        return False
    digits = [int(digit) for digit in text]
    return (3 * sum(digits[0::3]) + 7 * sum(digits[1::3]) + sum(digits[2::3])) % 10 == 0
