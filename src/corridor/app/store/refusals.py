"""What the database says when it refuses rows, by its form: PostgreSQL's own messages and those of our triggers.

None of them quotes a row: they name tables, columns, constraints and keys.
"""

REFUSALS = (
    'duplicate key value violates unique constraint "{constraint}"',
    'insert or update on table "{table}" violates foreign key constraint "{constraint}"',
    'update or delete on table "{table}" violates foreign key constraint "{constraint}" on table "{other}"',
    'null value in column "{column}" of relation "{table}" violates not-null constraint',
    'new row for relation "{table}" violates check constraint "{constraint}"',
    'new row violates row-level security policy for table "{table}"',
    "permission denied for table {table}",
    "table {table} is append-only: found {found}, expected a new row that corrects",
    "entry {entry}: found a sum of {cents} cents, expected 0",
    "entry {entry}: found {found} legs at once, expected all {expected}, numbered from 0",
    "entry {entry}: found currency {found}, expected {expected}, the sponsor's",
    "entry {entry}: found day {day} in a period closed through {closed}, expected a later day",
    "period: found it {action} through {day}, after {before}, expected closing to go forward, reopening back",
    "hold {hold}: found {cents} cents posted, void or lapsed, expected {held} at most, within its days",
    "account {account}: found {cents} cents left on {day}, expected {least} at least, or an overdraft approved",
    "payment {payment}: found it released by who set up or changed its payee, expected another person",
    "payment run {run}: found it above the limit and approved by who prepared it, expected another person",
    "payment {payment}: found it released with too few approvals of its run, expected those that it needs",
    "payment {payment}: found an overpayment of one plan taken from another, expected the same plan",
    "no sponsor is set for this transaction",
    "deadlock detected",
    "canceling statement due to statement timeout",
    "canceling statement due to lock timeout",
    "could not serialize access due to concurrent update",
)
"""Templates; another message is passed on as it is."""
