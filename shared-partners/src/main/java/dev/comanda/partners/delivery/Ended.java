package dev.comanda.partners.delivery;

import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Settlement;

/** A call that was made, not recorded yet. */
record Ended(Assignment assignment, CallResult result) {
    HeldPartner partner() {
        return assignment.partner();
    }

    boolean isUnhealthy() {
        return result.attempt().unhealthy();
    }

    boolean isGone() {
        return result.settlement() instanceof Settlement.Gone;
    }
}
