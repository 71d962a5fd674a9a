"""Holds, floors of balances, closed periods, and balances kept at their closing."""

from corridor.app.store.models.base import BatchRow, TenantRow, records_columns, unique
from corridor.records.ledger import BALANCE_LIMITS, BALANCE_SNAPSHOTS, HOLD_EVENTS, HOLDS, PERIOD_CLOSES


@records_columns(HOLDS)
class Hold(BatchRow):
    """Money that is spoken for (records/ledger.py)."""

    class Meta:
        db_table = "hold"
        constraints = (unique("hold", *HOLDS.key),)


@records_columns(HOLD_EVENTS)
class HoldEvent(BatchRow):
    """What happened to holds (records/ledger.py)."""

    class Meta:
        db_table = "hold_event"
        constraints = (unique("hold_event", *HOLD_EVENTS.key),)


@records_columns(BALANCE_LIMITS)
class BalanceLimit(BatchRow):
    """Floors of balances, and overdrafts approved (records/ledger.py)."""

    class Meta:
        db_table = "balance_limit"
        constraints = (unique("balance_limit", *BALANCE_LIMITS.key),)


@records_columns(PERIOD_CLOSES)
class PeriodClose(BatchRow):
    """Closings and reopenings of the books (records/ledger.py)."""

    class Meta:
        db_table = "period_close"
        constraints = (unique("period_close", *PERIOD_CLOSES.key),)


@records_columns(BALANCE_SNAPSHOTS)
class BalanceSnapshot(TenantRow):
    """A cache: balances at the closing of a period (records/ledger.py). Taken anew by `verify`."""

    class Meta:
        db_table = "balance_snapshot"
        constraints = (unique("balance_snapshot", *BALANCE_SNAPSHOTS.key),)
