package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.marketplace.event.EventState;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A service booked for an event, at the price and under the name it had then. Its event's row is locked first. */
@Entity
class Booking {
    @Id
    @Column(name = "booking_id")
    private String bookingId;

    @Column(name = "event_id", updatable = false)
    private long eventId;

    @Column(name = "service_id", updatable = false)
    private String serviceId;

    @Column(name = "service_name", updatable = false)
    private String serviceName;

    @Column(name = "service_category", updatable = false)
    private String serviceCategory;

    @Column(name = "price_cents", updatable = false)
    private long priceCents;

    @Column(updatable = false)
    private String currency;

    @Embedded
    private Provider provider;

    @Column(name = "provider_assigned")
    private boolean providerAssigned;

    @Column(name = "scheduled_at")
    @JdbcTypeCode(SqlTypes.LOCAL_DATE_TIME)
    private @Nullable LocalDateTime scheduledAt;

    @Column
    @Enumerated(EnumType.STRING)
    private BookingStatus status;

    @Column(name = "confirmation_code")
    private @Nullable String confirmationCode;

    @Column
    private @Nullable String reason;

    @Column
    private long revision;

    @Column(name = "booked_at", updatable = false)
    private Instant bookedAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it in.
    protected Booking() {}

    Booking(String bookingId, EventState event, ListedService service, @Nullable LocalDateTime at, Instant now) {
        this.bookingId = bookingId;
        this.eventId = event.id();
        this.serviceId = service.serviceId();
        this.serviceName = service.serviceName();
        this.serviceCategory = service.category();
        this.priceCents = service.priceCents();
        this.currency = service.currency();
        this.provider = service.provider();
        this.scheduledAt = at;
        this.status = BookingStatus.BOOKED;
        this.revision = 1;
        this.bookedAt = now;
    }

    long eventId() {
        return eventId;
    }

    Step.Verdict verdict(Step step) {
        return step.on(status, providerAssigned ? provider : null);
    }

    /** To be called where {@link #verdict} says that the step changes something. */
    void take(Step step) {
        switch (step) {
            case Step.Assign(Provider named) -> {
                provider = named;
                providerAssigned = true;
            }
            case Step.Confirm(String code) -> {
                status = BookingStatus.CONFIRMED;
                confirmationCode = code;
            }
            case Step.Reschedule(var move) -> scheduledAt = move.applyTo(scheduledAt);
            case Step.Cancel(var why) -> {
                status = BookingStatus.CANCELLED;
                reason = why;
            }
        }
        revision++;
    }

    BookingState state(EventState event) {
        return new BookingState(
                bookingId,
                status,
                event.partnerId(),
                event.externalEventId(),
                serviceId,
                serviceName,
                serviceCategory,
                provider,
                BigDecimal.valueOf(priceCents, 2),
                currency,
                ScheduledTime.text(scheduledAt, event.date()),
                confirmationCode,
                reason,
                revision);
    }
}
