package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.OutboundEvent;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.payments.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is told of a booking, and to whom: the partner its event came from, and no other. */
@ApplicationScoped
class Announcements {
    private final Outbox outbox;

    Announcements(Outbox outbox) {
        this.outbox = outbox;
    }

    void tell(Step step, BookingState booking) {
        switch (step) {
            case Step.Settle _, Step.Reschedule _ ->
                publish("service.booked_for_event", booking, ServiceBooked.of(booking));
            case Step.Assign _ -> publish("provider.assigned", booking, ProviderAssigned.of(booking));
            case Step.Confirm _ -> publish("service.confirmed", booking, ServiceConfirmed.of(booking));
            case Step.Cancel _, Step.Expire _ -> publish("service.cancelled", booking, ServiceCancelled.of(booking));
        }
    }

    void disputed(BookingState booking, String paymentId, Money amount, @Nullable Instant dueBy) {
        publish(
                "payment.disputed",
                booking,
                new PaymentDisputed(
                        booking.externalEventId(),
                        paymentId,
                        amount.major(),
                        amount.currency().code(),
                        dueBy));
    }

    /** One key for all bookings of an event, so that its partner hears of them in the order they happened. */
    private void publish(String type, BookingState booking, Object data) {
        outbox.publish(
                new OutboundEvent(type, booking.externalEventId(), booking.revision(), data),
                Audience.only(booking.partnerId()));
    }

    record ServiceBooked(
            String externalEventId,
            String bookingId,
            String serviceId,
            String serviceName,
            String serviceCategory,
            Provider provider,
            BigDecimal price,
            String currency,
            @Nullable String scheduledTime,
            long revision) {
        static ServiceBooked of(BookingState booking) {
            return new ServiceBooked(
                    booking.externalEventId(),
                    booking.bookingId(),
                    booking.serviceId(),
                    booking.serviceName(),
                    booking.serviceCategory(),
                    booking.provider(),
                    booking.price(),
                    booking.currency(),
                    booking.scheduledTime(),
                    booking.revision());
        }
    }

    record ServiceConfirmed(
            String externalEventId,
            String bookingId,
            @Nullable String confirmationCode,
            BookingState booking,
            long revision) {
        static ServiceConfirmed of(BookingState booking) {
            return new ServiceConfirmed(
                    booking.externalEventId(),
                    booking.bookingId(),
                    booking.confirmationCode(),
                    booking,
                    booking.revision());
        }
    }

    record ServiceCancelled(
            String externalEventId,
            String bookingId,
            @Nullable String reason,
            BookingState booking,
            long revision) {
        static ServiceCancelled of(BookingState booking) {
            return new ServiceCancelled(
                    booking.externalEventId(), booking.bookingId(), booking.reason(), booking, booking.revision());
        }
    }

    record PaymentDisputed(
            String externalEventId,
            String paymentId,
            BigDecimal amount,
            String currency,
            @Nullable Instant dueBy) {}

    record ProviderAssigned(
            String externalEventId, String bookingId, Provider providerInfo, BookingState booking, long revision) {
        static ProviderAssigned of(BookingState booking) {
            return new ProviderAssigned(
                    booking.externalEventId(), booking.bookingId(), booking.provider(), booking, booking.revision());
        }
    }
}
