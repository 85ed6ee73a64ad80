package dev.comanda.partners.outbox;

import java.util.Set;

/**
 * What publishing came to.
 *
 * @param eventId the same over all partners and retries
 * @param partnerIds every partner that has a delivery of it now, observers included
 * @param addressed those of them that it is meant for: an observer is one only where the audience names it
 */
public record Published(String eventId, Set<String> partnerIds, Set<String> addressed) {}
