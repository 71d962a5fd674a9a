"""Why a provider that is not in the network on a day is not: for an explanation."""

from datetime import date
from typing import NamedTuple

import polars as pl


class Standing(NamedTuple):
    """rule: ended, not_begun, not_listed. day: on which the span before ended, or the first one begins."""

    rule: str
    day: date | None


def standing_of(npi: str | None, day: date, providers: pl.DataFrame) -> Standing | None:
    """Of a billing provider on a day; None where a row holds, or no number was sent. providers: PROVIDERS."""
    if not npi:
        return None
    spans = providers.filter(pl.col("npi") == npi).select("effective_from", "effective_to_exclusive").rows()
    if any(start <= day < (end or date.max) for start, end in spans):
        return None
    ended = [end for _, end in spans if end is not None and end <= day]
    if ended:
        return Standing("ended", max(ended))
    if spans:
        return Standing("not_begun", min(start for start, _ in spans))
    return Standing("not_listed", None)
