-- True once a person whom the body names asked to be forgotten: the body is removed as soon as no partner has still to get it.
alter table outbound_event add column forget boolean not null default false;

create index outbound_event_to_forget on outbound_event (id) where forget and body is not null;
create index outbound_event_of_object on outbound_event (ordering_key) where body is not null;
