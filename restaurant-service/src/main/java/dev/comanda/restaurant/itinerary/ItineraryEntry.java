package dev.comanda.restaurant.itinerary;

import dev.comanda.partners.inbox.Version;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One service of an itinerary as a value: what is known of it, and how new that knowledge is. */
@Embeddable
record ItineraryEntry(
        @Embedded ServiceTerms terms,
        @Column(name = "applied_revision") @Nullable Long appliedRevision,
        @Column(name = "applied_timestamp") Instant appliedTimestamp) {
    /** What applying a step came to. */
    sealed interface Outcome {
        record Changed(ItineraryEntry entry) implements Outcome {}

        record Superseded() implements Outcome {}
    }

    static ItineraryEntry startedBy(Step step) {
        return new ItineraryEntry(
                step.terms().over(ServiceTerms.UNSAID),
                step.version().revision(),
                step.version().timestamp());
    }

    Outcome apply(Step step) {
        if (isCancelled() || step.version().isSupersededBy(version())) {
            return new Outcome.Superseded();
        }
        return new Outcome.Changed(
                new ItineraryEntry(step.terms().over(terms), latestRevision(step), latestTimestamp(step)));
    }

    boolean isCancelled() {
        return terms.status() == ServiceStatus.CANCELLED;
    }

    /** Whether the step could be meant for this entry when it does not say which one it means. */
    boolean admits(Step step) {
        return switch (step.kind()) {
            case CONFIRM -> terms.status() == ServiceStatus.BOOKED;
            case BOOK, ASSIGN, CANCEL -> !isCancelled();
        };
    }

    Version version() {
        return new Version(appliedRevision, appliedTimestamp);
    }

    /** A step without a revision leaves the last one standing, so that an older one cannot pass after it. */
    private @Nullable Long latestRevision(Step step) {
        var revision = step.version().revision();
        return revision != null ? revision : appliedRevision;
    }

    private Instant latestTimestamp(Step step) {
        var timestamp = step.version().timestamp();
        return timestamp.isAfter(appliedTimestamp) ? timestamp : appliedTimestamp;
    }
}
