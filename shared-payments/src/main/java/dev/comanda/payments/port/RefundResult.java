package dev.comanda.payments.port;

import dev.comanda.payments.ledger.Fact;
import java.util.List;

/** What asking for a refund came to. */
public sealed interface RefundResult {
    /** The provider has it; {@code facts} hold the refund with its status. */
    record Refunded(String providerRefundId, List<Fact> facts) implements RefundResult {}

    /** The provider will not. */
    record Refused(String code, String message) implements RefundResult {}

    /** It may or may not have been made. */
    record Unknown(String cause, Remedy remedy) implements RefundResult {}

    /** Nothing has left this machine. */
    record NotSent(String cause) implements RefundResult {}
}
