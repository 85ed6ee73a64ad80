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
                true,
                new Version(revision, version.timestamp()));
    }

    boolean namesService() {
        return terms.serviceId() != null || terms.serviceName() != null;
    }

    /** The service's id decides where the event has one; a name is only as good as its spelling. */
    boolean isAbout(ServiceTerms known) {
        return terms.serviceId() != null
                ? terms.serviceId().equals(known.serviceId())
                : terms.serviceName() != null && terms.serviceName().equals(known.serviceName());
    }
}
