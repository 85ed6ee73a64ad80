package dev.comanda.marketplace.event;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands.
 *
 * @param details absent when a cancellation was the first and last thing heard of it
 * @param revision the last one applied; absent while its restaurant sends none
 */
public record EventState(
        long id,
        String partnerId,
        String externalEventId,
        @Nullable Details details,
        EventStatus status,
        @Nullable Long revision,
        @Nullable Payment paid,
        @Nullable Dispute disputed) {
    /** Everything bookable is described; asking for what is not is a bug. */
    public Details described() {
        if (details == null) {
            throw new IllegalStateException("Event " + id + " was never described");
        }
        return details;
    }

    public Moment moment() {
        return described().moment();
    }

    public LocalDate date() {
        return moment().date();
    }
}
