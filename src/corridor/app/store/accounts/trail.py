"""The trail of people and seats, kept by the database itself. Frozen with the migration that names it."""

from django.db.migrations import RunSQL

TRAIL = RunSQL("""
    create function account_changed() returns trigger language plpgsql set search_path from current as $$
    begin
        insert into account_change (table_name, action, row_id, changed_by)
        values (tg_table_name, lower(tg_op), coalesce(new.id, old.id),
                coalesce(nullif(current_setting('corridor.actor', true), ''), session_user));
        return null;
    end $$;
    create function account_change_kept() returns trigger language plpgsql as $$
    begin
        raise exception 'table account_change is append-only: found %, expected an insert', tg_op
            using errcode = 'insufficient_privilege';
    end $$;
    create trigger person_made after insert or delete on person
        for each row execute function account_changed();
    -- Not last_login, which every signing in changes.
    create trigger person_changed after update of email, password, is_active, language on person
        for each row execute function account_changed();
    create trigger seat_changed after insert or update or delete on seat
        for each row execute function account_changed();
    create trigger account_change_kept before update or delete or truncate on account_change
        for each statement execute function account_change_kept();
    revoke update, delete, truncate on account_change from corridor_app;
""")
