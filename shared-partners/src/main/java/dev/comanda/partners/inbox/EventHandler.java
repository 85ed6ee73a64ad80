package dev.comanda.partners.inbox;

/**
 * What a service does with one type of event. A bean of this type is all it takes to understand an event.
 *
 * @param <D> the event's data: a record in snake_case with Bean Validation; a body that does not fit is answered 400
 *     naming the field, and unknown fields are ignored
 */
public interface EventHandler<D> {
    /** Such as {@code service.confirmed}. */
    String eventType();

    Class<D> dataType();

    /** The business object the event is about; events of one partner and key are handled in the order of arrival. */
    String orderingKey(D data);

    /**
     * Applies the event inside a transaction that also marks it handled: what is written here happens exactly once. A
     * thrown exception rolls back and is tried again; it must not catch what it cannot mend.
     */
    Handling handle(InboundEvent<D> event);
}
