"""Reference tables that a user loaded: which file is which list, from which day."""

from django.db import models

from corridor.app.store.models.base import BatchRow, unique
from corridor.app.store.models.files import StoredFile


class ReferenceTable(BatchRow):
    """One table of a list (records/reference.py). Its rows are read from the file. name: what it stands beside others

    under: a setting, a schedule, a network, else the list's own. subject: that name as given where the file had none.
    """

    list = models.TextField()
    name = models.TextField()
    subject = models.TextField(null=True)
    effective_from = models.DateField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        db_table = "reference_table"
        constraints = (unique("reference_table", "batch", "name"),)
