"""SQL functions and the triggers that call them. Frozen with the migrations that name them."""

from django.db.migrations import RunSQL

TENANT = RunSQL("""
    create function corridor_no_tenant() returns bigint language plpgsql stable parallel safe as $$
    begin
        raise exception 'no sponsor is set for this transaction' using errcode = 'insufficient_privilege';
    end $$;

    -- Unset, or an empty string after the transaction that set it: both raise. Plain SQL, so that it is inlined.
    create function corridor_tenant() returns bigint stable parallel safe
        return case when coalesce(current_setting('corridor.tenant', true), '') = '' then corridor_no_tenant()
                    else current_setting('corridor.tenant')::bigint end;
""")

TENANT_TABLE = RunSQL("""
    alter table tenant enable row level security;
    alter table tenant force row level security;
    create policy tenant_itself on tenant to corridor_app using (id = corridor_tenant());
    create policy tenant_owner on tenant to corridor_owner using (true) with check (true);
    grant select on tenant, schema_state to corridor_app;

    -- The only ways past the policy: by the exact code, the list of codes, and a new sponsor.
    create function open_tenant(wanted text) returns bigint
        language sql security definer set search_path from current as $$
        select set_config('corridor.tenant', id::text, true)::bigint from tenant where code = wanted;
    $$;
    create function tenant_codes() returns setof text
        language sql stable security definer set search_path from current as $$
        select code from tenant order by id;
    $$;
    create function new_tenant(code text, name text, time_zone text, currency text) returns bigint
        language sql security definer set search_path from current as $$
        insert into tenant (code, name, time_zone, currency) values (code, name, time_zone, currency)
        on conflict do nothing returning id;
    $$;
    revoke all on function open_tenant, tenant_codes, new_tenant from public;
    grant execute on function open_tenant, tenant_codes, new_tenant to corridor_app;
""")

APPEND_ONLY = RunSQL("""
    create function corridor_append_only() returns trigger language plpgsql as $$
    begin
        raise exception 'table % is append-only: found %, expected a new row that corrects', tg_table_name, tg_op
            using errcode = 'insufficient_privilege';
    end $$;
""")

AUDIT = RunSQL("""
    create function corridor_audit() returns trigger language plpgsql set search_path from current as $$
    begin
        insert into audit_change (tenant_id, table_name, action, row_count, changed_by)
        select corridor_tenant(), tg_table_name, lower(tg_op), count(*),
               coalesce(nullif(current_setting('corridor.actor', true), ''), session_user)
        from changed having count(*) > 0;
        return null;
    end $$;
""")

BALANCED = RunSQL("""
    create function corridor_balanced() returns trigger language plpgsql set search_path from current as $$
    declare
        wrong record;
    begin
        select e.entry_key, p.cents into wrong
        from (select tenant_id, entry_id, sum(amount_cents) as cents from arrived
              group by tenant_id, entry_id, currency having sum(amount_cents) <> 0) p
        join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id limit 1;
        if found then
            raise exception 'entry %: found a sum of % cents, expected 0', wrong.entry_key, wrong.cents
                using errcode = 'check_violation';
        end if;
        select e.entry_key, e.legs, p.arrived_legs into wrong
        from (select tenant_id, entry_id, count(*) as arrived_legs, min(leg) as lowest, max(leg) as highest
              from arrived group by tenant_id, entry_id) p
        join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id
        where p.arrived_legs <> e.legs or p.lowest <> 0 or p.highest <> e.legs - 1 limit 1;
        if found then
            raise exception 'entry %: found % legs at once, expected all %, numbered from 0',
                wrong.entry_key, wrong.arrived_legs, wrong.legs using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger posting_balanced after insert on posting referencing new table as arrived
        for each statement execute function corridor_balanced();
""")

BATCH_TOLD = RunSQL("""
    -- Channel: the schema's name with _batch, so that a replay in a scratch schema disturbs nobody.
    -- Payload: the sponsor's code, a colon, the batch's place. Delivered when the batch commits, never before.
    create function corridor_tell_batch() returns trigger language plpgsql set search_path from current as $$
    begin
        perform pg_notify(tg_table_schema || '_batch', t.code || ':' || new.seq)
        from tenant t where t.id = new.tenant_id;
        return null;
    end $$;
    create trigger batch_told after insert on batch for each row execute function corridor_tell_batch();
""")
