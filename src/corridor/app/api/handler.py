"""Django for the API alone: its own addresses, none of the pages' middleware."""

from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, set_urlconf

from corridor.wording.language import language_named, speaking

ADDRESSES = "corridor.app.api.urls"
PREFIX = "/api/"


class ApiHandler(ASGIHandler):
    """A token says who asks, so there is neither a session nor a form to protect."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = convert_exception_to_response(self._told)

    async def _told(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip()
        with speaking(language_named(asked) or "en"):
            response = await self._get_response_async(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("X-Content-Type-Options", "nosniff")
        return response

    def resolve_request(self, request: HttpRequest) -> Any:
        request.urlconf = ADDRESSES  # type: ignore[attr-defined]
        set_urlconf(ADDRESSES)
        match = get_resolver(ADDRESSES).resolve(request.path_info)
        request.resolver_match = match
        return match
