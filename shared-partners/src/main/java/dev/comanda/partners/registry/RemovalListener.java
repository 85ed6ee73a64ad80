package dev.comanda.partners.registry;

/** Whoever keeps rows about partners: a partner that is registered again under the same code must not inherit them. */
public interface RemovalListener {
    /**
     * Called in the transaction that removes the partner, under the lock of its row: no webhook of this partner is stored
     * or handled, and nothing is published to it, until the transaction ends. It must not wait for the row of a business
     * object, because whoever holds one may wait for the partner.
     */
    void removed(String partnerId);
}
