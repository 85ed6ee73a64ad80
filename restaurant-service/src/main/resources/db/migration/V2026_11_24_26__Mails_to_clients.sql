-- Each mail that a partner's event caused, so that no partner can cause more than a few a day for one reservation.
create table client_mail (
    key            text        primary key,
    reservation_id text        not null references reservation,
    at             timestamptz not null
);

create index client_mail_of on client_mail (reservation_id, at);
