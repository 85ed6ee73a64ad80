-- What somebody wants to be paid for. The state and the amounts are the last result of the fold over payment_fact, kept here
-- for queries; nothing else writes them. Amounts are minor units of the currency. Locked `for no key update` before anything
-- else of the payment is written.
create table payment (
    payment_id          text primary key,
    variant             text not null,
    provider            text not null,
    provider_payment_id text,
    reference           text not null,
    amount              bigint not null check (amount > 0),
    currency            text not null,
    state               text not null check (state in ('UNKNOWN', 'CREATED', 'PENDING', 'REQUIRES_ACTION', 'AUTHORIZED',
                            'FAILED', 'CANCELED', 'EXPIRED', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'DISPUTED',
                            'CHARGED_BACK')),
    captured            bigint not null default 0,
    refunded            bigint not null default 0,
    disputed            bigint not null default 0,
    review              text,
    decision            text not null default 'NONE' check (decision in ('NONE', 'ACCEPTED', 'REJECTED')),
    failure_code        text,
    failure_message     text,
    paid_at             timestamptz,
    created_at          timestamptz not null,
    -- what only the payer may have (redirect_url, client_secret), and who that is: encrypted
    payer               bytea,
    payer_key           text,
    customer            bytea,
    customer_key        text,
    -- when the reconciler asks the provider next, and how often it has asked since the last news; null: nothing is open
    check_at            timestamptz,
    checks              integer not null default 0
);

create index payment_by_reference on payment (reference, created_at);
create index payment_to_check on payment (check_at) where check_at is not null;

-- One row per object of a provider, merged from everything that was said of it.
create table payment_fact (
    payment_id text not null references payment,
    kind       text not null check (kind in ('intent', 'charge', 'refund', 'dispute', 'session')),
    object_id  text not null,
    fact       jsonb not null,
    primary key (payment_id, kind, object_id)
);

-- Whose object is it? Asked when a webhook names one.
create table provider_object (
    variant    text not null,
    kind       text not null,
    object_id  text not null,
    payment_id text not null references payment,
    primary key (variant, kind, object_id)
);

-- Every call that changes something at a provider, written before it is made.
create table payment_operation (
    operation_id    text primary key,
    payment_id      text not null references payment,
    kind            text not null check (kind in ('CREATE', 'REFUND', 'CAPTURE', 'CANCEL')),
    status          text not null check (status in ('SENDING', 'DONE', 'REFUSED', 'UNKNOWN', 'NOT_SENT')),
    amount          bigint not null check (amount > 0),
    requested_by    text not null,
    -- true: kept until it is sent, for callers that do not come back
    persistent      boolean not null,
    -- what to send again: encrypted, removed once the outcome is known
    request         bytea,
    request_key     text,
    provider_object text,
    code            text,
    message         text,
    -- REPEAT or LOOK, while UNKNOWN
    remedy          text check (remedy in ('REPEAT', 'LOOK')),
    created_at      timestamptz not null,
    first_sent_at   timestamptz,
    tries           integer not null default 0,
    -- when a worker takes it up; a caller at work on it has it moved ahead, as a lease. null: nothing is left to do
    next_attempt_at timestamptz,
    lease_token     uuid,
    check (status not in ('SENDING', 'UNKNOWN') or next_attempt_at is not null)
);

create index payment_operation_due on payment_operation (next_attempt_at) where next_attempt_at is not null;
create index payment_operation_of on payment_operation (payment_id, created_at);

-- Nobody wants these any more: refunded and canceled, also what is captured later.
create table payment_release (
    payment_id   text primary key references payment,
    reason       text not null,
    requested_at timestamptz not null,
    -- false: to be looked at by a worker
    planned      boolean not null default false
);

create index payment_release_due on payment_release (requested_at) where not planned;

-- What followed from a fact, once.
create table payment_effect (
    payment_id text not null references payment,
    effect     text not null check (effect in ('paid', 'refunded', 'refund_failed', 'disputed')),
    object_id  text not null,
    at         timestamptz not null,
    primary key (payment_id, effect, object_id)
);

-- What happened to a payment and why; rows are only ever added.
create table payment_history (
    id           bigint generated always as identity primary key,
    payment_id   text not null references payment,
    at           timestamptz not null,
    -- webhook <event id>, operation <id>, fetch, or who decided
    source       text not null,
    rule         text not null,
    state_before text not null,
    state_after  text not null
);

create index payment_history_of on payment_history (payment_id, id);

create table idempotency_key (
    scope        text not null,
    key          text not null,
    fingerprint  bytea not null,
    operation_id text not null references payment_operation,
    -- of the first answer; null until there is one
    status       integer,
    created_at   timestamptz not null,
    primary key (scope, key)
);

create index idempotency_key_age on idempotency_key (created_at);
create index idempotency_key_operation on idempotency_key (operation_id);

-- What only a person can decide.
create table operator_task (
    id         bigint generated always as identity primary key,
    payment_id text references payment,
    kind       text not null,
    object_id  text not null,
    detail     text not null,
    due_at     timestamptz,
    created_at timestamptz not null,
    done_at    timestamptz,
    unique nulls not distinct (payment_id, kind, object_id)
);

create index operator_task_open on operator_task (id) where done_at is null;
