"""What the database itself refuses of the ledger. Frozen with the migration that names it."""

from django.db.migrations import RunSQL

BALANCED_IN_CURRENCY = RunSQL("""
    create or replace function corridor_balanced() returns trigger language plpgsql set search_path from current as $$
    declare
        own text;
        wrong record;
    begin
        select t.currency into own from tenant t where t.id = corridor_tenant();
        -- Each entry is looked up by its key: as a plain join, a young table's statistics make it read all entries.
        select e.entry_key, e.legs, p.* into wrong
        from (select tenant_id, entry_id, sum(amount_cents) as cents, count(*) as arrived_legs, min(leg) as lowest,
                     max(leg) as highest, min(currency) filter (where currency <> own) as other_currency
              from arrived group by tenant_id, entry_id) p
        cross join lateral (select entry_key, legs from journal_entry where id = p.entry_id offset 0) e
        where p.cents <> 0 or p.arrived_legs <> e.legs or p.lowest <> 0 or p.highest <> e.legs - 1
           or p.other_currency is not null
        limit 1;
        if not found then
            return null;
        elsif wrong.other_currency is not null then
            raise exception 'entry %: found currency %, expected %, the sponsor''s',
                wrong.entry_key, wrong.other_currency, own using errcode = 'check_violation';
        elsif wrong.cents <> 0 then
            raise exception 'entry %: found a sum of % cents, expected 0', wrong.entry_key, wrong.cents
                using errcode = 'check_violation';
        end if;
        raise exception 'entry %: found % legs at once, expected all %, numbered from 0',
            wrong.entry_key, wrong.arrived_legs, wrong.legs using errcode = 'check_violation';
    end $$;
""")

PERIODS = RunSQL("""
    alter table period_close add constraint period_close_reason
        check (action = 'closed' and closed_through is not null
               or action = 'reopened' and length(trim(coalesce(reason, ''))) > 0);
    alter table period_close add constraint period_close_named check (length(trim(done_by)) > 0);

    -- Who closes waits for every writer, and every writer for who closes: corridor.app.store.turns, the sponsor's lock.
    create function corridor_close_period() returns trigger language plpgsql set search_path from current as $$
    declare
        wrong record;
    begin
        perform pg_advisory_xact_lock(hashtextextended(current_schema() || ':batch:' || corridor_tenant(), 0));
        select a.*, before.closed_through as before_through into wrong
        from arrived a
        left join period_close before
            on (before.tenant_id, before.close_number) = (a.tenant_id, a.close_number - 1)
        where a.close_number > 1 and before.id is null
           or a.action = 'closed' and a.closed_through <= before.closed_through
           or a.action = 'reopened'
              and coalesce(before.closed_through <= a.closed_through, before.closed_through is null)
        limit 1;
        if found then
            raise exception 'period: found it % through %, after %, expected closing to go forward, reopening back',
                wrong.action, coalesce(wrong.closed_through::text, '-'), coalesce(wrong.before_through::text, '-')
                using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger period_close_moves after insert on period_close referencing new table as arrived
        for each statement execute function corridor_close_period();

    create function corridor_open_period() returns trigger language plpgsql set search_path from current as $$
    declare
        closed date;
        wrong record;
    begin
        perform pg_advisory_xact_lock_shared(hashtextextended(current_schema() || ':batch:' || corridor_tenant(), 0));
        select closed_through into closed from period_close
            where tenant_id = corridor_tenant() order by close_number desc limit 1;
        if closed is null then
            return null;
        end if;
        select entry_key, effective_on into wrong from arrived
            where effective_on <= closed order by effective_on, entry_key limit 1;
        if found then
            raise exception 'entry %: found day % in a period closed through %, expected a later day',
                wrong.entry_key, wrong.effective_on, closed using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger journal_entry_open_period after insert on journal_entry referencing new table as arrived
        for each statement execute function corridor_open_period();
""")

HOLDS = RunSQL("""
    alter table hold add constraint hold_of_something check (amount_cents > 0);
    alter table hold add constraint hold_days check (expires_on >= placed_on);
    alter table hold add constraint hold_against_another check (account <> against);
    alter table hold_event add constraint hold_event_of_something check (amount_cents > 0);
    alter table hold_event add constraint hold_event_told
        check (event in ('voided', 'lapsed') and length(trim(coalesce(reason, ''))) > 0 and entry_key is null
               or event = 'posted' and entry_key is not null);

    create function corridor_hold_event() returns trigger language plpgsql set search_path from current as $$
    declare
        wrong record;
    begin
        select h.hold_number, h.amount_cents as held, e.cents into wrong
        from hold h join (select tenant_id, hold_number, sum(amount_cents) as cents, min(happened_on) as first_day,
                                 max(happened_on) filter (where event <> 'lapsed') as last_day,
                                 min(happened_on) filter (where event = 'lapsed') as lapsed_on
                          from hold_event where (tenant_id, hold_number) in
                              (select tenant_id, hold_number from arrived) group by 1, 2) e
            on (e.tenant_id, e.hold_number) = (h.tenant_id, h.hold_number)
        where e.cents > h.amount_cents or e.first_day < h.placed_on or e.last_day > h.expires_on
           or e.lapsed_on <= h.expires_on or (e.lapsed_on is not null and h.expires_on is null)
        limit 1;
        if found then
            raise exception 'hold %: found % cents posted, void or lapsed, expected % at most, within its days',
                wrong.hold_number, wrong.cents, wrong.held using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger hold_event_within_hold after insert on hold_event referencing new table as arrived
        for each statement execute function corridor_hold_event();
""")

ACCOUNT_MOVEMENT = """
    select tenant_id, account, effective_on as day, amount_cents as posted_cents, 0::bigint as held_cents
    from day_total
    union all
    select tenant_id, account, placed_on, 0, amount_cents from hold
    union all
    select h.tenant_id, h.account, e.happened_on, 0, -e.amount_cents
    from hold_event e join hold h on (h.tenant_id, h.hold_number) = (e.tenant_id, e.hold_number)
    where e.event <> 'lapsed'
    union all
    select h.tenant_id, h.account, h.expires_on + 1, 0, coalesce((
        select sum(e.amount_cents) from hold_event e
        where (e.tenant_id, e.hold_number) = (h.tenant_id, h.hold_number) and e.event <> 'lapsed'), 0)::bigint
        - h.amount_cents
    from hold h where h.expires_on is not null
"""
"""What moves the money left on an account, by day. A hold ends with its last day, whether or not that was set down."""

FLOORS = RunSQL("""
    alter table balance_limit add constraint balance_limit_said
        check (kind = 'floor' and amount_cents is not null and until is null
               or kind = 'lifted' and amount_cents is null and until is null
               or kind = 'overdraft' and amount_cents >= 0 and until >= effective_from
                  and approved_by is not null and approved_by <> set_by);

    -- Money leaves `of_account` on `on_day`: then and on every later day with a movement enough must be left.
    create function corridor_keep_floor(of_account text, on_day date) returns void language plpgsql
        set search_path from current as $$
    declare
        floor_cents bigint;
        overdraft_cents bigint;
        lowest record;
    begin
        select amount_cents into floor_cents from balance_limit
            where tenant_id = corridor_tenant() and account = of_account and kind <> 'overdraft'
              and effective_from <= on_day order by effective_from desc, limit_number desc limit 1;
        if floor_cents is null then
            return;
        end if;
        select amount_cents into overdraft_cents from balance_limit
            where tenant_id = corridor_tenant() and account = of_account and kind = 'overdraft'
              and on_day between effective_from and until order by limit_number desc limit 1;
        select r.day, r.left_cents into lowest from (
            select m.day, sum(sum(m.posted_cents - m.held_cents)) over (order by m.day) as left_cents
            from account_movement m where m.tenant_id = corridor_tenant() and m.account = of_account group by m.day) r
            where r.day >= on_day order by r.left_cents, r.day limit 1;
        if lowest.left_cents < floor_cents - coalesce(overdraft_cents, 0) then
            raise exception 'account %: found % cents left on %, expected % at least, or an overdraft approved',
                of_account, lowest.left_cents, lowest.day, floor_cents - coalesce(overdraft_cents, 0)
                using errcode = 'check_violation';
        end if;
    end $$;

    create function corridor_posting_floor() returns trigger language plpgsql set search_path from current as $$
    begin
        if not exists (select from balance_limit where tenant_id = corridor_tenant()) then
            return null;
        end if;
        perform pg_advisory_xact_lock(hashtextextended(current_schema() || ':floor:' || corridor_tenant(), 0));
        perform corridor_keep_floor(moved.account, moved.day) from (
            select p.account, e.effective_on as day from arrived p cross join lateral
                (select effective_on from journal_entry where id = p.entry_id offset 0) e
            where p.account in (select account from balance_limit where tenant_id = corridor_tenant())
            group by 1, 2 having sum(p.amount_cents) < 0 order by 1, 2) moved;
        return null;
    end $$;
    -- After posting_day_total, whose sums it reads: triggers of a statement fire in the order of their names.
    create trigger posting_floor after insert on posting referencing new table as arrived
        for each statement execute function corridor_posting_floor();

    create function corridor_hold_floor() returns trigger language plpgsql set search_path from current as $$
    begin
        perform pg_advisory_xact_lock(hashtextextended(current_schema() || ':floor:' || corridor_tenant(), 0));
        perform corridor_keep_floor(moved.account, moved.placed_on)
            from (select distinct account, placed_on from arrived order by 1, 2) moved;
        return null;
    end $$;
    create trigger hold_floor after insert on hold referencing new table as arrived
        for each statement execute function corridor_hold_floor();
""")
