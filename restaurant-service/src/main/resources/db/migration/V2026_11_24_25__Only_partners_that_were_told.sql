-- A partner may write to the reservations that it was told of. An observer only listens unless it is addressed by name, and
-- from before this rule nothing says which ones it was; a removed partner leaves nothing to its successor.
delete from addressed_partner a
 where not exists (select from partner p where p.id = a.partner_id and p.events <> '{*}');

create index addressed_partner_of on addressed_partner (partner_id);
