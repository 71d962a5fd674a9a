"""Documents checked without a sponsor: what would refuse them, and what there is to remark on a plan."""

from corridor.app.services.document_kinds import recognised
from corridor.app.services.documents import DISABILITY_PLAN, NETWORK_CONTRACT, PLAN, STOP_LOSS
from corridor.claims.pricing.contract import load_network_contract
from corridor.disability.load import load_disability_plan
from corridor.funding.arrangement import load_arrangement
from corridor.plan.document import DocumentError
from corridor.plan.review.review import Review, review_plan
from corridor.stoploss.contract import load_contract


def check_document(name: str, content: bytes, kind: str | None = None) -> Review:
    """The faults of a document; of a plan without any, the remarks on it.

    kind: as document_kinds.recognised takes it. Raises ServiceError for a document of no known kind.
    """
    try:
        source = recognised(name, content, kind)
        if source.kind == PLAN:
            return review_plan(content, name)
        loads = {
            DISABILITY_PLAN: load_disability_plan,
            STOP_LOSS: load_contract,
            NETWORK_CONTRACT: load_network_contract,
        }
        load = loads.get(source.kind, load_arrangement)
        load(content, name)
    except DocumentError as error:
        return Review(None, tuple(error.faults), ())
    return Review(None, (), ())
