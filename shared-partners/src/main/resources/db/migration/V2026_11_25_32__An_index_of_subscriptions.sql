-- A publisher finds whom an event is for by its type, and does not look at the partners that want other types. The index is kept
-- up to date at once: a list of late entries would be read by every publisher.
create index partner_subscriptions on partner using gin (events) with (fastupdate = off);
