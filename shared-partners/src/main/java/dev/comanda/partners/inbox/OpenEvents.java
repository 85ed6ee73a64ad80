package dev.comanda.partners.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/**
 * Bounds how many open (received or waiting) events each partner may have here.
 *
 * <p>Counting up to the bound reads that many index entries, which is too much for each webhook. So a count is good for one
 * second, or until this process has stored as many events as it left room for, whichever comes first. One process never
 * passes the bound. Several together pass it by what the others store within that second. A partner that was at its bound is
 * refused for up to a second after its events were handled.
 */
@ApplicationScoped
class OpenEvents {
    /** More than event loops can take between two looks. */
    private static final int FEW = 64;

    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final int bound;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    OpenEvents(Jdbi jdbi, InstantSource clock, InboxConfig config) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.bound = config.openPerPartner();
    }

    /** Takes a place for one more event of the partner; false when it has none left. */
    boolean haveRoomFor(String partner) {
        Instant now = clock.instant();
        Room room = rooms.compute(partner, (id, known) -> known != null && known.isGood(now) ? known : look(id, now));
        return room.left().getAndDecrement() > 0;
    }

    /**
     * Whether {@link #haveRoomFor} would have to count now. Between this and that call others may take places, so it says
     * yes already when few are left.
     */
    boolean mustCount(String partner) {
        Room room = rooms.get(partner);
        return room == null
                || !clock.instant().isBefore(room.until())
                || (!room.full() && room.left().get() < FEW);
    }

    /** Takes a place by the last count, however old it is; false when it left none. Never blocks. */
    boolean haveRoomByLastCount(String partner) {
        Room room = rooms.get(partner);
        return room != null && room.left().getAndDecrement() > 0;
    }

    private Room look(String partner, Instant now) {
        int open = jdbi.withHandle(db -> db.createQuery("""
                        select count(*) from (
                            select from inbound_event
                             where partner_id = :partner and status in ('received', 'waiting') limit :bound) open
                        """)
                .bind("partner", partner)
                .bind("bound", bound)
                .mapTo(Integer.class)
                .one());
        return new Room(now.plus(GOOD_FOR), open >= bound, new AtomicInteger(bound - open));
    }

    private record Room(Instant until, boolean full, AtomicInteger left) {
        boolean isGood(Instant now) {
            return now.isBefore(until) && (full || left.get() > 0);
        }
    }
}
