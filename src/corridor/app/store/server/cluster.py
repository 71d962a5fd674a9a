"""The data folder: made by initdb, and who is let in."""

import os
import shutil
import subprocess
from pathlib import Path

from corridor.app.store.errors import ServerError, StoreTooNew
from corridor.app.store.server.account import Account, Layout, os_user
from corridor.app.store.server.binaries import MAJOR
from corridor.wording.said import said

BOOTSTRAP, OWNER, APP = "corridor_bootstrap", "corridor_owner", "corridor_app"
"""The three roles: superuser (initdb makes it), owner of the tables, the one that serves."""

HERE = Path("/proc/self/cwd")


def data_argument(folder: Path, account: Account) -> str:
    """What to pass as `-D` to a program whose working folder is `folder`.

    Another account may not be able to pass the folders above, and we do not open them: the program enters the
    folder before it gives up root, and names it by the link that needs no passage.
    """
    return str(HERE if account.is_other and HERE.exists() else folder)


def clean_environment() -> dict[str, str]:
    """The environment without variables that would redirect PostgreSQL, and with messages in English."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def ensure_cluster(layout: Layout, account: Account, binaries: Path) -> None:
    """Make the data folder if there is none; refuse one of another PostgreSQL. The caller holds the lock."""
    if not layout.data.exists():
        _initialise(layout, account, binaries)
    check_version(layout)
    _write_access(layout.data, account)


def check_version(layout: Layout) -> None:
    """Raises StoreTooNew for data of a later PostgreSQL, ServerError for data of an earlier one or none."""
    try:
        found = (layout.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError as error:
        raise ServerError(
            said("{folder}: found no PG_VERSION, expected a PostgreSQL data folder", folder=layout.data)
        ) from error
    facts = {"folder": layout.data, "found": found, "expected": MAJOR}
    if not found.isdigit() or int(found) < MAJOR:
        raise ServerError(
            said("{folder}: found data of PostgreSQL {found}, expected {expected}: dump and load it", **facts)
        )
    if int(found) > MAJOR:
        raise StoreTooNew(
            said(
                "{folder}: found data of PostgreSQL {found}, expected {expected}: a newer Corridor wrote it; nothing"
                " was touched",
                **facts,
            )
        )


def _initialise(layout: Layout, account: Account, binaries: Path) -> None:
    folder = layout.unfinished
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    if account.is_other:
        os.chown(folder, account.uid, account.gid)
    command = [
        str(binaries / "initdb"),
        f"--pgdata={data_argument(folder, account)}",
        f"--username={BOOTSTRAP}",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth=peer",
        "--data-checksums",
        "--no-instructions",
    ]
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        **account.identity(),
    )
    if done.returncode:
        raise ServerError(
            said(
                "initdb in {folder}: found exit code {code}: {message}",
                folder=layout.home,
                code=done.returncode,
                message=done.stderr.strip()[-500:],
            )
        )
    folder.rename(layout.data)


def _write_access(data: Path, account: Account) -> None:
    roles = ",".join((BOOTSTRAP, OWNER, APP))
    rules = f"local all {roles} peer map=corridor\nlocal all all reject\n"
    users = "".join(f'corridor "{os_user()}" {role}\n' for role in (BOOTSTRAP, OWNER, APP))
    for name, text in (("pg_hba.conf", rules), ("pg_ident.conf", users)):
        path = data / name
        path.write_text(text)
        path.chmod(0o600)
        if account.is_other:
            os.chown(path, account.uid, account.gid)
