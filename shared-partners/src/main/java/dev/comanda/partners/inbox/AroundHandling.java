package dev.comanda.partners.inbox;

import java.util.List;

/**
 * Reads together what the events of one transaction need, and writes together what their handlers leave to be written. A bean
 * of this type is optional: without it each handler reads and writes for itself.
 */
public interface AroundHandling {
    /**
     * Called before the first handler.
     *
     * @param partnerId who sent all of them
     * @param events at least 1, of any type that has a handler, in the order in which they are handled
     */
    void prepare(String partnerId, List<InboundEvent<?>> events);

    /** Called after the last handler, in the same transaction. */
    void finish();
}
