-- A booking is paid before its partner and its provider hear of it; revision 0 says that nobody has.
alter table booking
    add column payment_id     text,
    add column provider_email text,
    drop constraint booking_status_check,
    add constraint booking_status_check
        check (status in ('PENDING_PAYMENT', 'BOOKED', 'CONFIRMED', 'CANCELLED')),
    drop constraint booking_revision_check,
    add constraint booking_revision_check
        check (revision > 0 or (revision = 0 and status in ('PENDING_PAYMENT', 'CANCELLED'))),
    add constraint booking_payment_check
        check (status <> 'PENDING_PAYMENT' or payment_id is not null);

create index booking_unpaid on booking (booked_at) where status = 'PENDING_PAYMENT';

-- Where mails reach the providers: no partner and no visitor ever sees it.
alter table service add column provider_email text;

update service
   set provider_email = 'hola@' || regexp_replace(translate(lower(provider_name), 'áéíóú', 'aeiou'), '[^a-z]', '', 'g')
                        || '.example';

-- The last dispute a restaurant told of; like what was paid for an event, nothing here depends on it.
alter table event
    add column disputed_cents      bigint,
    add column disputed_currency   text,
    add column disputed_payment_id text,
    add column disputed_due_by     timestamptz,
    add column disputed_at         timestamptz;
