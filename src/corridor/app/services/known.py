"""What the store knows beside claims, coverage and documents, for the steps before the kernel."""

from collections.abc import Collection

from corridor.app.services import selectors
from corridor.app.services.documents import Documents
from corridor.app.services.other_plans import other_plans_of, releases_of
from corridor.app.store.tx import Tx
from corridor.claims.known import Known


def known_of(
    tx: Tx, documents: Documents, members: Collection[str], numbers: Collection[int] = (), *, undoing: int = 0
) -> Known:
    """Of these members, and of claims of these numbers where they were taken in before.

    undoing: place of the batch that is being taken back, 0: none.
    """
    return Known(
        providers=selectors.providers(tx, undoing),
        other_plans=other_plans_of(tx, documents, members, undoing),
        released=releases_of(tx, numbers) if numbers else None,
    )
