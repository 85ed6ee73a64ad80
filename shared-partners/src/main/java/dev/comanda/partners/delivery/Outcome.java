package dev.comanda.partners.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one call to a partner's endpoint came to. */
sealed interface Outcome {
    /**
     * It answered, whatever it said.
     *
     * @param retryAfter from its Retry-After header, never negative
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(int status, byte[] answer, @Nullable Duration retryAfter, String address) implements Outcome {}

    /** No whole answer within the deadline. {@code error} is one word such as timeout or refused. */
    record NoAnswer(String error, @Nullable String address) implements Outcome {}

    /** Nothing was sent, because a secret or a body of ours cannot be decrypted. That is no fault of the endpoint. */
    record Unreadable(String reason) implements Outcome {}

    /** The target policy did not let us call. */
    record Forbidden(String reason) implements Outcome {}
}
