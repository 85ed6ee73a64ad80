package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.marketplace.event.Move;
import org.jspecify.annotations.Nullable;

/** What can be done to a booking. */
sealed interface Step {
    record Assign(Provider provider) implements Step {}

    record Confirm(String code) implements Step {}

    record Reschedule(Move move) implements Step {}

    record Cancel(@Nullable String reason) implements Step {}

    /** What a step comes to: a change is told to the partner, a repetition is answered like the first and told nobody. */
    enum Verdict {
        CHANGES,
        REPEATS,
        REFUSED
    }

    /** The whole state machine. {@code assigned} is the provider once one was named; before that it is the service's. */
    default Verdict on(BookingStatus status, @Nullable Provider assigned) {
        boolean cancelled = status == BookingStatus.CANCELLED;
        return switch (this) {
            case Cancel _ -> cancelled ? Verdict.REPEATS : Verdict.CHANGES;
            case Assign(Provider provider) when !cancelled && provider.equals(assigned) -> Verdict.REPEATS;
            case Confirm _ when status == BookingStatus.CONFIRMED -> Verdict.REPEATS;
            case Assign _, Confirm _, Reschedule _ -> cancelled ? Verdict.REFUSED : Verdict.CHANGES;
        };
    }
}
