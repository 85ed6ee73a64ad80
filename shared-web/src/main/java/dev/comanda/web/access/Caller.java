package dev.comanda.web.access;

/** Whom a request has shown itself to be from. */
sealed interface Caller {
    /** Who runs this service. */
    record Operator() implements Caller {}

    /** A partner, by its key. */
    record Partner(String id) implements Caller {}

    /** Showed nothing. */
    record Nobody() implements Caller {}

    /** Showed something that is nobody's. */
    record Impostor() implements Caller {}
}
