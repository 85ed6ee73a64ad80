-- A delivery is made with its event, so its own age says when it is forgotten: no look at the event is needed.
create index delivery_age on delivery using brin (created_at);
