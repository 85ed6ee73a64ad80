create table audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    -- operator, the name of a token, partner:<id>, anyone (where everybody may call) or system (nobody's request)
    actor    text not null,
    address  text,
    action   text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
    object   text not null,
    reason   text,
    before   jsonb,
    after    jsonb,
    trace_id text
);

-- The filters of GET /audit, each with the order of its pages.
create index audit_actor on audit (actor, id);
create index audit_action on audit (action, id);
create index audit_object on audit (object, id);
create index audit_age on audit using brin (at);

create function refuse_change_of_audit() returns trigger language plpgsql as
$$ begin raise exception 'a row of the audit trail cannot be changed'; end $$;

create trigger audit_is_append_only before update on audit
    for each statement execute function refuse_change_of_audit();
