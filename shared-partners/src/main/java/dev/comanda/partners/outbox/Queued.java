package dev.comanda.partners.outbox;

/** The answer to a request that published an event: it is committed and will be delivered. */
public record Queued(String eventId, String eventType, String status) {
    public static Queued of(String eventId, String eventType) {
        return new Queued(eventId, eventType, "queued");
    }
}
