"""The environment variables that Corridor reads, each in one place."""

import os
from pathlib import Path

from platformdirs import user_data_dir

HOME = "CORRIDOR_HOME"
DATABASE_URL = "CORRIDOR_DATABASE_URL"
OWNER_DATABASE_URL = "CORRIDOR_OWNER_DATABASE_URL"
SERVER_ACCOUNT = "CORRIDOR_SERVER_ACCOUNT"


def home_folder() -> Path:
    """The folder that holds everything Corridor keeps: `$CORRIDOR_HOME`, else the platform's user data folder."""
    return Path(os.environ.get(HOME) or user_data_dir("corridor", appauthor=False)).expanduser()


def database_url() -> str | None:
    """Address of a PostgreSQL server to use instead of the embedded one, as the application role."""
    return os.environ.get(DATABASE_URL) or None


def owner_database_url() -> str | None:
    """The same database as its owner: needed to migrate it and to verify in an empty schema."""
    return os.environ.get(OWNER_DATABASE_URL) or None


def server_account_name() -> str | None:
    """The account under which the embedded server runs when Corridor itself runs as root."""
    return os.environ.get(SERVER_ACCOUNT) or None
