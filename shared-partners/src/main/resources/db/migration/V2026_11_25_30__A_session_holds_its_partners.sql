-- Who serves a partner holds an advisory lock in its session. Nothing is written for it, and nothing is left behind.
alter table lane drop column lease_until, drop column lease_token;
