-- When the guest's name, phone number and mail address were removed.
alter table reservation add column erased_at timestamptz;

-- It was a digest that anybody could compute, so a removed address could be guessed back. It is keyed now. A reservation that
-- was opened before does not know a repeated request any more: it answers 409.
update reservation set opened_as = 'unknown';
