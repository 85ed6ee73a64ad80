package dev.comanda.partners.inbox;

/** Ends the receipt of a webhook on an event loop that has to wait for the database. Nothing has happened yet. */
final class MustBlock extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MustBlock() {
        super("to be repeated on a thread that may block", null, false, false);
    }
}
