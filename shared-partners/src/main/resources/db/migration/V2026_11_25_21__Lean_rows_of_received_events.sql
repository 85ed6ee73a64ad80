-- Each batch of received events locks its partners once, which keeps them from being removed. The foreign key did so again
-- for each event. The removal of a partner deletes its events itself.
alter table inbound_event drop constraint inbound_event_partner_id_fkey;

-- Bodies are encrypted: compressing them takes time and saves nothing.
alter table inbound_event alter column body set storage external;

-- By the share of the table, a vacuum would come after a fifth of all history has changed: what is open would be looked for
-- among the index entries of what is done.
alter table inbound_event set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
                               autovacuum_vacuum_cost_delay = 0);
