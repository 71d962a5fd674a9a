"""What happens around every request: language, the content policy, errors as pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from corridor.app.services.errors import ServiceError
from corridor.app.web.faults import refused
from corridor.wording.language import language_named

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)


class ContentPolicy(MiddlewareMixin):
    """Pages load nothing from anywhere else; the back office's own scripts need more, so it has its own rules."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Referrer-Policy", "same-origin")
        return response


class Languages(MiddlewareMixin):
    """The language that the reader chose (a cookie), else the browser's."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = language_named(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        language = chosen or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.setdefault("Content-Language", translation.get_language() or "en")
        return response


class Faults(MiddlewareMixin):
    """What a service refuses becomes a page that says what is the matter and what to do."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ServiceError):
            return refused(request, error)
        return None
