-- The way in. A row here is what a 200 promised; unique by variant and event id, it is applied once.
create table provider_event (
    id              bigint generated always as identity primary key,
    variant         text not null,
    event_id        text not null,
    event_type      text not null,
    -- the provider's id of the payment it is about
    subject         text,
    -- encrypted; null once its retention has passed
    body            bytea,
    body_key        text,
    query           text not null,
    received_at     timestamptz not null,
    status          text not null check (status in ('received', 'waiting', 'applied', 'ignored', 'foreign', 'orphan', 'dead')),
    payment_id      text references payment,
    tries           integer not null default 0,
    next_attempt_at timestamptz,
    lease_token     uuid,
    error           text,
    applied_at      timestamptz,
    unique (variant, event_id),
    check ((status in ('received', 'waiting')) = (next_attempt_at is not null))
);

create index provider_event_due on provider_event (next_attempt_at) where next_attempt_at is not null;
create index provider_event_of_subject on provider_event (variant, subject) where status in ('received', 'waiting', 'orphan');
create index provider_event_by_status on provider_event (status, id);
create index provider_event_age on provider_event (received_at) where body is not null;

-- Read models, kept from webhooks alone.
create table billing_record (
    variant  text not null,
    kind     text not null check (kind in ('SUBSCRIPTION', 'INVOICE', 'CUSTOMER', 'PAYMENT_METHOD')),
    id       text not null,
    at       timestamptz not null,
    status   text,
    rank     integer not null,
    deleted  boolean not null,
    customer text,
    fields   jsonb not null,
    primary key (variant, kind, id)
);

create index billing_record_of_customer on billing_record (customer);
