package dev.comanda.partners.outbox;

/**
 * Something that happened here and that partners are to hear of.
 *
 * @param type such as {@code event.updated}
 * @param orderingKey the business object (a reservation id): its events reach each partner in the order of their
 *     publication; at most 200 characters
 * @param revision of that object, given under its row lock, rising by one with each change
 * @param data becomes the envelope's {@code data}; a record whose components are written in snake_case, nulls left out
 */
public record OutboundEvent(String type, String orderingKey, long revision, Object data) {}
