"""The environment variables that Corridor reads, each in one place."""

import os
import secrets
from pathlib import Path

from platformdirs import user_data_dir

HOME = "CORRIDOR_HOME"
DATABASE_URL = "CORRIDOR_DATABASE_URL"
OWNER_DATABASE_URL = "CORRIDOR_OWNER_DATABASE_URL"
ADMIN_DATABASE_URL = "CORRIDOR_ADMIN_DATABASE_URL"
SERVER_ACCOUNT = "CORRIDOR_SERVER_ACCOUNT"
HOSTS = "CORRIDOR_HOSTS"
HTTPS = "CORRIDOR_HTTPS"
SECRET_KEY = "CORRIDOR_SECRET_KEY"


def home_folder() -> Path:
    """The folder that holds everything Corridor keeps: `$CORRIDOR_HOME`, else the platform's user data folder."""
    return Path(os.environ.get(HOME) or user_data_dir("corridor", appauthor=False)).expanduser()


def database_url() -> str | None:
    """Address of a PostgreSQL server to use instead of the embedded one, as the application role."""
    return os.environ.get(DATABASE_URL) or None


def owner_database_url() -> str | None:
    """The same database as its owner: needed to migrate it and to verify in an empty schema."""
    return os.environ.get(OWNER_DATABASE_URL) or None


def admin_database_url() -> str | None:
    """The same database as a role that passes row-level security: needed to back it up and to restore it."""
    return os.environ.get(ADMIN_DATABASE_URL) or None


def server_account_name() -> str | None:
    """The account under which the embedded server runs when Corridor itself runs as root."""
    return os.environ.get(SERVER_ACCOUNT) or None


def hosts() -> list[str]:
    """The names under which pages are served; any other in a request is refused."""
    named = os.environ.get(HOSTS, "")
    return [host.strip() for host in named.split(",") if host.strip()] or ["localhost", "127.0.0.1", "[::1]"]


def is_behind_https() -> bool:
    """Whether a proxy in front speaks HTTPS: cookies then never travel without it."""
    return os.environ.get(HTTPS, "").lower() in ("1", "true", "yes")


def secret_key(home: Path) -> str:
    """The key that signs cookies: the environment's, else one that `home` keeps, made when it is first asked for."""
    if given := os.environ.get(SECRET_KEY):
        return given
    path = home / "secret_key"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
