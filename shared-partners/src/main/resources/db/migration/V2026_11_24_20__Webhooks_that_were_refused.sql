-- What an operator reads when a partner says "I sent it": webhooks that were not accepted. Nothing here was believed, and
-- nothing refers to other tables, so that a removed partner or an invented one costs nothing.
create table refused_webhook (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    -- as claimed by the request
    partner_id text,
    -- whether a partner of that id existed then
    known      boolean not null,
    reason     text not null check (reason in ('signature_missing', 'malformed', 'forged', 'stale', 'from_the_future',
                                               'not_allowed', 'conflicting', 'invalid', 'too_large', 'too_many')),
    detail     text not null,
    event_id   text,
    event_type text,
    address    text not null,
    bytes      bigint not null check (bytes >= 0)
);

-- The newest of one partner are listed, and the rest of them removed.
create index refused_webhook_of_partner on refused_webhook (partner_id, id) where known;
create index refused_webhook_of_strangers on refused_webhook (id) where not known;
create index refused_webhook_age on refused_webhook (at);
