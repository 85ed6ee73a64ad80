package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comanda.restaurant.reservation.ReservationHead;
import dev.comanda.web.json.Cursor;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An itinerary as people read it: what is coming, from whom, and how it came to be.
 *
 * @param historyNext the cursor of the entries before these; absent on the last page
 */
record ItineraryView(
        String reservationId,
        String eventName,
        LocalDate date,
        String time,
        String status,
        List<Service> services,
        List<Heard> history,
        @Nullable String historyNext) {
    static final int HISTORY_PAGE = 200;

    /** From one entry of the history more than fits, the newest first; it is shown in the order in which it happened. */
    static ItineraryView of(ReservationHead head, List<ItineraryService> services, List<HistoryEntry> history) {
        List<HistoryEntry> shown = history.subList(0, Math.min(HISTORY_PAGE, history.size()));
        return new ItineraryView(
                head.reservationId(),
                head.eventName(),
                head.date(),
                head.time(),
                head.status(),
                services.stream().map(Service::of).toList(),
                shown.reversed().stream().map(Heard::of).toList(),
                history.size() > HISTORY_PAGE ? new Cursor(shown.getLast().key()).toString() : null);
    }

    /** Every field is always there: before a booking is confirmed its code is null, not missing. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Service(
            String partnerId,
            @Nullable String bookingId,
            @Nullable String serviceId,
            @Nullable String serviceName,
            @Nullable String serviceCategory,
            @Nullable Provider provider,
            @Nullable BigDecimal price,
            @Nullable String currency,
            @Nullable String scheduledTime,
            @Nullable ServiceStatus status,
            @Nullable String confirmationCode,
            @Nullable String reason) {
        static Service of(ItineraryService service) {
            var terms = service.entry.terms();
            return new Service(
                    service.partnerId,
                    service.bookingId,
                    terms.serviceId(),
                    terms.serviceName(),
                    terms.serviceCategory(),
                    terms.provider(),
                    terms.price() == null ? null : money(terms.price()),
                    terms.currency(),
                    terms.scheduledTime(),
                    terms.status(),
                    terms.confirmationCode(),
                    terms.reason());
        }

        /** Two decimals at least, and more only where the partner sent more. */
        private static BigDecimal money(BigDecimal price) {
            var shortest = price.stripTrailingZeros();
            return shortest.setScale(Math.max(2, shortest.scale()));
        }
    }

    record Heard(
            Instant at,
            String eventType,
            String partnerId,
            @Nullable String bookingId,
            String eventId) {
        static Heard of(HistoryEntry entry) {
            return new Heard(entry.at, entry.eventType, entry.partnerId, entry.bookingId, entry.eventId);
        }
    }
}
