"""What must hold after a kill: asked in SQL past every trigger, and in the bytes of the outbox."""

from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

ALWAYS = {
    "entries that do not balance": "select count(*) from (select entry_id from posting group by entry_id, currency"
    " having sum(amount_cents) <> 0) wrong",
    "postings beyond zero": "select abs(coalesce(sum(amount_cents), 0)) from posting",
    "batches without a seal": "select count(*) from batch where result is null",
    "claims twice": "select count(*) from (select claim_id from claim group by claim_id having count(*) > 1) twice",
    "payments issued twice": "select count(*) from (select payment_number from payment_event where event = 'issued'"
    " group by 1 having count(*) > 1) twice",
}
WHEN_ALL_IS_DONE = {
    "lines paid otherwise than owed": """
        select count(*) from (select d.claim_number, d.line_number, d.plan_paid_cents as owed,
               coalesce((select sum(p.amount_cents) from paid_line p
                         where (p.claim_number, p.line_number) = (d.claim_number, d.line_number)), 0) as paid
               from decision d where not exists (select from decision later where later.version > d.version
               and (later.claim_number, later.line_number) = (d.claim_number, d.line_number))) lines
        where owed <> paid""",
    "claims payable left": "select abs(coalesce(sum(amount_cents), 0)) from posting where account = '2000'",
    "files never sent": "select count(*) from outbox_file o where not exists"
    " (select from sent_file s where s.file_name = o.file_name)",
}
"""What is looked for -> how many there are, and there must be none: after any kill, and when all rounds are over."""


def faults(connection: psycopg.Connection[Any], outbox: Path, *, is_done: bool) -> dict[str, int]:
    """All that is wrong, by name; empty when nothing is. is_done: a round is over, so that nothing waits to leave."""
    queries = ALWAYS | (WHEN_ALL_IS_DONE if is_done else {})
    found = {name: int(connection.execute(query).fetchone()[0]) for name, query in queries.items()}  # type: ignore[index]
    money = _money_that_left(connection, outbox)
    if not is_done:
        del money["cents lost"], money["unfinished files"]
    return {name: count for name, count in (found | money).items() if count}


def _money_that_left(connection: psycopg.Connection[Any], outbox: Path) -> dict[str, int]:
    """Payments by ACH against the entries of every file that stands in the outbox."""
    rows = connection.execute("select trace, amount_cents from payment where method = 'ACH'").fetchall()
    issued = Counter(dict(rows))
    left: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for file in outbox.glob("*.ach"):
        for record in file.read_text("ascii").splitlines():
            if record[0] == "6":
                trace = record[39:54].strip()
                left[trace] += int(record[29:39])
                times[trace] += 1
    return {
        "cents lost": sum((issued - left).values()),
        "cents paid twice": sum((left - issued).values()),
        "entries twice": sum(count - 1 for count in times.values()),
        "unfinished files": len(list(outbox.glob(".*"))),
    }
