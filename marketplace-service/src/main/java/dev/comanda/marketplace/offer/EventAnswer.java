package dev.comanda.marketplace.offer;

import dev.comanda.marketplace.booking.BookingAnswer;
import dev.comanda.marketplace.event.Details;
import dev.comanda.marketplace.event.Dispute;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.EventStatus;
import dev.comanda.marketplace.event.Payment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event and its bookings in one answer. Its id has the name each side uses for it. Of an event that was cancelled
 * before it was ever described only the ids and the status are known.
 */
record EventAnswer(
        String reservationId,
        String externalEventId,
        String partnerId,
        @Nullable String eventName,
        @Nullable LocalDate date,
        @Nullable LocalTime time,
        @Nullable Integer guests,
        @Nullable String contactName,
        @Nullable String contactPhone,
        @Nullable List<String> servicesRequested,
        EventStatus status,
        @Nullable Long revision,
        @Nullable Paid paid,
        @Nullable Disputed disputed,
        List<BookingAnswer> bookings) {
    record Paid(
            BigDecimal amount, String currency, @Nullable String paymentId) {}

    record Disputed(
            BigDecimal amount,
            String currency,
            @Nullable String paymentId,
            @Nullable Instant dueBy) {}

    static EventAnswer of(EventState event, List<BookingAnswer> bookings) {
        Details details = event.details();
        String id = event.externalEventId();
        return new EventAnswer(
                id,
                id,
                event.partnerId(),
                details == null ? null : details.eventName(),
                details == null ? null : details.date(),
                details == null ? null : details.time(),
                details == null ? null : details.guests(),
                details == null ? null : details.contactName(),
                details == null ? null : details.contactPhone(),
                details == null ? null : details.servicesRequested(),
                event.status(),
                event.revision(),
                paid(event.paid()),
                disputed(event.disputed()),
                bookings);
    }

    private static @Nullable Paid paid(@Nullable Payment payment) {
        return payment == null ? null : new Paid(payment.amount(), payment.currency(), payment.paymentId());
    }

    private static @Nullable Disputed disputed(@Nullable Dispute dispute) {
        return dispute == null
                ? null
                : new Disputed(dispute.amount(), dispute.currency(), dispute.paymentId(), dispute.dueBy());
    }
}
