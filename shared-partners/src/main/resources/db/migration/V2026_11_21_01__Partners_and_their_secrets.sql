create table partner (
    id                   text primary key check (id ~ '^[a-z0-9-]{2,50}$'),
    name                 text not null,
    webhook_url          text not null,
    contact_email        text,
    -- event types, 'prefix.*', or exactly {*}: an observer
    events               text[] not null check (cardinality(events) > 0),
    status               text not null default 'active' check (status in ('active', 'paused', 'auto_paused')),
    -- SHA-256 of a key of 256 random bits: nothing to guess, so no salt and no slow hash
    api_key_hash         bytea not null unique,
    -- when it first proved that it can sign by Standard Webhooks; from then on nothing weaker is accepted
    verified_standard_at timestamptz,
    failures_in_row      integer not null default 0,
    failing_since        timestamptz,
    blocked_until        timestamptz,
    last_success_at      timestamptz,
    created_at           timestamptz not null
);

create table partner_secret (
    partner_id        text not null references partner on delete cascade,
    key_id            text not null,
    ciphertext        bytea not null,
    encryption_key_id text not null,
    created_at        timestamptz not null,
    -- null: the current one; else the end of its overlap with its successor
    expires_at        timestamptz,
    -- when the partner last signed with it: tells the operator that it has moved
    last_seen_in      timestamptz,
    primary key (partner_id, key_id)
);
