-- One row for each change that matters to whoever keeps all partners in memory. The set of rows is the version: a
-- transaction that commits late adds a row below the highest id, and the set is another one all the same. Each change adds a
-- row of its own, so no change waits for another. Retention removes rows after an hour.
create table registry_change (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp()
);

create function registry_changed() returns trigger language plpgsql as $$
begin
    insert into registry_change default values;
    return null;
end
$$;

create trigger partner_came_or_went after insert or delete on partner
    for each row execute function registry_changed();

-- By row with a condition: most updates of a partner count its failures, and cost nothing here.
create trigger partner_changed after update on partner
    for each row
    when ((old.webhook_url, old.events, old.may_send, old.status, old.verified_standard_at is null)
          is distinct from (new.webhook_url, new.events, new.may_send, new.status, new.verified_standard_at is null))
    execute function registry_changed();

create trigger partner_secret_came_or_went after insert or delete on partner_secret
    for each row execute function registry_changed();

-- The first use of a secret matters, because deliveries are signed with it from then on; later uses do not.
create trigger partner_secret_changed after update on partner_secret
    for each row
    when ((old.ciphertext, old.encryption_key_id, old.expires_at, old.last_seen_in is null)
          is distinct from (new.ciphertext, new.encryption_key_id, new.expires_at, new.last_seen_in is null))
    execute function registry_changed();
