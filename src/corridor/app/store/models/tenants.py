"""The sponsors, and which migrations the tables have seen."""

from django.db import models


class Tenant(models.Model):
    """One plan sponsor: the owner of rows. Its own row is all that it sees of this table."""

    code = models.TextField(unique=True)
    name = models.TextField()
    time_zone = models.TextField()
    currency = models.TextField()

    class Meta:
        db_table = "tenant"


class SchemaState(models.Model):
    """One row: the digest of the migrations that made these tables, so that an equal program skips the planner."""

    digest = models.TextField()

    class Meta:
        db_table = "schema_state"
