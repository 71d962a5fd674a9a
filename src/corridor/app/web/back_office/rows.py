"""What the back office reads of the store's tables: the columns it shows, under names in the reader's language.

Models of their own rather than the store's: they have no column with contents, and nothing here can migrate a table.
"""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.app.web.access.words import what_was_read


class Batches(models.Model):
    """What was done, in order."""

    seq = models.BigIntegerField(_("Place"))
    kind = models.TextField(_("Kind"))
    as_of = models.DateField(_("As of"))
    recorded_at = models.DateTimeField(_("Recorded"))
    result = models.JSONField(_("Result"))

    class Meta:
        managed = False
        db_table = "batch"
        verbose_name = _("batch")
        verbose_name_plural = _("Batches")

    def __str__(self) -> str:
        return str(self.seq)


class Files(models.Model):
    """Files that came in and went out, without their contents, and without their names, which senders choose."""

    kind = models.TextField(_("Kind"))
    direction = models.TextField(_("Direction"))
    size = models.BigIntegerField(_("Bytes"))
    recorded_at = models.DateTimeField(_("Recorded"))
    sha256 = models.TextField(_("SHA-256"))

    class Meta:
        managed = False
        db_table = "stored_file"
        verbose_name = _("file")
        verbose_name_plural = _("Files")

    def __str__(self) -> str:
        return gettext("File %(digest)s") % {"digest": self.sha256[:12]}


class Documents(models.Model):
    """Plan documents, contracts, arrangements."""

    kind = models.TextField(_("Kind"))
    code = models.TextField(_("Code"))
    effective_from = models.DateField(_("In force from"))

    class Meta:
        managed = False
        db_table = "document"
        verbose_name = _("document")
        verbose_name_plural = _("Documents")

    def __str__(self) -> str:
        return self.code


class Readings(models.Model):
    """Who looked at whose claim."""

    accessed_at = models.DateTimeField(_("When"))
    who = models.TextField(_("Who"))
    what = models.TextField(_("What"))
    why = models.TextField(_("Why"))

    class Meta:
        managed = False
        db_table = "access_log"
        verbose_name = _("reading of health data")
        verbose_name_plural = _("Readings of health data")

    def __str__(self) -> str:
        return what_was_read(self.what)


class Changes(models.Model):
    """Statements that changed what may change."""

    changed_at = models.DateTimeField(_("When"))
    table_name = models.TextField(_("Table"))
    action = models.TextField(_("Action"))
    row_count = models.BigIntegerField(_("Rows"))
    changed_by = models.TextField(_("By"))

    class Meta:
        managed = False
        db_table = "audit_change"
        verbose_name = _("change of a table")
        verbose_name_plural = _("Changes of tables")

    def __str__(self) -> str:
        return gettext("Change of %(table)s") % {"table": self.table_name}
