"""Sums of postings by day, kept as postings arrive. Frozen with the migration that names it."""

from django.db.migrations import RunSQL

_SUMS = """
    select e.tenant_id, e.effective_on, p.account, e.entry_kind, sum(p.amount_cents)::bigint, count(*)
    from {postings} p join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id group by 1, 2, 3, 4
"""

# Before the table is isolated, and with the owner free of row-level security: all sponsors' postings are summed.
FILLED = RunSQL(f"""
    alter table posting no force row level security;
    alter table journal_entry no force row level security;
    insert into day_total (tenant_id, effective_on, account, entry_kind, amount_cents, postings)
        {_SUMS.format(postings="posting")};
    alter table posting force row level security;
    alter table journal_entry force row level security;
""")

KEPT = RunSQL(f"""
    create function corridor_day_total() returns trigger language plpgsql set search_path from current as $$
    begin
        insert into day_total as kept (tenant_id, effective_on, account, entry_kind, amount_cents, postings)
            {_SUMS.format(postings="arrived")}
        on conflict (tenant_id, effective_on, account, entry_kind) do update
            set amount_cents = kept.amount_cents + excluded.amount_cents,
                postings = kept.postings + excluded.postings;
        return null;
    end $$;
    create trigger posting_day_total after insert on posting referencing new table as arrived
        for each statement execute function corridor_day_total();
""")
