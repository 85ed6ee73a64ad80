package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.Version;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event of one partner. What may be applied to it is decided by version, never by order of arrival. */
@Entity
@Table(name = "event")
class HeardEvent {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "partner_id", updatable = false)
    private String partnerId;

    @Column(name = "external_event_id", updatable = false)
    private String externalEventId;

    @Embedded
    private @Nullable Details details;

    @Column
    @Enumerated(EnumType.STRING)
    private EventStatus status;

    @Column
    private @Nullable Long revision;

    @Column(name = "stated_at")
    private Instant statedAt;

    @Embedded
    private @Nullable Payment paid;

    @Embedded
    private @Nullable Dispute disputed;

    protected HeardEvent() {}

    private HeardEvent(
            String partnerId, String externalEventId, @Nullable Details details, EventStatus status, Version version) {
        this.partnerId = partnerId;
        this.externalEventId = externalEventId;
        this.details = details;
        this.status = status;
        this.revision = version.revision();
        this.statedAt = version.timestamp();
    }

    static HeardEvent confirmed(String partnerId, String externalEventId, Details details, Version version) {
        return new HeardEvent(partnerId, externalEventId, details, EventStatus.CONFIRMED, version);
    }

    /** Stands where an event was cancelled before it was heard of, so that its late confirmation finds it taken. */
    static HeardEvent tombstone(String partnerId, String externalEventId, Version version) {
        return new HeardEvent(partnerId, externalEventId, null, EventStatus.CANCELLED, version);
    }

    boolean supersedes(Version version) {
        return status == EventStatus.CANCELLED || version.isSupersededBy(new Version(revision, statedAt));
    }

    void describe(Details news, Version version) {
        details = news;
        apply(version);
    }

    /**
     * A cancelled event changes no more, except that its restaurant may still correct the contact: a guest can ask to be
     * erased later. False when nothing is to be corrected.
     */
    boolean correctContact(ReservationUpdated news, Version version) {
        if (status != EventStatus.CANCELLED
                || details == null
                || version.isSupersededBy(new Version(revision, statedAt))) {
            return false;
        }
        Details corrected = details.withContactOf(news.appliedTo(details));
        if (corrected.equals(details)) {
            return false;
        }
        describe(corrected, version);
        return true;
    }

    void cancel(Version version) {
        status = EventStatus.CANCELLED;
        apply(version);
    }

    /** False when a later payment is known already. */
    boolean paid(Payment payment) {
        if (paid != null && payment.at().isBefore(paid.at())) {
            return false;
        }
        paid = payment;
        return true;
    }

    /** False when a later dispute is known already. */
    boolean disputed(Dispute dispute) {
        if (disputed != null && dispute.at().isBefore(disputed.at())) {
            return false;
        }
        disputed = dispute;
        return true;
    }

    /** Only what was never described lacks them, and that is cancelled: nothing is applied to it. */
    Details details() {
        return Objects.requireNonNull(details);
    }

    EventState state() {
        if (id == null) {
            throw new IllegalStateException("Event " + externalEventId + " is not stored yet");
        }
        return new EventState(id, partnerId, externalEventId, details, status, revision, paid, disputed);
    }

    /** Neither part of a version goes back: a state without a revision keeps the last one seen. */
    private void apply(Version version) {
        if (version.revision() != null) {
            revision = version.revision();
        }
        if (version.timestamp().isAfter(statedAt)) {
            statedAt = version.timestamp();
        }
    }
}
