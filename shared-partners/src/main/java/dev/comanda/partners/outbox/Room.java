package dev.comanda.partners.outbox;

/** How many deliveries of a partner are wanted at the most: first tries, and retries. */
public record Room(String partnerId, int firstTries, int retries) {}
