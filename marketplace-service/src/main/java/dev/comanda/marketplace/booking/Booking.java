package dev.comanda.marketplace.booking;

import dev.comanda.database.encryption.SealedText;
import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.marketplace.event.EventState;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
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

    @Column(name = "provider_email")
    @Convert(converter = SealedText.class)
    private @Nullable String providerEmail;

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

    /** 0 until the first word of it goes out: what nobody heard of is changed and cancelled in silence. */
    @Column
    private long revision;

    @Column(name = "payment_id", updatable = false)
    private @Nullable String paymentId;

    @Column(name = "booked_at", updatable = false)
    private Instant bookedAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it in.
    protected Booking() {}

    /** Waits for its payment; what costs nothing is settled before it is stored. */
    Booking(
            String bookingId,
            EventState event,
            ListedService service,
            Assignee assignee,
            @Nullable LocalDateTime at,
            Instant now) {
        this.bookingId = bookingId;
        this.eventId = event.id();
        this.serviceId = service.serviceId();
        this.serviceName = service.serviceName();
        this.serviceCategory = service.category();
        this.priceCents = service.priceCents();
        this.currency = service.currency();
        this.provider = assignee.provider();
        this.providerEmail = assignee.email();
        this.scheduledAt = at;
        this.status = BookingStatus.PENDING_PAYMENT;
        this.bookedAt = now;
    }

    void paidBy(String payment) {
        paymentId = payment;
    }

    String bookingId() {
        return bookingId;
    }

    long eventId() {
        return eventId;
    }

    String serviceName() {
        return serviceName;
    }

    @Nullable String reason() {
        return reason;
    }

    long revision() {
        return revision;
    }

    @Nullable String paymentId() {
        return paymentId;
    }

    Assignee assignee() {
        return new Assignee(provider, providerEmail);
    }

    @Nullable LocalDateTime scheduledAt() {
        return scheduledAt;
    }

    boolean isCancelled() {
        return status == BookingStatus.CANCELLED;
    }

    /** Whether anybody outside knows of it. */
    boolean isKnown() {
        return revision > 0;
    }

    Step.Verdict verdict(Step step) {
        return step.on(status, providerAssigned ? assignee() : null);
    }

    /** To be called where {@link #verdict} says that the step changes something. */
    void take(Step step) {
        switch (step) {
            case Step.Settle() -> status = BookingStatus.BOOKED;
            case Step.Assign(Assignee who) -> {
                Assignee named = who.after(assignee());
                provider = named.provider();
                providerEmail = named.email();
                providerAssigned = true;
            }
            case Step.Confirm(String code) -> {
                status = BookingStatus.CONFIRMED;
                confirmationCode = code;
            }
            case Step.Reschedule(var move) -> scheduledAt = move.applyTo(scheduledAt);
            case Step.Cancel(var why) -> cancel(why);
            case Step.Expire(String why) -> cancel(why);
        }
        if (isKnown() || status == BookingStatus.BOOKED) {
            revision++;
        }
    }

    private void cancel(@Nullable String why) {
        status = BookingStatus.CANCELLED;
        reason = why;
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
