-- Mails that somebody outside can cause are counted by what they are about, so that nobody can cause them without end.
alter table mail add column about text;

create index mail_about on mail (about, created_at) where about is not null;
