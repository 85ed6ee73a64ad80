package dev.comanda.restaurant.itinerary;

import dev.comanda.partners.inbox.Version;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Steps as the tests tell them: each at a minute past six, with the revision or without. */
final class Steps {
    private Steps() {}

    static Step booked(@Nullable String bookingId, String serviceId, String time, Version version) {
        var terms = new ServiceTerms(
                serviceId,
                "Service " + serviceId,
                "dj",
                new Provider("DJ Sounds Pro", "0998765432"),
                new BigDecimal("250.00"),
                null,
                time,
                null,
                null,
                null);
        return new Step(Step.Kind.BOOK, bookingId, terms, true, version);
    }

    static Step confirmed(@Nullable String bookingId, @Nullable String serviceId, Version version) {
        var terms = ServiceTerms.about(serviceId, null).confirmed("CONF-7");
        return new Step(Step.Kind.CONFIRM, bookingId, terms, false, version);
    }

    static Step cancelled(@Nullable String bookingId, @Nullable String serviceId, Version version) {
        var terms = ServiceTerms.about(serviceId, null).cancelled("ill");
        return new Step(Step.Kind.CANCEL, bookingId, terms, false, version);
    }

    static Step assigned(@Nullable String bookingId, String name, Version version) {
        var terms = ServiceTerms.about(null, null).providedBy(new Provider(name, null));
        return new Step(Step.Kind.ASSIGN, bookingId, terms, false, version);
    }

    static Version revision(long revision) {
        return new Version(revision, minute(0));
    }

    static Version at(int minute) {
        return new Version(null, minute(minute));
    }

    static Instant minute(int minute) {
        return Instant.parse("2026-02-01T18:00:00Z").plusSeconds(60L * minute);
    }
}
