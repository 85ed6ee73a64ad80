-- Thousands of events may wait in one lane. What comes next is read in its order instead of sorting all that could come;
-- what holds a lane, and what in it has no turn yet, are found without looking through the rest.
create index inbound_open on inbound_event (id, next_attempt_at) where status in ('received', 'waiting');
create index inbound_received on inbound_event (partner_id, ordering_key, id) where status = 'received';
create index inbound_waiting on inbound_event (partner_id, ordering_key, next_attempt_at) where status = 'waiting';
drop index inbound_due;
drop index inbound_head;

-- An event without a revision that had to wait asks for the latest its lane has handled: without this, a scan of all that
-- was ever received.
create index inbound_handled on inbound_event (partner_id, ordering_key, occurred_at) where status = 'handled';
