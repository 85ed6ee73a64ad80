package dev.comanda.partners.inbox;

/**
 * An event whose turn it may be.
 *
 * @param tries how often its handler has thrown
 */
record Due(long id, String partnerId, String orderingKey, int tries) {
    Lane lane() {
        return new Lane(partnerId, orderingKey);
    }

    /** What is handled one after the other. */
    record Lane(String partnerId, String orderingKey) {}
}
