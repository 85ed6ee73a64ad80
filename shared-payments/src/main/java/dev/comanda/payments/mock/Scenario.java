package dev.comanda.payments.mock;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a payment's {@code metadata.scenario} asks the mock provider to play, by its lower-case name. */
public enum Scenario {
    /** Also where none is asked for. */
    PAID,
    /** Paid, and paid again in a second attempt a second later. */
    PAID_TWICE,
    /** Half of the amount is paid. */
    WRONG_AMOUNT,
    /** The amount is paid in another currency: euros, or dollars in place of euros. */
    WRONG_CURRENCY,
    DECLINED,
    /** The payer is sent to a page, and is done there after two seconds. */
    REQUIRES_ACTION,
    ASYNC_SUCCESS,
    ASYNC_FAILURE,
    /** Paid, but the answer to the first call is lost. */
    TIMEOUT_AFTER_SUCCESS,
    /** Paid; every refund of it succeeds and fails a second later. */
    REFUND_FAILED,
    DISPUTE_WON,
    DISPUTE_LOST;

    static Optional<Scenario> of(@Nullable String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.name().toLowerCase(Locale.ROOT).equals(name == null ? "paid" : name))
                .findFirst();
    }
}
