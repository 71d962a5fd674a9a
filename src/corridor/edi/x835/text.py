"""Text that an X12 element can hold."""

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "AE"})
_UNUSABLE = re.compile(r"[^ -~]|[*^~:]")


def plain(text: str | None, width: int) -> str:
    """`text` in printable ASCII without delimiters, in capitals, at most `width` characters; empty for None."""
    folded = unicodedata.normalize("NFKD", (text or "").translate(_LETTERS))
    return _UNUSABLE.sub("", folded).upper()[:width].strip()
