"""Tasks of arrangements, and the days set for their moves."""

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.agreement import ARRANGEMENT_EVENTS, ARRANGEMENT_TASKS


@records_columns(ARRANGEMENT_TASKS)
class ArrangementTask(BatchRow):
    """What became of tasks (records/agreement.py)."""

    class Meta:
        db_table = "arrangement_task"
        constraints = (unique("arrangement_task", *ARRANGEMENT_TASKS.key),)


@records_columns(ARRANGEMENT_EVENTS)
class ArrangementEvent(BatchRow):
    """Days set for moves (records/agreement.py)."""

    class Meta:
        db_table = "arrangement_event"
        constraints = (unique("arrangement_event", *ARRANGEMENT_EVENTS.key),)
