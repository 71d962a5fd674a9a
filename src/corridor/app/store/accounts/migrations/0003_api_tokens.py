"""Tokens of other systems: kept as digests, each of a person's seat at a sponsor, with the trail of their changes."""

from django.db import migrations

TOKENS = migrations.RunSQL("""
    create table api_token (
        id bigint generated always as identity primary key,
        user_id bigint not null references person (id) on delete cascade,
        sponsor text not null,
        name text not null,
        token_sha256 text not null unique,
        made_at timestamptz not null default now(),
        revoked_at timestamptz,
        unique (sponsor, name)
    );
    create trigger api_token_changed after insert or update or delete on api_token
        for each row execute function account_changed();
""")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_keys")]

    operations = [TOKENS]
