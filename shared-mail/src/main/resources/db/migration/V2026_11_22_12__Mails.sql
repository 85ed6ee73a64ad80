-- Mails, written with what they tell of. Recipient and values are encrypted, and removed once the mail is sent.
create table mail (
    id              bigint generated always as identity primary key,
    key             text not null unique,
    template        text not null,
    language        text not null,
    content         bytea,
    content_key     text,
    status          text not null check (status in ('queued', 'sent', 'skipped', 'failed')),
    reason          text,
    tries           integer not null default 0,
    created_at      timestamptz not null,
    next_attempt_at timestamptz,
    lease_token     uuid,
    sent_at         timestamptz,
    check ((status = 'queued') = (next_attempt_at is not null))
);

create index mail_due on mail (next_attempt_at) where next_attempt_at is not null;
