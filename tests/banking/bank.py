"""A bank for tests: takes our ACH file and answers with returns and notifications of change, as a bank would.

Built from the bytes of the records alone, without the writer or the reader.
"""

from collections.abc import Mapping
from datetime import date

BANK = "076401251"
_RETURNED = {"2": "21", "7": "26", "3": "21", "8": "26"}


def sent_entries(content: bytes) -> list[str]:
    """The entry records of a file."""
    return [record for record in content.decode("ascii").splitlines() if record.startswith("6")]


def returns_of(content: bytes, codes: Mapping[str, str], day: date) -> bytes:
    """A file of returns. codes: trace of our entry -> return code."""
    return _answers(content, {trace: f"99{code}" for trace, code in codes.items()}, day, {})


def changes_of(content: bytes, changes: Mapping[str, tuple[str, str]], day: date) -> bytes:
    """A file of notifications of change. changes: trace of our entry -> change code and corrected data."""
    answers = {trace: f"98{code}" for trace, (code, _) in changes.items()}
    return _answers(content, answers, day, {trace: text for trace, (_, text) in changes.items()}, "COR")


def partial_of(content: bytes, traces: set[str], day: date) -> tuple[int, bytes]:
    """A settlement in part: cents that settled, and the returns (R03) of the entries that did not."""
    settled = sum(int(entry[29:39]) for entry in sent_entries(content) if entry[79:94] not in traces)
    return settled, returns_of(content, dict.fromkeys(traces, "R03"), day)


def _answers(
    content: bytes, answers: Mapping[str, str], day: date, corrected: Mapping[str, str], entry_class: str = ""
) -> bytes:
    sent = content.decode("ascii").splitlines()
    header = next(record for record in sent if record.startswith("5"))
    made, cents = [], {"debit": 0, "credit": 0}
    chosen = [entry for entry in sent_entries(content) if entry[79:94] in answers]
    for number, entry in enumerate(chosen, 1):
        trace, code = f"{BANK[:8]}{number:07d}", entry[1] + _RETURNED[entry[2]][1]
        amount = 0 if entry_class else int(entry[29:39])
        cents["debit" if code[1] == "6" else "credit"] += amount
        made.append(f"6{code}{BANK}{entry[12:29]}{amount:010d}{entry[39:78]}1{trace}")
        answer = f"7{answers[entry[79:94]]}{entry[79:94]}{'':6}{entry[3:11]}{corrected.get(entry[79:94], '')}"
        made.append(f"{answer:<79}{trace}")
    totals = f"{len(made):06d}{int(BANK[:8]) * len(chosen) % 10**10:010d}{cents['debit']:012d}{cents['credit']:012d}"
    batch = f"5200{header[4:50]}{entry_class or header[50:53]}{header[53:63]}{'':6}{day:%y%m%d}{'':3}1{BANK[:8]}0000001"
    control = f"8200{totals}{header[40:50]}{'':25}{BANK[:8]}0000001"
    first = f"101 {sent[0][14:23]} {BANK}{day:%y%m%d}0600A094101{'OUR COMPANY':<23}{'TEST BANK':<23}{'':8}"
    blocks = -(-(len(made) + 4) // 10)
    last = f"9000001{blocks:06d}{totals[:6].zfill(8)}{totals[6:]}{'':39}"
    records = [first, batch, *made, control, last]
    return "\n".join([*records, *["9" * 94] * (blocks * 10 - len(records)), ""]).encode("ascii")
