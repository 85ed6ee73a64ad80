package dev.comanda.restaurant.reservation;

import dev.comanda.web.json.OptionalBody;
import dev.comanda.web.json.SingleLine;
import org.jspecify.annotations.Nullable;

/** The body of POST /reservations/{id}/cancel. */
@OptionalBody
record CancelRequest(@SingleLine(max = 500) @Nullable String reason) {
    static final String NO_REASON = "No reason given";

    /** Never missing on the wire: partners of the first generation read it without asking whether it is there. */
    String reasonOrNone() {
        return reason == null ? NO_REASON : reason;
    }
}
