package dev.comanda.restaurant.itinerary;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is agreed about a service, as far as it is known. An event says some of it, or all; {@link #over} lays what it
 * says over what was known.
 */
@Embeddable
record ServiceTerms(
        @Column(name = "service_id") @Nullable String serviceId,
        @Column(name = "service_name") @Nullable String serviceName,
        @Column(name = "service_category") @Nullable String serviceCategory,
        @Embedded @Nullable Provider provider,
        @Column(name = "price") @Nullable BigDecimal price,
        @Column(name = "currency") @Nullable String currency,
        @Column(name = "scheduled_time") @Nullable String scheduledTime,

        @Column(name = "status") @Enumerated(EnumType.STRING) @Nullable ServiceStatus status,

        @Column(name = "confirmation_code") @Nullable String confirmationCode,
        @Column(name = "reason") @Nullable String reason) {
    /** Nothing said yet: a service is booked, and paid in dollars where a partner names no currency. */
    static final ServiceTerms UNSAID =
            new ServiceTerms(null, null, null, null, null, "USD", null, ServiceStatus.BOOKED, null, null);

    /** Which service is meant, and nothing about it. */
    static ServiceTerms about(@Nullable String serviceId, @Nullable String serviceName) {
        return new ServiceTerms(serviceId, serviceName, null, null, null, null, null, null, null, null);
    }

    ServiceTerms confirmed(String code) {
        return new ServiceTerms(null, null, null, null, null, null, null, ServiceStatus.CONFIRMED, code, null)
                .over(this);
    }

    ServiceTerms cancelled(@Nullable String why) {
        return new ServiceTerms(null, null, null, null, null, null, null, ServiceStatus.CANCELLED, null, why)
                .over(this);
    }

    ServiceTerms providedBy(@Nullable Provider who) {
        return new ServiceTerms(null, null, null, who, null, null, null, null, null, null).over(this);
    }

    ServiceTerms over(ServiceTerms known) {
        return new ServiceTerms(
                or(serviceId, known.serviceId),
                or(serviceName, known.serviceName),
                or(serviceCategory, known.serviceCategory),
                or(provider, known.provider),
                or(price, known.price),
                or(currency, known.currency),
                or(scheduledTime, known.scheduledTime),
                or(status, known.status),
                or(confirmationCode, known.confirmationCode),
                or(reason, known.reason));
    }

    private static <T> @Nullable T or(@Nullable T said, @Nullable T known) {
        return said != null ? said : known;
    }
}
