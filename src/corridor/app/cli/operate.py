"""Commands for whoever runs the installation: backup, restore, doctor."""

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, this_moment


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command()(forget)
    app.command()(doctor)


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; in a folder, one with today's date.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write everything that Corridor keeps into one file, while it works; the file holds health data."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.operating.backup import back_up
    from corridor.app.store.upkeep.access import access_to
    from corridor.wording.said import said

    if not as_json:
        say(said("taking the backup …"), err=True)
    done = back_up(file, this_moment(), access_to(), force=force)
    if as_json:
        manifest = done.manifest.model_dump(mode="json")
        print_json({"path": str(done.path), "size_bytes": done.size_bytes, "manifest": manifest})
        return
    say(said("{file}: {size} MB", file=str(done.path), size=_megabytes(done.size_bytes)))
    _say_sponsors(done.manifest)


def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `corridor backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where sponsors are; what was there is kept under another name.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring everything back from a backup: checked first, put in place in one step."""
    from corridor.app.cli.output import print_json, progress, say
    from corridor.app.services.operating.restore import restore as restore_from
    from corridor.wording.said import said, told

    with progress(told(said("bytes read"))) as advance:
        done = restore_from(file, this_moment(), replace=replace, progress=advance)
    if as_json:
        print_json({**vars(done), "manifest": done.manifest.model_dump(mode="json")})
        return
    taken = f"{done.manifest.taken_at:%Y-%m-%d %H:%M %Z}"
    say(said("restored the backup of {moment} by Corridor {version}", moment=taken, version=done.manifest.corridor))
    _say_sponsors(done.manifest)
    if done.ended_sessions:
        say(said("sessions ended: {count}; people sign in again", count=done.ended_sessions))
    for fault in done.faults:
        say(said("as it was when the backup was taken: {fault}; `corridor verify` says more", fault=fault))
    if done.kept_database:
        say(said("what was there before is kept in the database {database}", database=done.kept_database))
    if done.kept_files:
        say(said("files that were in the way are kept in {folder}", folder=str(done.kept_files)))


def forget(
    database: Annotated[str, typer.Argument(help="The name that `corridor restore` and `corridor doctor` tell.")],
) -> None:
    """Drop a database that a restore put aside; it is gone for good."""
    from corridor.app.cli.output import say
    from corridor.app.services.operating.kept import forget as forget_database
    from corridor.app.store.upkeep.access import access_to
    from corridor.wording.said import said

    forget_database(database, access_to())
    say(said("dropped the database {database}", database=database))


def doctor(
    least_free: Annotated[int, typer.Option(help="Warn when fewer MiB of disk than this are free.", min=0)] = 1024,
    browser: Annotated[
        bool, typer.Option("--browser", help="Look for a browser too: tests of pages need one.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Examine the installation and say what to do; exit 1 on a fault. Changes nothing; may start the server."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.operating.doctor import examine
    from corridor.app.services.operating.finding import has_fault
    from corridor.app.services.operating.machine import DiskLimits
    from corridor.wording.said import told

    findings = examine(this_moment(), limits=DiskLimits(free_bytes=least_free << 20), with_browser=browser)
    if as_json:
        print_json([{name: told(value) for name, value in vars(finding).items()} for finding in findings])
    else:
        _print_findings(findings)
    raise typer.Exit(1 if has_fault(findings) else 0)


def _print_findings(findings: list[Any]) -> None:
    from corridor.app.services.operating.finding import AREAS, STATES
    from corridor.wording.said import told

    states = {state: told(word) for state, word in STATES.items()}
    width = max(map(len, states.values()))
    for area, heading in AREAS.items():
        typer.echo(told(heading))
        for finding in (finding for finding in findings if finding.area == area):
            typer.echo(f"  {states[finding.state]:<{width}}  {told(finding.found)}")
            if finding.remedy:
                typer.echo(f"  {'':<{width}}  → {told(finding.remedy)}")


def _say_sponsors(manifest: Any) -> None:
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    for sponsor in manifest.sponsors:
        say(
            said(
                "{sponsor}: {batches} batches, chain ends with {link}",
                sponsor=sponsor.code,
                batches=sponsor.batches,
                link=sponsor.chain_hash or "-",
            )
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"
