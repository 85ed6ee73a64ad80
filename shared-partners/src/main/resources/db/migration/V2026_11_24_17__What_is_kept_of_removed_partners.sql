-- The configuration does not create a partner again that an operator removed. Registering it through the API does.
create table removed_partner (
    partner_id text primary key,
    removed_at timestamptz not null
);

-- The ids of what a removed partner sent. When the partner is registered again they return to inbound_event, so that a
-- replay of an old webhook is a duplicate.
create table removed_event (
    partner_id  text not null,
    event_id    text not null,
    event_type  text not null,
    body_hash   bytea not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    status      text not null check (status in ('handled', 'superseded', 'ignored', 'dead')),
    error       text,
    handled_at  timestamptz,
    primary key (partner_id, event_id)
);

create index removed_event_age on removed_event using brin (received_at);
