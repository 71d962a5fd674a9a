"""Which kind of document a file holds, told by its fields."""

from collections.abc import Mapping
from typing import Any

from corridor.app.services.documents import (
    ARRANGEMENT,
    DISABILITY_PLAN,
    NETWORK_CONTRACT,
    PLAN,
    STOP_LOSS,
    SourceDocument,
)
from corridor.app.services.errors import ServiceError
from corridor.claims.pricing.contract import ContractDocument
from corridor.disability.schema import DisabilityDocument
from corridor.funding.arrangement import Arrangement
from corridor.plan.document import Strict, load_document, read_document
from corridor.plan.schema import PlanDocument
from corridor.stoploss.contract import Contract
from corridor.wording.said import listed, said

MODELS: Mapping[str, type[Strict]] = {
    PLAN: PlanDocument,
    DISABILITY_PLAN: DisabilityDocument,
    STOP_LOSS: Contract,
    NETWORK_CONTRACT: ContractDocument,
    ARRANGEMENT: Arrangement,
}
_TOLD_BY = {
    PLAN: "benefits",
    DISABILITY_PLAN: "weekly_benefit",
    STOP_LOSS: "policies",
    NETWORK_CONTRACT: "lines",
    ARRANGEMENT: "sponsor",
}
"""A field that every document of a kind has, and no other kind."""
NAMED = {
    "plan": PLAN,
    "disability": DISABILITY_PLAN,
    "stop-loss": STOP_LOSS,
    "network": NETWORK_CONTRACT,
    "arrangement": ARRANGEMENT,
}
"""What people call the kinds."""


def recognised(name: str, content: bytes, kind: str | None = None) -> SourceDocument:
    """A file as a document. kind: one of NAMED; None: told by its fields.

    Raises DocumentError for what is no YAML, ServiceError for an unknown kind or fields of none or several.
    """
    if kind is not None:
        if kind not in NAMED:
            raise ServiceError(
                said("--kind: found {found!r}, expected one of {expected}", found=kind, expected=listed(NAMED))
            )
        return SourceDocument(NAMED[kind], name, content)
    data = read_document(content, name).data
    kinds = [kind for kind, field in _TOLD_BY.items() if isinstance(data, dict) and field in data]
    if len(kinds) != 1:
        raise ServiceError(
            said(
                "{file}: found a document of {count} kinds, expected one: benefits in a plan, weekly_benefit in a "
                "disability plan, policies in a stop-loss contract, lines in a network contract, sponsor in a funding "
                "arrangement; or --kind",
                file=name,
                count=len(kinds),
            )
        )
    return SourceDocument(kinds[0], name, content)


def checked_data(source: SourceDocument) -> dict[str, Any]:
    """The values of a document by field name, as its schema reads them. Raises DocumentError."""
    return load_document(source.content, source.name, MODELS[source.kind]).model_dump(by_alias=True)
