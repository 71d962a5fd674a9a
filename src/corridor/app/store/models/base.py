"""What every table of a sponsor has, and columns taken from `records` so that they cannot differ from it."""

from collections.abc import Callable

import polars as pl
from django.db import models

from corridor.records.table import Column, Table

FIELDS: dict[type, type[models.Field]] = {
    pl.String: models.TextField,
    pl.Int32: models.IntegerField,
    pl.Int64: models.BigIntegerField,
    pl.Date: models.DateField,
    pl.Boolean: models.BooleanField,
}


class TenantRow(models.Model):
    """A row that belongs to one sponsor: row-level security shows it to no other.

    Foreign keys between such tables have two columns and are made in SQL: a plain one accepts another sponsor's row."""

    tenant = models.ForeignKey("store.Tenant", models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        abstract = True


class BatchRow(TenantRow):
    """A row that one batch brought."""

    batch = models.ForeignKey("store.Batch", models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        abstract = True


def records_columns(
    table: Table, *, only: tuple[str, ...] = (), omit: tuple[str, ...] = ()
) -> Callable[[type[models.Model]], type[models.Model]]:
    """Class decorator: add the columns of a table of records, all, `only` these, or all but `omit`."""

    def add(model: type[models.Model]) -> type[models.Model]:
        for column in table.columns:
            if column.name not in omit and (not only or column.name in only):
                model.add_to_class(column.name, _field(column))
        return model

    return add


def _field(column: Column) -> models.Field:
    return FIELDS[column.dtype](null=column.nullable)


def unique(table: str, *columns: str, nulls_distinct: bool | None = None) -> models.UniqueConstraint:
    """A sponsor holds `columns` once. nulls_distinct False: empty values count as equal."""
    return models.UniqueConstraint(fields=("tenant", *columns), name=f"{table}_key", nulls_distinct=nulls_distinct)
