-- Several partners can cause mails about one reservation. Each has a share of them, so that one cannot use up those of the others.
alter table mail add column caused_by text;
