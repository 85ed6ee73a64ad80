-- What the marketplace offers, the events it heard of, and what was booked for them.
-- Money is in hundredths of its currency. Times of an event are local to its place, so they carry no zone.

create table service (
    service_id     text   primary key check (service_id ~ '^[a-z0-9-]{1,64}$'),
    service_name   text   not null,
    category       text   not null check (category ~ '^[a-z]{1,40}$'),
    price_cents    bigint not null check (price_cents >= 0),
    currency       text   not null check (currency ~ '^[A-Z]{3}$'),
    provider_name  text   not null,
    provider_phone text   not null
);

insert into service (service_id, service_name, category, price_cents, currency, provider_name, provider_phone) values
    ('svc-dj-profesional',         'DJ Profesional',                 'dj',          25000, 'USD', 'DJ Sounds Pro',           '0998765432'),
    ('svc-dj-karaoke',             'DJ con Karaoke',                 'dj',          18000, 'USD', 'Fiesta Total Quito',      '0987123456'),
    ('svc-fotografia-evento',      'Fotografía de Evento',           'fotografia',  32000, 'USD', 'Lente Andino',            '0991122334'),
    ('svc-cabina-fotos',           'Cabina de Fotos',                'fotografia',  15000, 'USD', 'Flash Guayaquil',         '0982233445'),
    ('svc-video-evento',           'Video y Dron',                   'video',       45000, 'USD', 'Cóndor Films',            '0993344556'),
    ('svc-decoracion-floral',      'Decoración Floral',              'decoracion',  28000, 'USD', 'Rosas de Cayambe',        '0984455667'),
    ('svc-decoracion-corporativa', 'Decoración Corporativa',         'decoracion',  35000, 'USD', 'Montajes Pichincha',      '0995566778'),
    ('svc-catering-bocaditos',     'Mesa de Bocaditos',              'catering',    22000, 'USD', 'Sabores de la Sierra',    '0986677889'),
    ('svc-catering-cocteles',      'Barra de Cocteles',              'catering',    38000, 'USD', 'Barra Mitad del Mundo',   '0997788990'),
    ('svc-mobiliario-lounge',      'Alquiler de Sala Lounge',        'mobiliario',  19000, 'USD', 'Muebles Para Eventos',    '0988899001'),
    ('svc-carpas-mesas',           'Carpas, Mesas y Sillas',         'mobiliario',  26000, 'USD', 'Carpas del Valle',        '0999900112'),
    ('svc-iluminacion-led',        'Iluminación LED',                'iluminacion', 17000, 'USD', 'Luz y Escena',            '0981011223'),
    ('svc-maestro-ceremonias',     'Maestro de Ceremonias',          'animacion',   12000, 'USD', 'Voces del Ecuador',       '0992122334'),
    ('svc-seguridad-evento',       'Guardias para Evento',           'seguridad',   20000, 'USD', 'Seguridad Cotopaxi',      '0983233445'),
    ('svc-transporte-invitados',   'Transporte de Invitados',        'transporte',  24000, 'USD', 'Rutas Andinas',           '0994344556');

create table event (
    id                 bigint      generated always as identity primary key,
    partner_id         text        not null,
    external_event_id  text        not null check (external_event_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    event_name         text,
    event_date         date,
    event_time         time,
    guests             integer     check (guests > 0),
    contact_name       text,
    contact_phone      text,
    services_requested text[],
    status             text        not null check (status in ('CONFIRMED', 'CANCELLED')),
    revision           bigint,
    stated_at          timestamptz not null,
    paid_cents         bigint,
    paid_currency      text,
    paid_payment_id    text,
    paid_at            timestamptz,
    unique (partner_id, external_event_id),
    -- Only a cancellation that came before everything else leaves an event without a description.
    check (status = 'CANCELLED'
           or (event_name is not null and event_date is not null and guests is not null and services_requested is not null))
);

create index event_by_external_id on event (external_event_id);

create table booking (
    booking_id        text        primary key check (booking_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    event_id          bigint      not null references event,
    service_id        text        not null references service,
    service_name      text        not null,
    service_category  text        not null,
    provider_name     text        not null,
    provider_phone    text        not null,
    provider_assigned boolean     not null,
    price_cents       bigint      not null check (price_cents >= 0),
    currency          text        not null check (currency ~ '^[A-Z]{3}$'),
    scheduled_at      timestamp,
    status            text        not null check (status in ('BOOKED', 'CONFIRMED', 'CANCELLED')),
    confirmation_code text,
    reason            text,
    revision          bigint      not null check (revision > 0),
    booked_at         timestamptz not null,
    check (status <> 'CONFIRMED' or confirmation_code is not null)
);

create index booking_by_event on booking (event_id);
