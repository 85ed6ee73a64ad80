-- Event types, 'prefix.*', or exactly {*}. Null is the default: an observer (events = {*}) may send nothing, every other
-- partner may send any type.
alter table partner add column may_send text[];
