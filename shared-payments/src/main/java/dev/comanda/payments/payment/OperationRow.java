package dev.comanda.payments.payment;

import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.Remedy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that changes something at a provider, as it is stored.
 *
 * @param persistent whoever wanted it does not come back: it is kept until it is sent
 * @param leaseToken whose turn it is; a record with another one changes nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OperationRow(
        String operationId,
        String paymentId,
        Operation.Kind kind,
        Status status,
        long amount,
        String requestedBy,
        boolean persistent,
        byte @Nullable [] request,
        @Nullable String requestKey,
        @Nullable String providerObject,
        @Nullable String code,
        @Nullable String message,
        @Nullable Remedy remedy,
        Instant createdAt,
        @Nullable Instant firstSentAt,
        int tries,
        @Nullable UUID leaseToken) {
    /** How it went so far. */
    enum Status {
        SENDING,
        DONE,
        REFUSED,
        UNKNOWN,
        NOT_SENT
    }

    boolean isOpen() {
        return status == Status.SENDING || status == Status.UNKNOWN || (status == Status.NOT_SENT && persistent);
    }

    @Override
    public String toString() {
        return kind + " " + operationId + " " + status;
    }
}
