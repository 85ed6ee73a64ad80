package dev.comanda.payments.port;

import dev.comanda.payments.ledger.Fact;
import java.util.List;

/** What the provider says of a payment when asked. */
public sealed interface StatusResult {
    /** It knows it. */
    record Known(List<Fact> facts, Tag tag) implements StatusResult {}

    /** It says there is none, or it is not this account's. */
    record NotFound() implements StatusResult {}

    /** It did not answer, or not with a payment. */
    record Unknown(String cause) implements StatusResult {}
}
