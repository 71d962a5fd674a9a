"""Django's settings, configured in code: the database's address is known only once the server runs."""

from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings
from django.db import connections

_chosen: dict[str, Any] = {
    "INSTALLED_APPS": ["corridor.app.store"],
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "LANGUAGE_CODE": "en",
    "TIME_ZONE": "UTC",
    "USE_TZ": True,
    "LOGGING_CONFIG": None,
}
"""What Django is set up with: the store alone, as most commands need, until `choose` says more."""

SESSION_SETTINGS = "-c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=iso_8601 -c client_min_messages=warning"
"""Fixed for every session: the hash chain digests rows as text, so text may not depend on who connects."""


_NAMED_BY_DJANGO = ("host", "port", "user", "password", "dbname")


def database_entry(schema: str, **address: Any) -> dict[str, Any]:
    """One entry of Django's DATABASES. `address`: host, port, user, dbname, sslmode, … as libpq names them."""
    options = {key: value for key, value in address.items() if key not in _NAMED_BY_DJANGO}
    # The temporary schema comes last so that no temporary table can stand in for one of ours.
    options["options"] = f"{SESSION_SETTINGS} -c search_path={schema},pg_temp"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.get("dbname", ""),
        "HOST": str(address.get("host", "")),
        "PORT": str(address.get("port", "")),
        "USER": address.get("user", ""),
        "PASSWORD": address.get("password", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
    }


def choose(more: Mapping[str, Any]) -> None:
    """Settings for a process that does more than the store's work, such as serving pages; before anything is opened."""
    assert not settings.configured, "settings are chosen before Django is set up"
    _chosen.update(more)


def configure(databases: dict[str, dict[str, Any]]) -> None:
    """Set Django up on `databases`; called again, it closes what is open and points the aliases elsewhere."""
    if not settings.configured:
        settings.configure(DATABASES=databases, **_chosen)
        django.setup()
        return
    for alias, entry in databases.items():
        set_alias(alias, entry)


def set_alias(alias: str, entry: dict[str, Any]) -> None:
    """Point connection `alias` at `entry`, closing this thread's connection to where it pointed before."""
    drop_alias(alias)
    connections.settings[alias] = connections.configure_settings({"default": entry})["default"]


def drop_alias(alias: str) -> None:
    """Close this thread's connection `alias` and forget where it points."""
    if alias in connections.settings:
        if connection := getattr(connections._connections, alias, None):
            connection.close()
            del connections[alias]
        del connections.settings[alias]
