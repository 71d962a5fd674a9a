"""Sponsors: making one from its documents, and finding which one is meant."""

import os
from datetime import date

from corridor.app.services.documents import ARRANGEMENT, SourceDocument, add_documents, read_documents
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import create_tenant, tenant_codes, tenant_transaction
from corridor.app.store.tx import Tx
from corridor.ledger.accounts import chart
from corridor.wording.said import listed, said

SPONSOR_VARIABLE = "CORRIDOR_SPONSOR"
FOUNDING = "sponsor"
"""Kind of the batch with which a sponsor begins."""


def add_sponsor(sources: tuple[SourceDocument, ...], as_of: date, *, alias: str = "default") -> str:
    """Make a sponsor with its chart of accounts and its documents; returns its code.

    Raises DocumentError or ServiceError before anything is written, TenantError when the code is taken.
    """
    sponsor = read_documents(sources).arrangement.sponsor
    if sponsor.code not in tenant_codes(alias) or _is_founded(sponsor.code, alias):
        create_tenant(sponsor.code, sponsor.name, sponsor.time_zone, sponsor.currency, alias=alias)
    with tenant_transaction(sponsor.code, alias) as tx:
        found(tx, sources, as_of)
    return sponsor.code


def _is_founded(code: str, alias: str) -> bool:
    """Whether the sponsor has its first batch: one that a crash left without is founded now."""
    with tenant_transaction(code, alias) as tx:
        return tx.scalar("select exists (select from batch)")


def found(tx: Tx, sources: tuple[SourceDocument, ...], as_of: date) -> None:
    """The founding batch of a sponsor: its documents and its accounts."""
    arrangement = next(source for source in sources if source.kind == ARRANGEMENT)
    file_id, _ = tx.store_file(arrangement.content, arrangement.name, ARRANGEMENT)
    batch = tx.next_batch(FOUNDING, as_of, file_id)
    add_documents(tx, batch, sources)
    tx.insert("account", chart().select("code", "name", "kind"))
    tx.seal(batch, {"documents": len(sources)})


def chosen_sponsor(named: str | None = None) -> str:
    """The sponsor that is meant: the one named, else $CORRIDOR_SPONSOR, else the first that was made.

    Raises ServiceError when there is none, or none of that code.
    """
    codes = tenant_codes()
    wanted = named or os.environ.get(SPONSOR_VARIABLE)
    if not codes:
        raise ServiceError(said("sponsor: found none in the store, expected one; `corridor demo` makes one"))
    if not wanted:
        return codes[0]
    by_fold = {code.casefold(): code for code in codes}
    if wanted.casefold() not in by_fold:
        raise ServiceError(
            said("sponsor: found {found!r}, expected one of {allowed}", found=wanted, allowed=listed(codes))
        )
    return by_fold[wanted.casefold()]
