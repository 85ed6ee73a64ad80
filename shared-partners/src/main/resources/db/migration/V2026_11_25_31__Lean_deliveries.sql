-- A delivery that succeeds at its first call has no row in delivery_attempt: what that call was stands here. duration_ms is null
-- once delivery_attempt has a row for every call.
alter table delivery
    add column duration_ms integer,
    add column address     text,
    -- null when it was empty
    add column answer      bytea,
    -- how many of its calls were answered 401 or 403
    add column refusals    integer not null default 0;

update delivery d
   set refusals = (select count(*) from delivery_attempt a where a.delivery_id = d.id and a.status in (401, 403))
 where status = 'pending' and attempts > 0;

create index delivery_answer_age on delivery (created_at) where answer is not null;

-- Each key costs a look at another table for each row. A publisher locks the partner before it writes, and a removal locks it
-- before it deletes lanes and then deliveries, so no row is left behind without them.
alter table delivery
    drop constraint delivery_event_fkey,
    drop constraint delivery_partner_id_fkey,
    drop constraint delivery_lane_id_fkey;
alter table lane drop constraint lane_partner_id_fkey;

-- One index for the deliveries of an event. A lane that retention may remove has none left. No index but the primary key holds
-- the id of every delivery: a look-up by id could else go through all of another index, while the statistics are old.
alter table delivery add constraint delivery_of_event_and_partner unique (event, partner_id);
alter table delivery drop constraint delivery_partner_id_event_key;
drop index delivery_of_event;
drop index delivery_of_lane;

-- What is delivered is not looked for by its status, and what has no number is not in the feed.
create index delivery_open on delivery (partner_id, status, id) where status in ('pending', 'dead');
drop index delivery_by_status;
drop index delivery_feed;
create unique index delivery_feed on delivery (partner_id, sequence) where sequence is not null;

-- Rows are written about three times in their first second. Vacuum comes by their number and not by the size of the history.
alter table delivery set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0);
alter table lane set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0);
