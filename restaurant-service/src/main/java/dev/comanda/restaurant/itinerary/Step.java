package dev.comanda.restaurant.itinerary;

import dev.comanda.partners.inbox.Version;
import org.jspecify.annotations.Nullable;

/**
 * What one event says about one booking, whatever generation of sender it came from.
 *
 * @param bookingId missing from senders of the first generation
 * @param terms what it says; the rest stays as it was
 * @param complete whether it says enough to start an entry that was never heard of
 */
record Step(Kind kind, @Nullable String bookingId, ServiceTerms terms, boolean complete, Version version) {
    enum Kind {
        BOOK,
        CONFIRM,
        ASSIGN,
        CANCEL
    }

    /** What an event itself says counts for more than the whole state it carries along. */
    static Step of(
            Kind kind, @Nullable String bookingId, ServiceTerms said, @Nullable BookingState state, Version version) {
        if (state == null) {
            return new Step(kind, bookingId, said, kind == Kind.BOOK, version);
        }
        Long revision = version.revision() != null ? version.revision() : state.revision();
        return new Step(
                kind,
                bookingId != null ? bookingId : state.bookingId(),
                said.over(state.terms()),
                kind == Kind.BOOK || state.serviceName() != null,
                new Version(revision, version.timestamp()));
    }

    boolean namesService() {
        return terms.serviceId() != null || terms.serviceName() != null;
    }

    /** The service's id decides where both sides have one, else the name; with neither to compare, it may be this one. */
    boolean isAbout(ServiceTerms known) {
        if (terms.serviceId() != null && known.serviceId() != null) {
            return terms.serviceId().equals(known.serviceId());
        }
        return terms.serviceName() == null
                || known.serviceName() == null
                || terms.serviceName().equals(known.serviceName());
    }
}
