package dev.comanda.partners.delivery;

import dev.comanda.partners.outbox.Delivery;
import dev.comanda.partners.outbox.PartnerState;
import dev.comanda.partners.outbox.Room;
import dev.comanda.signing.Keyring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process has in hand of one partner, and how many calls the partner may get now. Only the holder of the partner's
 * lock calls it, so the bounds hold over all replicas. Guarded by the lock of {@link CallsInHand}.
 */
final class HeldPartner {
    /** Of the calls at once, retries leave two to first tries. */
    private static final int MOST_CALLS = 8;

    private static final int MOST_RETRIES = 6;

    /** After so many failures in a row there is one probe at a time. */
    private static final int FAILURES = 5;

    private static final int MOST_READ_AHEAD = 256;

    /** A pause or a block by somebody else takes effect this late at the latest. */
    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

    /** A resend by somebody else may go before what was read, but not before what was read longer ago. */
    private static final long OLDEST_READ_NANOS = Duration.ofMillis(500).toNanos();

    private final String id;
    private final ArrayDeque<Delivery> firstTries = new ArrayDeque<>();
    private final ArrayDeque<Delivery> retries = new ArrayDeque<>();
    private final Set<Long> lanes = new HashSet<>();
    private @Nullable PartnerState state;
    private Keyring keyring = new Keyring(List.of());
    private long stateAt;
    private long oldestReadAt;
    private int readAhead = MOST_CALLS;
    private int begun;
    private long begunSince;
    private int calls;
    private int retryCalls;
    private int unrecordedFailures;
    private int unrecordedGone;
    private boolean more;
    private boolean locked;
    private long lockedAt;
    private boolean leaving;
    private long leavingSince;
    private long busyAt;

    HeldPartner(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    // --- the lock

    void locked(long now) {
        locked = true;
        lockedAt = now;
        busyAt = now;
        leaving = false;
    }

    /** The session is gone, or the lock is given up: whatever has not begun is another's. */
    void unlocked() {
        forgetRead();
        state = null;
        locked = false;
        leaving = false;
    }

    boolean isLocked() {
        return locked;
    }

    boolean isEmpty() {
        return lanes.isEmpty() && calls == 0;
    }

    boolean isIdle() {
        return isEmpty() && !more;
    }

    boolean isIdleFor(long nanos, long now) {
        return isIdle() && now - busyAt >= nanos;
    }

    /** Begins to finish what is under way, so that another replica can have its turn. */
    void leave(long now) {
        leaving = true;
        leavingSince = now;
        forgetRead();
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean hasHadItsTurn(long turnNanos, long now) {
        return locked && !leaving && !isIdle() && now - lockedAt >= turnNanos;
    }

    /** A call takes long: until then the partner would get nothing else, so this turn goes on. */
    void stayIfSlow(long patienceNanos, long now) {
        if (leaving && !isEmpty() && now - leavingSince > patienceNanos) {
            leaving = false;
            lockedAt = now;
        }
    }

    // --- reading

    /** There may be something to read that was not read yet. */
    void expectMore() {
        more = true;
    }

    boolean wantsMore(Instant time) {
        return locked && !leaving && more && hasRoom() && mayBeCalled(time) && read() <= readAhead / 2;
    }

    /** A call could begin, or soon could, if more were read. */
    boolean isStarving(Instant time) {
        return wantsMore(time) && read() <= readAhead / 4;
    }

    /** What was read too long ago is read again. */
    void forgetStale(long now) {
        if (read() > 0 && (isStale(now) || now - oldestReadAt > OLDEST_READ_NANOS)) {
            forgetRead();
        }
    }

    /** Whether it is to be looked at in this cycle. */
    boolean isInteresting() {
        return (more && hasRoom()) || read() > 0;
    }

    /**
     * What to read now: enough for the free places, and more for a partner that takes it while it is fresh. Twice as much after
     * all that was read has begun, since a slow database, not the partner, may be what keeps calls waiting.
     */
    Room room(long now) {
        long elapsed = Math.max(now - begunSince, 1_000_000);
        long grown = readAhead * 2L + MOST_CALLS;
        readAhead =
                (int) Math.min(MOST_READ_AHEAD, read() == 0 ? grown : Math.min(grown, begun * FRESH_NANOS / elapsed));
        begun = 0;
        begunSince = now;
        boolean probing = failures() >= FAILURES;
        int wanted = probing ? 1 : Math.max(readAhead, MOST_CALLS - calls);
        int wantedRetries = probing ? 1 : Math.max(readAhead, MOST_RETRIES - retryCalls);
        return new Room(id, Math.max(0, wanted - firstTries.size()), Math.max(0, wantedRetries - retries.size()));
    }

    /** As the partner stands in the database; null when it was removed. */
    void update(@Nullable PartnerState fresh, Instant time, long now) {
        state = fresh;
        stateAt = now;
        if (!mayBeCalled(time)) {
            forgetRead();
            more = false;
        }
    }

    boolean knowsSecrets(PartnerState fresh) {
        return state != null
                && fresh.secretsVersion() != null
                && fresh.secretsVersion().equals(state.secretsVersion());
    }

    /** Without a key every call becomes an attempt that says so. */
    void signWith(Keyring keys) {
        keyring = keys;
    }

    boolean mayBeCalled(Instant now) {
        PartnerState known = state;
        return known != null
                && known.active()
                && (known.blockedUntil() == null || !known.blockedUntil().isAfter(now));
    }

    /** Adds what was read for this room. */
    void add(List<Delivery> heads, Room room, long now) {
        if (read() == 0) {
            oldestReadAt = now;
        }
        for (Delivery head : heads) {
            lanes.add(head.laneId());
            (head.isRetry() ? retries : firstTries).add(head);
        }
        long retriesRead = heads.stream().filter(Delivery::isRetry).count();
        more = retriesRead >= room.retries() || heads.size() - retriesRead >= room.firstTries();
    }

    Assignment assign(Delivery delivery, long session) {
        return new Assignment(this, delivery, Objects.requireNonNull(state).webhookUrl(), keyring, session);
    }

    Set<Long> lanes() {
        return lanes;
    }

    // --- calling

    boolean isStale(long now) {
        return state == null || now - stateAt > FRESH_NANOS;
    }

    /** The next delivery that may be sent now, whose place is taken with this answer; null when there is none. */
    @Nullable Delivery start(long now, Instant time) {
        if (!locked || leaving || isStale(now) || !hasRoom() || !mayBeCalled(time)) {
            return null;
        }
        Delivery next = firstTries.poll();
        if (next == null && mayRetry()) {
            next = retries.poll();
        }
        if (next != null) {
            calls++;
            begun++;
            retryCalls += next.isRetry() ? 1 : 0;
        }
        return next;
    }

    /** Whether {@link #start} may have an answer. */
    boolean isReady() {
        return locked && !leaving && hasRoom() && (!firstTries.isEmpty() || (!retries.isEmpty() && mayRetry()));
    }

    int read() {
        return firstTries.size() + retries.size();
    }

    void ended(Delivery delivery, long now) {
        calls--;
        retryCalls -= delivery.isRetry() ? 1 : 0;
        busyAt = now;
    }

    /** A call ended and its result waits to be recorded. */
    void unrecorded(boolean unhealthy, boolean gone) {
        unrecordedFailures += unhealthy ? 1 : 0;
        unrecordedGone += gone ? 1 : 0;
    }

    /** Its result is recorded or dropped, so its lane may have a successor. */
    void released(Delivery delivery, boolean unhealthy, boolean gone) {
        unrecordedFailures -= unhealthy ? 1 : 0;
        unrecordedGone -= gone ? 1 : 0;
        lanes.remove(delivery.laneId());
        more |= locked && state != null;
    }

    /** Nothing came of its delivery, which is tried again later. */
    void rested(long lane) {
        lanes.remove(lane);
        more |= locked && state != null;
    }

    private boolean hasRoom() {
        if (unrecordedGone > 0) {
            return false;
        }
        return failures() < FAILURES ? calls < MOST_CALLS : calls == 0 && unrecordedFailures == 0;
    }

    private boolean mayRetry() {
        return failures() >= FAILURES || retryCalls < MOST_RETRIES;
    }

    private int failures() {
        return unrecordedFailures + (state == null ? 0 : state.failuresInRow());
    }

    private void forgetRead() {
        firstTries.forEach(it -> lanes.remove(it.laneId()));
        retries.forEach(it -> lanes.remove(it.laneId()));
        more |= read() > 0;
        firstTries.clear();
        retries.clear();
    }
}
