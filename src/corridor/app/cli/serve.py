"""`corridor serve`: the pages."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated

import typer

from corridor.app.cli.options import share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    with_jobs: Annotated[
        bool, typer.Option("--jobs", help="Work on jobs as well, in a second process: as `corridor jobs work` does.")
    ] = False,
) -> None:
    """Serve the pages until stopped: overview, claims, plan, back office."""
    share_nothing_among_threads()
    import uvicorn

    from corridor.app.cli.output import say
    from corridor.app.config import environment
    from corridor.app.services.access.opening import open_for_serving
    from corridor.wording.said import said

    is_empty = open_for_serving(environment.home_folder())
    if is_empty:
        say(said("nobody can sign in yet: `corridor user add` adds a person, `corridor user demo` one for each role"))
    say(said("pages at http://{host}:{port}/ until Ctrl-C", host=host, port=port))
    with _worker() if with_jobs else nullcontext():
        uvicorn.run(
            "corridor.app.web.asgi:Application",
            factory=True,
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=3,
        )


@contextmanager
def _worker() -> Iterator[None]:
    """A worker in a process of its own, ended afterwards when it has finished the file in hand."""
    # The server ends by sending itself the signal that it got: by default nothing here would be finished then.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    process = subprocess.Popen([sys.executable, "-c", "from corridor.app.cli.main import run; run()", "jobs", "work"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()
