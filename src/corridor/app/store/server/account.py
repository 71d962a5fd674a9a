"""Which OS account the server runs under, and the folders that are private to it."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.app.config import environment
from corridor.app.store.errors import ServerError
from corridor.wording.said import listed, said

ACCOUNTS_FOR_ROOT = ("corridor", "postgres", "nobody")
SOCKET_BASE = Path("/tmp")  # short, open to every account, and outlives a login, unlike $XDG_RUNTIME_DIR


@dataclass(frozen=True)
class Account:
    """An OS account. `is_other`: not the one this process runs under, so privileges are dropped in the child."""

    name: str
    uid: int
    gid: int
    is_other: bool

    def identity(self) -> dict[str, Any]:
        """Arguments for subprocess that make the child this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}


@dataclass(frozen=True)
class Layout:
    """The folders and files of one store."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def unfinished(self) -> Path:
        """Where initdb works, so that `data` is either whole or absent."""
        return self.home / "data.unfinished"

    @property
    def lock(self) -> Path:
        return self.home / "server.lock"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket_dir(self) -> Path:
        """A private folder with a short path: a socket's path may have about 100 bytes, a home may be longer."""
        identity = f"{os.geteuid()}:{self.home}"
        return SOCKET_BASE / f"corridor-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


def layout_of(home: Path) -> Layout:
    """The layout under `home`, by its real path so that every spelling of it finds the same server."""
    return Layout(Path(os.path.realpath(home)))


def own_home(layout: Layout) -> None:
    """Make the home if it is missing. Raises ServerError when it belongs to another account."""
    try:
        layout.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServerError(
            said(
                "home {folder}: found {problem}, expected a folder that can be made",
                folder=layout.home,
                problem=error.strerror,
            )
        ) from error
    owner = layout.home.stat().st_uid
    if owner != os.geteuid():
        raise ServerError(
            said(
                "home {folder}: found owner uid {owner}, expected uid {expected}: run Corridor as the owner, or set"
                " {variable}",
                folder=layout.home,
                owner=owner,
                expected=os.geteuid(),
                variable=environment.HOME,
            )
        )


def os_user() -> str:
    """Name of the account this process runs under: the only one that the server lets in."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise ServerError(
            said(
                "uid {uid}: found no account of that number, expected one: PostgreSQL looks its users up by name",
                uid=os.geteuid(),
            )
        ) from error


def server_account(layout: Layout) -> Account:
    """The account for the server: our own, or for root (PostgreSQL refuses uid 0) an unprivileged one.

    A data folder keeps the account that it was made with.
    """
    if os.geteuid() != 0:
        return Account(os_user(), os.geteuid(), os.getegid(), is_other=False)
    if layout.data.exists():
        return _unprivileged(pwd.getpwuid(layout.data.stat().st_uid))
    wanted = environment.server_account_name()
    for name in (wanted,) if wanted else ACCOUNTS_FOR_ROOT:
        try:
            return _unprivileged(pwd.getpwnam(name))
        except KeyError:
            continue
    names = wanted or listed(ACCOUNTS_FOR_ROOT)
    raise ServerError(said("account for the server: found none named {names}", names=names))


def _unprivileged(entry: pwd.struct_passwd) -> Account:
    if entry.pw_uid == 0:
        raise ServerError(said("account for the server: found root, expected an account without privileges"))
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, is_other=True)


def make_private(folder: Path, account: Account) -> None:
    """Make `folder` for `account` alone, or check that it is so. Raises ServerError when another made it."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        check_private(folder, account)
    else:
        if account.is_other:
            os.chown(folder, account.uid, account.gid)


def check_private(folder: Path, account: Account) -> None:
    """Raises ServerError unless `folder` is a true folder, owned by `account` and closed to everybody else."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise ServerError(said("{folder}: found a file or a link, expected a folder", folder=folder))
    if found.st_uid != account.uid:
        raise ServerError(
            said(
                "{folder}: found owner uid {owner}, expected uid {expected}: somebody else made it",
                folder=folder,
                owner=found.st_uid,
                expected=account.uid,
            )
        )
    if found.st_mode & 0o077:
        raise ServerError(
            said("{folder}: found mode {mode:o}, expected 700", folder=folder, mode=found.st_mode & 0o777)
        )
