-- A partner is told by mail when sending to it stops or an event to it is given up.
-- to_tell is set in the transaction of that change, and cleared in the transaction that writes the mail.
-- No index: the sweep reads every partner once in a while, and there is one row per partner.
alter table partner
    add column to_tell     boolean not null default false,
    -- when the last mail to this partner was written
    add column notified_at timestamptz;

update partner set to_tell = true where status = 'auto_paused';
