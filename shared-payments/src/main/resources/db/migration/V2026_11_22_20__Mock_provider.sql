-- What the mock provider remembers, as a remote system would: written in transactions of its own, found again by a
-- service that was killed. A production service has no such account and leaves these tables empty.
create table mock_payment (
    id           text primary key,
    variant      text not null,
    -- ours: a repeated POST with the same operation is the same payment
    operation_id text not null,
    payment_id   text not null,
    service      text not null,
    reference    text not null,
    amount       bigint not null check (amount > 0),
    currency     text not null,
    captures     boolean not null,
    scenario     text not null check (scenario in ('PAID', 'DECLINED', 'REQUIRES_ACTION', 'ASYNC_SUCCESS', 'ASYNC_FAILURE',
                                                   'TIMEOUT_AFTER_SUCCESS', 'REFUND_FAILED', 'DISPUTE_WON', 'DISPUTE_LOST')),
    redirect_url text,
    created_at   timestamptz not null,
    unique (variant, operation_id)
);

create table mock_refund (
    id           text primary key,
    payment      text not null references mock_payment,
    operation_id text not null,
    unique (payment, operation_id)
);

-- What happens to a payment and when, the future included: an event is what the payment's facts are read from once its
-- time has come, and what is posted, signed, to the service.
create table mock_webhook (
    id          text primary key,
    payment     text not null references mock_payment,
    variant     text not null,
    happens_at  timestamptz not null,
    -- the bytes that are signed and sent
    payload     bytea not null,
    -- posts that have yet to be answered 200; more than one where duplicates are asked for
    owed        integer not null check (owed >= 0),
    tries       integer not null default 0,
    due_at      timestamptz not null,
    lease_token uuid
);

create index mock_webhook_due on mock_webhook (due_at) where owed > 0;
create index mock_webhook_of_payment on mock_webhook (payment, happens_at);

-- One random secret for each account, encrypted and made at its first use.
create table mock_secret (
    variant           text primary key,
    ciphertext        bytea not null,
    encryption_key_id text not null
);
