package dev.comanda.partners.outbox;

import java.time.Instant;

/** What becomes of a delivery after a call. */
public sealed interface Settlement {
    /** The partner has it. */
    record Delivered() implements Settlement {}

    /** Once more at {@code at}; {@code step} is how far the schedule has advanced by then. */
    record Retry(Instant at, int step) implements Settlement {}

    /** No more tries of its own: kept, listed, resendable. Its successors go on. */
    record Dead() implements Settlement {}

    /** The endpoint is gone (410): sending to this partner stops until the operator resumes it. */
    record Gone(Instant retryAt) implements Settlement {}
}
