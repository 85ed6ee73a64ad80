#!/bin/sh
# Makes the two users of one service's database. The image runs it once, when the volume is created; docs/operations.md
# says how to run it on a database that is older. Passwords come from files, never from a command line.
set -eu

psql -v ON_ERROR_STOP=1 --no-psqlrc --username "${1:-$POSTGRES_USER}" --dbname "$POSTGRES_DB" <<SQL
\set owner_password \`cat /run/secrets/owner-password\`
\set runtime_password \`cat /run/secrets/runtime-password\`
begin;
\i /docker-entrypoint-initdb.d/sql/roles.sql
-- The superuser has no password any more: it connects from inside the container only.
alter role :"USER" password null;
commit;
SQL
