"""What rented networks were asked, and what they have answered."""

from collections.abc import Collection

from corridor.app.services.documents import Documents
from corridor.app.store.tx import Tx
from corridor.claims.pricing.repricing import Repricing, asks_repricing
from corridor.records.repricing import REPRICED, REPRICING_REQUESTS

_UNDONE = "(select (params ->> 'undoes')::bigint from batch where kind = 'undo')"


def repricing_of(tx: Tx, documents: Documents, numbers: Collection[int], undoing: int = 0) -> Repricing | None:
    """Of claims of these numbers; None where no contract has its claims priced elsewhere.

    undoing: place of the batch that is being taken back, 0: none.
    """
    if not asks_repricing(documents.networks):
        return None
    if not len(numbers):
        return Repricing(REPRICING_REQUESTS.empty(), REPRICED.empty())
    requests = tx.read(
        "select claim_number, network, sent_on, due_on from repricing_request where claim_number = any(%s)",
        [list(numbers)],
    )
    answers = tx.read(
        "select distinct on (r.claim_number, r.line_number) r.network, r.claim_number, r.line_number, r.repriced_cents"
        " from repriced_line r left join batch b on b.id = r.batch_id"
        f" where r.claim_number = any(%s) and (b.seq is null or (b.seq <> %s and b.seq not in {_UNDONE}))"
        " order by r.claim_number, r.line_number, r.batch_id desc",
        [list(numbers), undoing],
    )
    return Repricing(REPRICING_REQUESTS.conform(requests), REPRICED.conform(answers))
