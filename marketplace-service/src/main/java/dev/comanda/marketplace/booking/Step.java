package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.Move;
import org.jspecify.annotations.Nullable;

/** What can be done to a booking. */
sealed interface Step {
    /** What is owed is paid, or nothing was owed. */
    record Settle() implements Step {}

    record Assign(Assignee who) implements Step {}

    record Confirm(String code) implements Step {}

    record Reschedule(Move move) implements Step {}

    record Cancel(@Nullable String reason) implements Step {}

    /** Gives up a booking that was not paid in time; one that was is left alone. */
    record Expire(String reason) implements Step {}

    /** What a step comes to: a change is told to the partner, a repetition is answered like the first and told nobody. */
    enum Verdict {
        CHANGES,
        REPEATS,
        REFUSED
    }

    /** The whole state machine. {@code assigned} is who was named last; before that it is the service's own provider. */
    default Verdict on(BookingStatus status, @Nullable Assignee assigned) {
        return switch (status) {
            case PENDING_PAYMENT ->
                switch (this) {
                    case Settle _, Reschedule _, Cancel _, Expire _ -> Verdict.CHANGES;
                    case Assign _, Confirm _ -> Verdict.REFUSED;
                };
            case BOOKED, CONFIRMED ->
                switch (this) {
                    case Settle _, Expire _ -> Verdict.REPEATS;
                    case Assign(Assignee who)
                    when assigned != null && who.after(assigned).equals(assigned) -> Verdict.REPEATS;
                    case Confirm _ when status == BookingStatus.CONFIRMED -> Verdict.REPEATS;
                    case Assign _, Confirm _, Reschedule _, Cancel _ -> Verdict.CHANGES;
                };
            case CANCELLED ->
                switch (this) {
                    case Cancel _, Expire _ -> Verdict.REPEATS;
                    case Settle _, Assign _, Confirm _, Reschedule _ -> Verdict.REFUSED;
                };
        };
    }
}
