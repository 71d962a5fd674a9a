"""What the database itself refuses of payments. Frozen with the migration that names it."""

from django.db.migrations import RunSQL

CHECKS = RunSQL("""
    alter table payee_account_event add constraint payee_account_event_by_another
        check (event <> 'confirmed' or done_by <> entered_by);
    alter table payment_offset add constraint payment_offset_within_plan
        check (plan_code = paying_plan_code or authority is not null);
    alter table payment_offset add constraint payment_offset_takes check (amount_cents > 0);
    alter table deposit add constraint deposit_brings check (amount_cents > 0);
    alter table payment_run add constraint payment_run_approvals check (approvals_needed in (1, 2));
""")

APPROVED_BY_ANOTHER = RunSQL("""
    create function corridor_approved_by_another() returns trigger language plpgsql set search_path from current as $$
    declare
        wrong text;
    begin
        select a.run_number into wrong from arrived a
        join payment_run r on (r.tenant_id, r.run_number) = (a.tenant_id, a.run_number)
        where r.approvals_needed > 1 and r.prepared_by = a.approver
        order by 1 limit 1;
        if found then
            raise exception
                'payment run %: found it above the limit and approved by who prepared it, expected another person',
                wrong using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger payment_approval_by_another after insert on payment_approval referencing new table as arrived
        for each statement execute function corridor_approved_by_another();
""")

RELEASED_BY_ANOTHER = RunSQL("""
    create function corridor_released_by_another() returns trigger language plpgsql set search_path from current as $$
    declare
        wrong text;
    begin
        select a.payment_number into wrong from arrived a
        join payment p on (p.tenant_id, p.payment_number) = (a.tenant_id, a.payment_number)
        where a.event = 'released' and (
            exists (select from payee e where (e.tenant_id, e.payee, e.done_by) = (p.tenant_id, p.payee, a.actor))
            or exists (select from payee_account e
                       where (e.tenant_id, e.payee, e.entered_by) = (p.tenant_id, p.payee, a.actor)))
        order by 1 limit 1;
        if found then
            raise exception
                'payment %: found it released by who set up or changed its payee, expected another person', wrong
                using errcode = 'check_violation';
        end if;
        select a.payment_number into wrong from arrived a
        join payment_candidate c on (c.tenant_id, c.payment_number) = (a.tenant_id, a.payment_number)
        join payment_run r on (r.tenant_id, r.run_number) = (c.tenant_id, c.run_number)
        where a.event = 'released' and r.approvals_needed > (
            select count(*) from payment_approval v where (v.tenant_id, v.run_number) = (r.tenant_id, r.run_number))
        order by 1 limit 1;
        if found then
            raise exception
                'payment %: found it released with too few approvals of its run, expected those that it needs', wrong
                using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger payment_event_by_another after insert on payment_event referencing new table as arrived
        for each statement execute function corridor_released_by_another();
""")

OFFSET_WITHIN_PLAN = RunSQL("""
    create function corridor_offset_within_plan() returns trigger language plpgsql set search_path from current as $$
    declare
        wrong text;
    begin
        -- Nearly all postings take nothing back: one look at what arrived.
        if not exists (select from arrived where account = '1200' and amount_cents < 0) then
            return null;
        end if;
        select t.payment_number into wrong from (
            select e.tenant_id, e.reference as payment_number, a.plan_code,
                -coalesce(sum(a.amount_cents) filter (where a.account = '1200'), 0) as taken_cents,
                coalesce(sum(a.amount_cents) filter (where a.account = '2000'), 0) as owed_cents
            from arrived a join journal_entry e on (e.tenant_id, e.id) = (a.tenant_id, a.entry_id)
            where a.account in ('1200', '2000') and e.entry_kind = 'payment'
            group by e.tenant_id, e.reference, a.plan_code) t
        where t.taken_cents > t.owed_cents + coalesce((
            select sum(o.amount_cents) from payment_offset o
            where (o.tenant_id, o.payment_number, o.plan_code) = (t.tenant_id, t.payment_number, t.plan_code)
            and o.paying_plan_code <> o.plan_code), 0)
        order by 1 limit 1;
        if found then
            raise exception
                'payment %: found an overpayment of one plan taken from another, expected the same plan', wrong
                using errcode = 'check_violation';
        end if;
        return null;
    end $$;
    create trigger posting_offset_within_plan after insert on posting referencing new table as arrived
        for each statement execute function corridor_offset_within_plan();
""")
