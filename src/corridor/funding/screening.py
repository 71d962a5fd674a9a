"""Whether somebody who is to be paid stands on a list of those who may not be paid, and names made comparable."""

import unicodedata

import polars as pl

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "AE"})
_FORMS = frozenset(("INC", "LLC", "LLP", "LTD", "CO", "CORP", "PC", "PA", "PLLC", "MD", "DO", "DDS", "THE"))
"""Words that say the form of a firm or a degree, which one list writes and another leaves out."""


def name_key(name: str) -> str:
    """A name in capitals, without marks, punctuation and words of form, its words in the order of the alphabet."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode().upper()
    words = "".join(c if c.isalnum() else "" if c in ".'" else " " for c in plain).split()
    return " ".join(sorted(set(words) - _FORMS) or sorted(set(words)))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, written differently."""
    return name_key(one) == name_key(other)


def matches(paid: pl.DataFrame, payees: pl.DataFrame, listed: pl.DataFrame) -> dict[str, str]:
    """Payee -> `list: what matched` of those whom a list names by NPI, TIN, identifier or name.

    paid: payee, payee_name. payees: PAYEES that stand. listed: LISTED. A name alone does not count for a payee of
    whom a person found that he is somebody else; a number always does.
    """
    if listed.is_empty():
        return {}
    facts = paid.unique("payee").join(payees.select("payee", "tin", "is_cleared"), on="payee", how="left")
    keys = pl.Series("name_key", [name_key(name or "") for name in facts.get_column("payee_name")], dtype=pl.String)
    facts = facts.with_columns(keys, pl.col("is_cleared").fill_null(False), pl.col("payee").alias("id"))
    found: dict[str, str] = {}
    for what, theirs, ours in (
        ("npi", "npi", facts),
        ("tin", "tin", facts),
        ("tin", "tin", facts.with_columns(pl.col("id").alias("tin"))),
        ("id", "payee", facts),
        ("name", "name_key", facts.filter(~pl.col("is_cleared") & (pl.col("name_key") != ""))),
    ):
        mine = {"npi": "id", "payee": "id"}.get(theirs, theirs)
        hit = (
            ours.select(pl.col(mine).alias(theirs), pl.col("id").alias("of"))
            .drop_nulls()
            .join(listed.select(theirs, "list_name").drop_nulls(), on=theirs)
        )
        for of, name in hit.sort("list_name").select("of", "list_name").iter_rows():
            found.setdefault(of, f"{name}: {what}")
    return found
