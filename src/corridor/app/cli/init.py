"""`corridor init`: a machine made ready for an employer."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(init)


def init(
    example: Annotated[
        Path | None, typer.Option(help="Folder to write starter documents into, to be edited; what is there stays.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make this machine ready: a private home, the store, its tables. What is there already stays as it is."""
    share_nothing_among_threads()
    from corridor.app.cli.output import print_json
    from corridor.app.config import environment
    from corridor.app.services.starter import write_starter
    from corridor.app.store.connect import open_store
    from corridor.app.store.tenancy import tenant_codes

    home = None if environment.database_url() else environment.home_folder()
    is_new = home is not None and not (home / "data").exists()
    open_store()
    sponsors = tenant_codes()
    if example is None and not sponsors and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
        example = _asked_folder()
    written = write_starter(example) if example else {}
    if as_json:
        print_json({"home": home, "is_new": is_new, "sponsors": sponsors, "example": written})
        return
    _tell_store(home, is_new, sponsors)
    for name, is_written in written.items():
        _tell_file(example / name, is_written)
    _tell_next(example or Path("."), sponsors)


def _asked_folder() -> Path | None:
    from corridor.wording.said import said, told

    question = told(said("Folder for starter documents to edit (Enter: none)"))
    answer = typer.prompt(question, default="", show_default=False)
    return Path(answer) if answer.strip() else None


def _tell_store(home: Path | None, is_new: bool, sponsors: list[str]) -> None:
    from corridor.app.cli.output import say
    from corridor.wording.said import listed, said

    if home is None:
        say(said("store: the server that CORRIDOR_DATABASE_URL names, its tables ready"))
    elif is_new:
        say(said("store: made in {home}, closed to other accounts", home=home))
    else:
        say(said("store: there already in {home}; nothing was changed", home=home))
    if sponsors:
        say(said("sponsors: {sponsors}", sponsors=listed(sponsors)))


def _tell_file(path: Path, is_written: bool) -> None:
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    say(said("  wrote {file}", file=path) if is_written else said("  {file}: there already, left as it is", file=path))


def _tell_next(folder: Path, sponsors: list[str]) -> None:
    """What to do next: the commands, in their order."""
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    documents = " ".join(f"--{kind} {folder / kind}.yaml" for kind in ("arrangement", "plan", "stop-loss"))
    steps: list[tuple[Any, str]] = [
        (said("a sponsor from its documents"), f"corridor sponsor add {documents}"),
        (said("a person who may sign in"), "corridor user add EMAIL --role finance"),
        (said("members, then claims"), f"corridor load {folder / 'members.csv'}"),
        (said("the pages"), "corridor serve"),
    ]
    say(said("next:"))
    for what, command in steps[1 if sponsors else 0 :]:
        say(said("  {command}   {what}", command=command, what=what))
