"""Which families a file of claims makes be decided again: claims in it refer to earlier ones, or were waited for."""

import polars as pl

from corridor.app.services import selectors
from corridor.app.store.tx import Tx
from corridor.claims.match import match_members
from corridor.claims.versions import NAMES_ANOTHER, NOT_FOUND

SETTLED_BY_VERSION = ("replaced", "voided", "void")
"""Reasons of claims of which nothing is reported: what was paid is reported as taken back, and the version itself."""


def families_of_versions(tx: Tx, claims: pl.DataFrame, coverage: pl.DataFrame) -> list[str]:
    """Employees' ids. claims: CLAIMS with claim_number, not stored yet. coverage: COVERAGE of all whom they name.

    Of claims that refer to no other one, and that none waits for, this is one look at an index.
    """
    referring = claims.filter(pl.col("frequency").is_in(NAMES_ANOTHER))
    families = set(_covered_by(members_of(referring, coverage), coverage)) if referring.height else set()
    if tx.scalar("select exists (select from decision where reason = %s)", [NOT_FOUND]):
        families |= set(_waiting(tx, claims, coverage))
    return sorted(families)


def claims_elsewhere(tx: Tx, claims: pl.DataFrame) -> frozenset[int] | None:
    """Numbers of claims that `claims` refer to by Corridor's number and that are not among them; None: they do not."""
    referring = claims.filter(pl.col("frequency").is_in(NAMES_ANOTHER))
    if referring.is_empty():
        return None
    sought = referring.get_column("original_reference").str.strip_chars().cast(pl.Int64, strict=False).drop_nulls()
    found = tx.read("select claim_number from claim where claim_number = any(%s)", [sought.unique().to_list()])
    return frozenset(found.get_column("claim_number").to_list()) - set(claims.get_column("claim_number").to_list())


def claims_within(claims: pl.DataFrame, coverage: pl.DataFrame, families: list[str]) -> pl.Expr:
    """Of `claims`, which are of people of these families."""
    covered = coverage.filter(pl.col("subscriber_id").is_in(families)).get_column("member_id").unique()
    found = match_members(claims, coverage).filter(pl.col("member").is_in(covered.implode()))
    return pl.col("claim_number").is_in(found.get_column("claim_number").unique().implode())


def members_of(claims: pl.DataFrame, coverage: pl.DataFrame) -> list[str]:
    """The patients, as far as they are known."""
    return match_members(claims, coverage).get_column("member").drop_nulls().unique().to_list()


def _covered_by(members: list[str], coverage: pl.DataFrame) -> list[str]:
    return coverage.filter(pl.col("member_id").is_in(members)).get_column("subscriber_id").unique().to_list()


def _waiting(tx: Tx, claims: pl.DataFrame, coverage: pl.DataFrame) -> list[str]:
    """Families in which a claim waits for one of these."""
    numbers = claims.get_column("claim_number").cast(pl.String).unique().to_list()
    names = claims.get_column("claim_id").str.strip_chars().unique().to_list()
    found = tx.read(
        "select distinct d.family_id from decision d join claim c on c.claim_number = d.claim_number"
        " where d.reason = %s and d.family_id = any(%s)"
        f" and trim(coalesce(c.original_reference, c.claim_id)) = any(%s) and {selectors.STANDS}",
        [NOT_FOUND, coverage.get_column("subscriber_id").unique().to_list(), [*numbers, *names]],
    )
    return found.get_column("family_id").to_list()
