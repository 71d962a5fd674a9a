"""Options that several commands share."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print data as JSON.")]
Sponsor = Annotated[
    str | None,
    typer.Option("--sponsor", help="Whose plan; default: $CORRIDOR_SPONSOR, else the first sponsor made."),
]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to work on; default: today.")
]

Who = Annotated[str | None, typer.Option(help="Who does it; default: the account that runs the command.")]


def person_of(who: str | None) -> str:
    """The person who was named, else the account of the operating system."""
    import getpass

    return who or getpass.getuser()


def share_nothing_among_threads() -> None:
    """One thread for tables: a day's batches are small, and handing them over costs more than it saves.

    Works before the first import of polars only, and leaves alone what the environment says.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")


def day_of(as_of: datetime | None) -> date:
    """The day that was given, else today: the one place where the clock is read."""
    return as_of.date() if as_of else date.today()


def this_moment() -> datetime:
    """Now, with the machine's time zone: for what is stamped, such as a backup. Work is done on a day instead."""
    return datetime.now().astimezone()


def moment_of(text: str) -> datetime:
    """A moment such as 2026-01-31T17:00, in the machine's time zone where it names none. Raises ServiceError."""
    from corridor.app.services.errors import ServiceError
    from corridor.wording.said import said

    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise ServiceError(said("moment: found {text!r}, expected such as 2026-01-31T17:00", text=text)) from None


def opened_sponsor(sponsor: str | None) -> str:
    """Open the store and find the sponsor that is meant."""
    from corridor.app.services.sponsors import chosen_sponsor
    from corridor.app.store.connect import open_store

    open_store()
    return chosen_sponsor(sponsor)


def named_file(path: Path) -> Any:
    """A file of the command line as the services take it."""
    from corridor.app.services.intake import NamedFile

    return NamedFile(path.name, path.read_bytes())
