package dev.comanda.partners.inbox;

import java.util.List;

/**
 * What one transaction handles: due events of one partner, of different lanes, in the order of their keys. So transactions
 * that run at the same time lock the objects of two partners in the same order, and a slow handler delays no other partner.
 */
record Turn(String partnerId, List<Due> events) {
    /** Events that one transaction handles at most. */
    static final int MOST = 16;

    Turn(String partnerId, List<Due> events) {
        this.partnerId = partnerId;
        this.events = List.copyOf(events);
    }

    List<String> keys() {
        return events.stream().map(Due::orderingKey).toList();
    }

    Due of(String orderingKey) {
        return events.stream()
                .filter(event -> event.orderingKey().equals(orderingKey))
                .findFirst()
                .orElseThrow();
    }

    boolean hasFailed() {
        return events.stream().anyMatch(event -> event.tries() > 0);
    }
}
