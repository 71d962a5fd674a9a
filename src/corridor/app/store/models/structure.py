"""Parts of the employer: who is in them, what they were called, what went to the employer's own books."""

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.structure import BILL_GROUP_MEMBERS, CALL_PARTS, LEDGER_EXPORT_ENTRIES, LEDGER_EXPORTS


@records_columns(BILL_GROUP_MEMBERS)
class BillGroupMember(BatchRow):
    """Who is in which bill group (records/structure.py)."""

    class Meta:
        db_table = "bill_group_member"
        constraints = (unique("bill_group_member", "batch", *BILL_GROUP_MEMBERS.key),)


@records_columns(CALL_PARTS)
class CallPart(BatchRow):
    """A group's part of a call (records/structure.py)."""

    class Meta:
        db_table = "call_part"
        constraints = (unique("call_part", *CALL_PARTS.key),)


@records_columns(LEDGER_EXPORTS)
class LedgerExport(BatchRow):
    """An export to the employer's own books (records/structure.py)."""

    class Meta:
        db_table = "ledger_export"
        constraints = (unique("ledger_export", *LEDGER_EXPORTS.key),)


@records_columns(LEDGER_EXPORT_ENTRIES)
class LedgerExportEntry(BatchRow):
    """An entry that was exported: the key lets it be so once (records/structure.py)."""

    class Meta:
        db_table = "ledger_export_entry"
        constraints = (unique("ledger_export_entry", *LEDGER_EXPORT_ENTRIES.key),)
