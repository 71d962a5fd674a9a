"""What the store knows beside claims, coverage and documents, for the steps before the kernel."""

from collections.abc import Collection

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.authorizations import authorizations_of
from corridor.app.services.desk.overridden import overrides_of
from corridor.app.services.documents import Documents
from corridor.app.services.family_versions import claims_elsewhere
from corridor.app.services.other_plans import other_plans_of, releases_of
from corridor.app.services.reference.edits import code_edits_of
from corridor.app.services.reference.prices import prices_of
from corridor.app.services.reference.tables import reference_tables
from corridor.app.services.repricing.known import repricing_of
from corridor.app.store.tx import Tx
from corridor.claims.code_edits.tables import CodeEdits
from corridor.claims.known import Known


def known_of(
    tx: Tx,
    documents: Documents,
    members: Collection[str],
    numbers: Collection[int] = (),
    *,
    claims: pl.DataFrame,
    undoing: int = 0,
) -> Known:
    """Of these members, and of claims of these numbers where they were taken in before.

    claims: CLAIMS that are to be decided. undoing: place of the batch that is being taken back, 0: none.
    """
    providers = selectors.providers(tx, undoing)
    return Known(
        providers=providers,
        other_plans=other_plans_of(tx, documents, members, undoing),
        released=releases_of(tx, numbers) if len(numbers) else None,
        overrides=overrides_of(tx, numbers) if len(numbers) else None,
        code_edits=_code_edits_of(tx, documents, claims, members, is_new=not len(numbers), undoing=undoing),
        elsewhere=claims_elsewhere(tx, claims),
        authorizations=authorizations_of(tx, documents, members, undoing),
        prices=prices_of(tx, documents, claims, providers, undoing=undoing),
        repricing=repricing_of(tx, documents, numbers, undoing),
    )


def _code_edits_of(
    tx: Tx, documents: Documents, claims: pl.DataFrame, members: Collection[str], *, is_new: bool, undoing: int
) -> CodeEdits | None:
    if not any(documents.compiled.code_edits):
        return None
    return code_edits_of(reference_tables(tx, undoing), documents, claims, members, is_new=is_new)
