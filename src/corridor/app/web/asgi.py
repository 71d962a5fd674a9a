"""The application that a server of pages runs."""

import gc
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.utils.module_loading import import_string

from corridor.app.web.live import hub

# Static files are read by whitenoise, a piece at a time, in a thread: that is meant.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

API = "/api/"
"""Addresses that pages leave to the API, which is not theirs to import: the settings name its handler."""

SETTLED_AFTER = (1, 10, 100)
"""Requests after which what is loaded is there to stay: code, documents, statements. It is taken out of the garbage
collector's sight, which otherwise goes through all of it again and again, a tenth of a second each time."""

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Application:
    """Django's application, with a beginning and an end: at the end the listening stops."""

    def __init__(self) -> None:
        self._django = get_asgi_application()
        self._api = import_string(settings.API_HANDLER)()
        self._answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            is_api = scope["type"] == "http" and scope["path"].startswith(API)
            await (self._api if is_api else self._django)(scope, receive, send)
            self._answered += 1
            if self._answered in SETTLED_AFTER:
                gc.collect()
                gc.freeze()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                await hub.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
