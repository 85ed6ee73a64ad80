create table reservation (
    reservation_id     text        not null primary key check (reservation_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    sequence           bigint      not null generated always as identity unique,
    event_name         text        not null,
    event_date         date        not null,
    event_time         text        not null check (event_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    guests             integer     not null check (guests between 1 and 100000),
    contact_name       text        not null,
    contact_phone      text        not null,
    contact_email      text,
    services_requested text[]      not null,
    status             text        not null check (status in ('confirmed', 'cancelled')),
    revision           bigint      not null check (revision >= 1),
    corporate          boolean     not null,
    opened_as          text        not null,
    created_at         timestamptz not null
);

comment on column reservation.corporate is 'true once it has ever been a corporate event, and for good';
comment on column reservation.opened_as is 'fingerprint of what it was opened with: tells a repeated request from a different one';

create table addressed_partner (
    reservation_id text not null references reservation,
    partner_id     text not null,
    primary key (reservation_id, partner_id)
);

create table itinerary_service (
    service_key       bigint         not null generated always as identity primary key,
    reservation_id    text           not null references reservation,
    partner_id        text           not null,
    booking_id        text,
    service_id        text,
    service_name      text,
    service_category  text,
    provider_name     text,
    provider_phone    text,
    price             numeric(21, 6) check (price >= 0),
    currency          text           not null,
    scheduled_time    text,
    status            text           not null check (status in ('booked', 'confirmed', 'cancelled')),
    confirmation_code text,
    reason            text,
    applied_revision  bigint,
    applied_timestamp timestamptz    not null,
    unique (partner_id, booking_id)
);

create index on itinerary_service (reservation_id);

create table itinerary_history (
    history_key    bigint      not null generated always as identity primary key,
    reservation_id text        not null references reservation,
    at             timestamptz not null,
    event_type     text        not null,
    partner_id     text        not null,
    booking_id     text,
    event_id       text        not null
);

create index on itinerary_history (reservation_id);
