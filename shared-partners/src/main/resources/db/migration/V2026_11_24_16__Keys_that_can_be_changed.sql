-- A partner has one current key, and older ones while their overlap lasts. A partner that the configuration created has
-- none until an operator makes one.
create table partner_key (
    -- SHA-256 of a key of 256 random bits: nothing to guess, so no salt and no slow hash
    hash       bytea primary key,
    partner_id text not null references partner on delete cascade,
    created_at timestamptz not null,
    -- null: the current one; else the end of its overlap with its successor
    expires_at timestamptz
);

create index partner_key_of_partner on partner_key (partner_id);

insert into partner_key (hash, partner_id, created_at) select api_key_hash, id, created_at from partner;

alter table partner drop column api_key_hash;
