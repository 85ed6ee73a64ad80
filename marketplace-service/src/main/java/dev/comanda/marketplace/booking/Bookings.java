package dev.comanda.marketplace.booking;

import dev.comanda.web.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class Bookings implements PanacheRepositoryBase<Booking, String> {
    /** The id only: a booking read before its lock would be held in its state of before the lock. */
    Optional<Long> eventOf(String bookingId) {
        return find("select eventId from Booking where bookingId = ?1", bookingId)
                .project(Long.class)
                .firstResultOptional();
    }

    Booking lock(String bookingId) {
        return findByIdOptional(bookingId, LockModeType.PESSIMISTIC_WRITE).orElseThrow();
    }

    List<Booking> lockOpen(long eventId) {
        return find("eventId = ?1 and status <> ?2 order by bookingId", eventId, BookingStatus.CANCELLED)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Ids only, the longest unpaid first: each is looked at again under its lock. */
    List<String> unpaidSince(Instant before, int count) {
        return find(
                        "select bookingId from Booking where status = ?1 and bookedAt < ?2 order by bookedAt",
                        BookingStatus.PENDING_PAYMENT,
                        before)
                .project(String.class)
                .page(0, count)
                .list();
    }

    List<Booking> of(Collection<Long> eventIds) {
        return list("eventId in ?1 order by bookedAt, bookingId", eventIds);
    }

    static ProblemException unknown() {
        return ProblemException.notFound("booking");
    }
}
