-- Of each partner, what is due longest comes first: a claim reads a few entries per partner, however many there are. It also
-- counts a partner's open events.
create index inbound_due on inbound_event (partner_id, status, next_attempt_at) where status in ('received', 'waiting');
drop index inbound_open;

create index inbound_dead on inbound_event (partner_id) where status = 'dead';
create index inbound_ignored on inbound_event (received_at) where status = 'ignored' and body is not null;
