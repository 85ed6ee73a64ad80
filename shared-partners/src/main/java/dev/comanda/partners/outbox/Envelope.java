package dev.comanda.partners.outbox;

/** The body of every partner webhook; docs/protocol.md shows one. */
record Envelope(Object data, String eventId, String eventType, String source, String timestamp, String version) {
    static final String VERSION = "1.0";
}
