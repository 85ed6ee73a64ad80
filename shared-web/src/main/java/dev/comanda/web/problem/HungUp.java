package dev.comanda.web.problem;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client that closed its connection from a fault of ours. Clients do that every day, and nobody can act on it, so
 * it is logged at debug without a stack trace.
 */
final class HungUp {
    private static final int DEEPEST_CAUSE = 10;

    private HungUp() {}

    /**
     * Whether this failure says that a connection was closed, and the client's connection is. The second condition keeps
     * the failures of our own calls to others in the log.
     */
    static boolean isReasonOf(@Nullable Throwable failure, HttpServerResponse response) {
        return response.closed()
                && Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .limit(DEEPEST_CAUSE)
                        .anyMatch(HungUp::isClosedConnection);
    }

    private static boolean isClosedConnection(Throwable failure) {
        return failure instanceof HttpClosedException
                || failure instanceof ClosedChannelException
                || (failure instanceof IOException && saysClosed(failure.getMessage()))
                || (failure instanceof IllegalStateException && saysClosed(failure.getMessage()));
    }

    private static boolean saysClosed(@Nullable String message) {
        String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return lower.contains("connection was closed")
                || lower.contains("connection has been closed")
                || lower.contains("response is closed")
                || lower.contains("connection reset")
                || lower.contains("broken pipe");
    }
}
