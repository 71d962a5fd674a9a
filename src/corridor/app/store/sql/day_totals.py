"""Sums of postings by day, kept as postings arrive. Frozen with the migration that names it."""

from django.db.migrations import RunSQL

_SUMS = """
    select p.tenant_id, e.effective_on, p.account, e.entry_kind, sum(p.amount_cents)::bigint, count(*)
    from {postings} p cross join lateral
        (select effective_on, entry_kind from journal_entry where id = p.entry_id offset 0) e
    group by 1, 2, 3, 4
"""
"""Each posting looks up its own entry by the primary key. As a plain join a planner that knows nothing of how many
postings arrive, and has no statistics of a young table, reads all entries: 13 seconds of the demo's 79, measured."""

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
