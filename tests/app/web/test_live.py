"""A batch that lands reaches the pages of its sponsor, and no others; a lost connection is said and mended."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import date
from typing import Any

import pytest

from corridor.app.web import live
from corridor.app.web.live import Hub, state_event
from tests.app.conftest import Shop, claim_row, claims_csv, new_shop

PATIENCE = 10.0
LISTENING, LOST = state_event(True), state_event(False)

Scene = Callable[[Hub], Coroutine[Any, Any, Any]]


@pytest.fixture
def play(store: object) -> Iterator[Callable[[Scene], Any]]:
    """Runs a scene with a hub of its own."""

    def run(scene: Scene) -> Any:
        async def whole() -> Any:
            hub = Hub()
            try:
                return await asyncio.wait_for(scene(hub), PATIENCE)
            finally:
                await hub.close()

        return asyncio.run(whole())

    return run


async def _load(shop: Shop, claim: str) -> None:
    body = claims_csv(claim_row(claim, "99213", "100.00"))
    await asyncio.to_thread(shop.load, f"{claim}.csv", body, date(2026, 2, 2))


def test_a_batch_reaches_the_streams_of_its_sponsor_only(shop: Shop, play: Callable[[Scene], Any]) -> None:
    other = new_shop()

    async def scene(hub: Hub) -> tuple[str, bool]:
        ours, theirs = hub.join(shop.code), hub.join(other.code)
        assert await ours.get() == LISTENING
        assert await theirs.get() == LISTENING
        await _load(shop, "L1")
        return await ours.get(), theirs.empty()

    news, is_quiet = play(scene)
    seq = shop.rows("select max(seq) as seq from batch")[0][0]
    assert news == f"event: batch\ndata: {seq}\n\n"
    assert is_quiet


def test_a_batch_that_is_rolled_back_is_not_told(shop: Shop, play: Callable[[Scene], Any]) -> None:
    def fail() -> None:
        with shop.transaction() as tx:
            tx.seal(tx.next_batch("claims", date(2026, 2, 2)))
            raise RuntimeError("on purpose")

    async def scene(hub: Hub) -> str:
        ours = hub.join(shop.code)
        assert await ours.get() == LISTENING
        with pytest.raises(RuntimeError, match="on purpose"):
            await asyncio.to_thread(fail)
        await _load(shop, "L2")
        return await ours.get()

    assert play(scene).startswith("event: batch")


def test_a_lost_connection_is_said_and_mended(
    shop: Shop, play: Callable[[Scene], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAUSE_SECONDS", 0.05)

    def end_listeners() -> None:
        with shop.transaction() as tx:
            tx.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where query like 'listen %' and datname = current_database()"
            )

    async def scene(hub: Hub) -> list[str]:
        ours = hub.join(shop.code)
        heard = [await ours.get()]
        await asyncio.to_thread(end_listeners)
        heard += [await ours.get(), await ours.get()]
        await _load(shop, "L3")
        return [*heard, await ours.get()]

    first, second, third, fourth = play(scene)
    assert (first, second, third) == (LISTENING, LOST, LISTENING)
    assert fourth.startswith("event: batch")


def test_whoever_left_is_told_nothing(shop: Shop, play: Callable[[Scene], Any]) -> None:
    async def scene(hub: Hub) -> bool:
        gone, stays = hub.join(shop.code), hub.join(shop.code)
        await gone.get()
        await stays.get()
        hub.leave(shop.code, gone)
        await _load(shop, "L4")
        await stays.get()
        return gone.empty()

    assert play(scene)


def test_a_page_that_reads_nothing_does_not_grow(shop: Shop, play: Callable[[Scene], Any]) -> None:
    async def scene(hub: Hub) -> int:
        idle = hub.join(shop.code)
        for number in range(300):
            hub._tell(shop.code, str(number))
        return idle.qsize()

    assert play(scene) == 100
