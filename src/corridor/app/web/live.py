"""Batches as they land: one connection that listens for the process, a stream for every open page."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from corridor.app.services.access.roles import Right
from corridor.app.store.connect import SCHEMA
from corridor.app.web.guard import Asks, entered

log = logging.getLogger("corridor.web")

CHANNEL = f"{SCHEMA}_batch"
PAUSE_SECONDS = 1.0
"""Between attempts to listen again."""
BEAT_SECONDS = 15.0
"""A page that hears nothing for this long gets a comment, so that proxies keep the stream open."""
STREAM_SECONDS = 300.0
"""A stream ends after this long and the page opens another: the seat is looked at anew."""


class Hub:
    """Passes on what the database tells: sponsor and place of a batch to the streams of that sponsor."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[str]]] = {}
        self._task: asyncio.Task[None] | None = None
        self.is_listening = False

    def join(self, sponsor: str) -> asyncio.Queue[str]:
        """A queue of what happens at the sponsor; the first to join starts the listening."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=100)
        self._queues.setdefault(sponsor, set()).add(queue)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._listen())
        return queue

    def leave(self, sponsor: str, queue: asyncio.Queue[str]) -> None:
        """The stream is closed."""
        self._queues.get(sponsor, set()).discard(queue)

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as connection:
                    await connection.execute(f"listen {CHANNEL}")
                    self._set(True)
                    async for notice in connection.notifies():
                        sponsor, _, seq = notice.payload.rpartition(":")
                        self._tell(sponsor, f"event: batch\ndata: {seq}\n\n")
            except psycopg.Error:
                log.warning("live: the connection to the database is lost; trying again")
            self._set(False)
            await asyncio.sleep(PAUSE_SECONDS)

    def _set(self, is_listening: bool) -> None:
        """Tell every page whether news reach it; on coming back each looks for what it missed."""
        self.is_listening = is_listening
        for sponsor in self._queues:
            self._tell(sponsor, state_event(is_listening))

    def _tell(self, sponsor: str, event: str) -> None:
        for queue in self._queues.get(sponsor, ()):
            if not queue.full():  # a page that reads nothing has a hundred refreshes waiting: one is enough
                queue.put_nowait(event)


def state_event(is_listening: bool) -> str:
    """The event that says whether news reach the page."""
    return f"event: state\ndata: {'listening' if is_listening else 'lost'}\n\n"


hub = Hub()


def _address() -> dict[str, Any]:
    """Where connection `default` goes, for a connection of our own."""
    entry = connections.settings["default"]
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    options = {key: value for key, value in entry["OPTIONS"].items() if key not in ("pool", "options")}
    return options | {key: entry[name] for key, name in named.items() if entry[name]}


async def live(request: HttpRequest, sponsor: str) -> HttpResponse:
    """The stream of a sponsor's news: `batch` with its place, `state` listening or lost."""
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse(status=401)
    request.user = user
    place = await sync_to_async(entered)(request, sponsor, None)
    if not {Right.SEE_OVERVIEW, Right.SEE_CLAIMS} & place.role.rights:
        raise PermissionDenied
    response = StreamingHttpResponse(_events(place.sponsor), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


live.asks = Asks(None)  # type: ignore[attr-defined]


async def _events(sponsor: str) -> AsyncIterator[str]:
    queue = hub.join(sponsor)
    end = asyncio.get_running_loop().time() + STREAM_SECONDS
    try:
        # While the hub is only beginning to listen, the page says that it is connecting: the hub tells when it knows.
        yield "retry: 2000\n\n" + (state_event(True) if hub.is_listening else "")
        while asyncio.get_running_loop().time() < end:
            try:
                yield await asyncio.wait_for(queue.get(), BEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        hub.leave(sponsor, queue)
