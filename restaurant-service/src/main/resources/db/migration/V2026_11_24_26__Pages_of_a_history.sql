-- A history is read page by page, the newest entries first.
create index itinerary_history_page on itinerary_history (reservation_id, history_key);
drop index itinerary_history_reservation_id_idx;
