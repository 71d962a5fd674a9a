"""`corridor demo`: a made-up employer over three plan years, on genuine files."""

from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    small: Annotated[bool, typer.Option("--small", help="40 employees over half a year: for tests.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the demo employer's files, do the main job on them, and print what a finance lead would read."""
    share_nothing_among_threads()
    from corridor.app.config.environment import home_folder
    from corridor.app.services.ahead import second_process
    from corridor.app.services.demo.generate import make_files

    home = home_folder()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with second_process() as second:
        making = second.submit(make_files, home / "demo" / ("small" if small else "full"), small=small)
        # What follows is imported while the other process makes the files.
        from corridor.app.cli.output import count, print_json, progress, say
        from corridor.app.services.demo.run import run_demo, warm_up
        from corridor.app.services.summary import summarise
        from corridor.app.store.connect import open_store
        from corridor.wording.said import said

        open_store()
        warm_up()
        with progress(said("the main job")) as advance:
            done = run_demo(making.result(), small=small, second=second, progress=advance)
    if done.files_new == 0 and done.rounds == 0:
        known = count(done.files_known)
        say(said("all {count} files were already taken in; nothing was changed", count=known), err=True)
    summary = summarise("MERIDIAN", done.as_of)
    if as_json:
        print_json(_as_data(summary))
    else:
        from corridor.app.cli.summary import print_summary

        print_summary(summary)


def _as_data(summary: Any) -> dict[str, Any]:
    data = dict(vars(summary))
    data["automatic"] = vars(summary.automatic)
    return {name: value.to_dicts() if hasattr(value, "to_dicts") else value for name, value in data.items()}
