-- Each removal of an event looks for its deliveries, each removal of a lane for all of its own: without these, a scan of
-- the whole table for every row removed.
create index delivery_of_event on delivery (event);
create index delivery_of_lane on delivery (lane_id);

-- What grows with time is stored in the order of time: block ranges find what is old at almost no cost to what is new.
create index outbound_event_age on outbound_event using brin (published_at);
create index inbound_event_age on inbound_event using brin (received_at);
create index delivery_attempt_age on delivery_attempt using brin (started_at);
