-- The two users of one service's database. The owner migrates the schema. The other one runs the service: it reads and
-- writes rows and cannot create, change or drop anything, so that a hole in the service does not change the schema.
-- Run by roles.sh as PostgreSQL's superuser, with psql's variables owner_password and runtime_password.

create role comanda_owner login password :'owner_password';
create role comanda_runtime login password :'runtime_password';

revoke all on database :"DBNAME" from public;
grant connect on database :"DBNAME" to comanda_owner, comanda_runtime;

alter schema public owner to comanda_owner;
revoke all on schema public from public;
grant usage on schema public to comanda_runtime;

-- What the owner makes later, the service may use.
alter default privileges for role comanda_owner in schema public
    grant select, insert, update, delete on tables to comanda_runtime;
alter default privileges for role comanda_owner in schema public
    grant usage, select on sequences to comanda_runtime;

-- What a superuser made earlier, before there were two users; a new database has nothing of this.
do $$
declare
    relation record;
begin
    for relation in
        select c.oid::regclass as name from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    loop
        execute format('alter table %s owner to comanda_owner', relation.name);
    end loop;
end
$$;
grant select, insert, update, delete on all tables in schema public to comanda_runtime;
grant usage, select on all sequences in schema public to comanda_runtime;
