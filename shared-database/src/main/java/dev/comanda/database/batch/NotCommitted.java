package dev.comanda.database.batch;

/**
 * Nothing is known to be committed: the queue was full, the time was over, or the connection was lost. In the last two cases
 * the write may have happened all the same, so whoever repeats it must tolerate that.
 */
public final class NotCommitted extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotCommitted(String message) {
        super(message);
    }

    NotCommitted(String message, Throwable cause) {
        super(message, cause);
    }
}
