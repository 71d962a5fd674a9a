"""Claims: decided in the request that brings them, read, explained; running totals of a member."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Header, Router

from corridor.app.api.seat import place_of
from corridor.app.services.access.roles import Right
from corridor.app.services.live import decide_live
from corridor.app.services.live_body import ClaimBody
from corridor.app.services.live_read import accumulators_data, claim_data, explanation_data
from corridor.wording.language import current_language

router = Router(tags=["claims"])
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


@router.post("/sponsors/{sponsor}/claims", response={200: dict, 201: dict}, summary="Decide a claim")
def post_claim(
    request: HttpRequest,
    response: HttpResponse,
    sponsor: str,
    key: Key,
    claim: Annotated[ClaimBody, Body()],  # type: ignore[valid-type]
) -> Any:
    """Decide one claim, store and post it, and answer with its lines.

    201: decided now. 200 with `Idempotency-Replayed: true`: this key came before with this claim, and this is the same
    answer. 409: the key came with another claim. Amounts are whole cents.
    """
    place = place_of(request, Right.WORK_CLAIMS)
    answer = decide_live(place.sponsor, claim, key, date.today(), actor=place.who)
    here = f"/api/v1/sponsors/{place.sponsor}/claims/{answer.data['claim_number']}"
    response["Location"] = here
    response["Idempotency-Replayed"] = "true" if answer.is_replayed else "false"
    told = {**answer.data, "is_replayed": answer.is_replayed, "explanation": f"{here}/explanation"}
    return (200 if answer.is_replayed else 201), told


@router.get("/sponsors/{sponsor}/claims/{int:number}", response=dict, summary="A claim as it stands")
def get_claim(request: HttpRequest, sponsor: str, number: int) -> Any:
    """The decisions that stand for a claim, one for each line. The reading is logged."""
    return _found(claim_data(place_of(request, Right.SEE_HEALTH), number))


@router.get("/sponsors/{sponsor}/claims/{int:number}/explanation", response=dict, summary="Why a claim was decided so")
def get_explanation(request: HttpRequest, sponsor: str, number: int) -> Any:
    """Each line in sentences, in the language of `Accept-Language` (en, tr), and as data. The reading is logged."""
    return _found(explanation_data(place_of(request, Right.SEE_HEALTH), number, current_language()))


@router.get(
    "/sponsors/{sponsor}/members/{member_id}/accumulators", response=list[dict], summary="Running totals of a member"
)
def get_accumulators(request: HttpRequest, sponsor: str, member_id: str) -> Any:
    """Running totals of a member and of the member's family, by plan, year, kind and tier. The reading is logged."""
    return _found(accumulators_data(place_of(request, Right.SEE_HEALTH), member_id))


def _found(answer: Any) -> Any:
    if answer is None:
        raise Http404
    return answer
