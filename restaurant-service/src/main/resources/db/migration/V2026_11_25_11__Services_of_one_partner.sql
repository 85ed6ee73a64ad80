-- An event without a booking's id looks at the services of its own partner only, however many others there are.
create index itinerary_service_of_partner on itinerary_service (reservation_id, partner_id);

drop index itinerary_service_reservation_id_idx;
