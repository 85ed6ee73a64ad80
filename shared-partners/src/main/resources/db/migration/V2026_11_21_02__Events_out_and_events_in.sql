-- The way out. The signed bytes are stored once per event and sent unchanged to every partner at every try.
create table outbound_event (
    id           bigint generated always as identity primary key,
    event_id     text not null unique,
    event_type   text not null,
    ordering_key text not null,
    revision     bigint not null,
    -- null once its retention has passed; the id and the hash stay longer
    body         bytea,
    body_hash    bytea not null,
    traceparent  text,
    published_at timestamptz not null
);

-- One row per partner and business object: whoever holds it may send the oldest pending delivery of that object.
create table lane (
    id              bigint generated always as identity primary key,
    partner_id      text not null references partner on delete cascade,
    ordering_key    text not null,
    -- how many pending deliveries it has. Publishers add, the recorder takes away, both by a relative update of this
    -- very row: no snapshot can make one miss the other
    pending         integer not null check (pending >= 0),
    -- attempts its head has had in this round of the schedule: 0 is a first try
    attempts        integer not null default 0,
    next_attempt_at timestamptz not null,
    lease_until     timestamptz,
    lease_token     uuid,
    unique (partner_id, ordering_key)
);

create index lane_due on lane (partner_id, (attempts > 0), next_attempt_at) where pending > 0;

create table delivery (
    id              bigint generated always as identity primary key,
    event           bigint not null references outbound_event,
    partner_id      text not null references partner on delete cascade,
    lane_id         bigint not null references lane on delete cascade,
    -- Comanda-Sequence: gapless per partner, given after commit; without one a row is neither sent nor in the feed
    sequence        bigint,
    status          text not null default 'pending' check (status in ('pending', 'delivered', 'dead')),
    -- calls made, over all rounds
    attempts        integer not null default 0,
    replay_reason   text,
    last_status     integer,
    last_error      text,
    last_attempt_at timestamptz,
    delivered_at    timestamptz,
    created_at      timestamptz not null,
    unique (partner_id, event)
);

create index delivery_head on delivery (lane_id, id) where status = 'pending';
create index delivery_unnumbered on delivery (partner_id, id) where sequence is null;
create unique index delivery_feed on delivery (partner_id, sequence);
create index delivery_by_status on delivery (partner_id, status, id);

-- The highest sequence given per partner. Its row lock is held while a replica numbers and claims that partner's
-- deliveries: numbers are then gapless and visible in order, and the bound on calls in flight holds over all replicas.
create table feed (
    partner_id    text primary key references partner on delete cascade,
    last_sequence bigint not null default 0
);

create table delivery_attempt (
    delivery_id bigint not null references delivery on delete cascade,
    number      integer not null,
    started_at  timestamptz not null,
    duration_ms integer not null,
    -- the HTTP status, or the class of the failure
    status      integer,
    error       text,
    -- the address that was called
    address     text,
    -- its first 4 KiB
    answer      bytea,
    primary key (delivery_id, number)
);

-- The way in. A row here is what a 200 promised.
create table inbound_event (
    id              bigint generated always as identity primary key,
    partner_id      text not null references partner on delete cascade,
    event_id        text not null check (length(event_id) <= 80),
    event_type      text not null,
    ordering_key    text not null,
    revision        bigint,
    -- the partner's own Comanda-Sequence, when it has one
    sequence        bigint,
    body            bytea,
    -- SHA-256 of the canonical form: the same event in other spacing is the same event
    body_hash       bytea not null,
    traceparent     text,
    occurred_at     timestamptz not null,
    received_at     timestamptz not null,
    status          text not null check (status in ('received', 'waiting', 'handled', 'superseded', 'ignored', 'dead')),
    tries           integer not null default 0,
    next_attempt_at timestamptz not null,
    error           text,
    handled_at      timestamptz,
    unique (partner_id, event_id)
);

create index inbound_due on inbound_event (next_attempt_at, id) where status in ('received', 'waiting');
create index inbound_head on inbound_event (partner_id, ordering_key, id) where status in ('received', 'waiting');
create index inbound_by_partner on inbound_event (partner_id, id);
