"""The API: its routes, and what goes wrong as JSON."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from corridor.app.api.claims import router as claims
from corridor.app.api.jobs import router as jobs
from corridor.app.api.seat import NotAllowed, Seat
from corridor.app.services.errors import ServiceError
from corridor.app.services.live import KeyUsed
from corridor.app.services.live_body import BodyError, body_error
from corridor.app.store.errors import StoreError
from corridor.wording.said import Said, said, told

api = NinjaAPI(
    title="Corridor",
    version="1",
    urls_namespace="api",
    auth=Seat(),
    docs_url=None,
    openapi_url="/openapi.json",
    description="Claims decided while their sender waits, read and explained; files taken in as jobs.",
)
api.add_router("", claims)
api.add_router("", jobs)


def _refusal(request: HttpRequest, status: HTTPStatus, what: str, where: str, **sides: Said) -> HttpResponse:
    """An error as JSON: where, what, found, expected. Never a value of a person."""
    fault = {"where": where, "what": told(what), "found": None, "expected": None}
    fault |= {name: told(side) for name, side in sides.items()}
    return api.create_response(request, {"errors": [fault]}, status=status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _faulty(request, body_error(error.errors))


@api.exception_handler(BodyError)
def _faulty(request: HttpRequest, error: BodyError) -> HttpResponse:
    sides = {"found": error.found, "expected": error.expected}
    return _refusal(request, HTTPStatus.UNPROCESSABLE_ENTITY, _message(error), error.place, **sides)


@api.exception_handler(KeyUsed)
def _key_used(request: HttpRequest, error: KeyUsed) -> HttpResponse:
    return _refusal(request, HTTPStatus.CONFLICT, _message(error), "Idempotency-Key")


@api.exception_handler(ServiceError)
def _refused(request: HttpRequest, error: ServiceError) -> HttpResponse:
    return _refusal(request, HTTPStatus.UNPROCESSABLE_ENTITY, _message(error), "request")


@api.exception_handler(StoreError)
def _store_refused(request: HttpRequest, error: StoreError) -> HttpResponse:
    return _refusal(request, HTTPStatus.UNPROCESSABLE_ENTITY, _message(error), "store")


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    what = said("Authorization: found no token that works here, expected Bearer and a token of this sponsor")
    response = _refusal(request, HTTPStatus.UNAUTHORIZED, what, "Authorization")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    what = said("role: found one without the right {right}, expected one with it", right=error.right)
    return _refusal(request, HTTPStatus.FORBIDDEN, what, "Authorization")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refusal(request, HTTPStatus.NOT_FOUND, said("address: found nothing there"), "address")


def _message(error: Exception) -> Any:
    return error.args[0] if error.args else str(error)
