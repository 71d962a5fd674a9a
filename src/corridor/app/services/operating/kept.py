"""Databases that a restore put aside."""

from corridor.app.services.operating.manifest import BackupError
from corridor.app.store.upkeep import databases
from corridor.app.store.upkeep.access import Access
from corridor.wording.said import listed, said


def forget(name: str, access: Access) -> None:
    """Drop a database that a restore put aside. Raises BackupError for any other, UpkeepError while it is in use."""
    with databases.maintained(access) as connection:
        known = databases.kept_databases(connection, access.database)
        if name not in known:
            raise BackupError(
                said(
                    "database {name}: found none of that name that a restore put aside, expected one of: {known}",
                    name=name,
                    known=listed(known) if known else said("none"),
                )
            )
        databases.refuse_others(connection, name)
        databases.drop(connection, name)
