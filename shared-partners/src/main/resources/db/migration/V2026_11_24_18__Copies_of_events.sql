-- How often an event arrived; a row from the second time on. It is a table of its own because the event's row is locked
-- while the event is handled, and the answer to a copy must not wait for that.
create table inbound_copy (
    partner_id text not null,
    event_id   text not null,
    copies     integer not null check (copies >= 2),
    last_at    timestamptz not null,
    primary key (partner_id, event_id)
);

create index inbound_copy_age on inbound_copy using brin (last_at);
