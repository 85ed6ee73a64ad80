package dev.comanda.partners.delivery;

import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Delivery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process has in hand: the partners that it serves, the deliveries that it has read, the calls under way, and the
 * results that are not recorded yet. Nothing of it must survive: the database says what is still to be delivered.
 */
final class CallsInHand {
    private final int slots;
    private final InstantSource clock;
    private final Work work;
    private final ReentrantLock lock;
    private final Map<String, HeldPartner> partners = new LinkedHashMap<>();
    private final LinkedHashSet<HeldPartner> ready = new LinkedHashSet<>();
    private final Map<Long, Long> resting = new HashMap<>();
    private List<Ended> results = new ArrayList<>();
    private int calls;
    private long session;
    private BooleanSupplier mayCall = () -> false;

    CallsInHand(int slots, InstantSource clock, Work work) {
        this.slots = slots;
        this.clock = clock;
        this.work = work;
        this.lock = work.lock();
    }

    // --- the session

    /** From now on calls begin while {@code allowed} says so. */
    void connected(long number, BooleanSupplier allowed) {
        locked(() -> {
            session = number;
            mayCall = allowed;
        });
    }

    /** No call begins. Those under way end, and what they come to waits for the next session. */
    void disconnected() {
        locked(() -> {
            mayCall = () -> false;
            ready.clear();
            partners.values().forEach(HeldPartner::unlocked);
            partners.values().removeIf(HeldPartner::isEmpty);
        });
    }

    // --- partners

    /** Partners that this process knows and whose lock the session does not hold. */
    Set<String> unlocked() {
        lock.lock();
        try {
            Set<String> ids = new HashSet<>();
            partners.values().stream().filter(it -> !it.isLocked()).forEach(it -> ids.add(it.id()));
            return ids;
        } finally {
            lock.unlock();
        }
    }

    void lockedNow(Collection<String> ids, long now) {
        locked(() ->
                ids.forEach(id -> partners.computeIfAbsent(id, HeldPartner::new).locked(now)));
    }

    /** The partner of this id if the session holds its lock. */
    @Nullable HeldPartner held(String id) {
        lock.lock();
        try {
            HeldPartner partner = partners.get(id);
            return partner != null && partner.isLocked() ? partner : null;
        } finally {
            lock.unlock();
        }
    }

    List<HeldPartner> held() {
        lock.lock();
        try {
            return partners.values().stream().filter(HeldPartner::isLocked).toList();
        } finally {
            lock.unlock();
        }
    }

    void forget(Collection<HeldPartner> unlocked) {
        locked(() -> unlocked.forEach(it -> {
            it.unlocked();
            ready.remove(it);
            if (it.isEmpty()) {
                partners.remove(it.id());
            }
        }));
    }

    /** Lanes of which nothing may be read now. */
    Set<Long> lanes(Collection<HeldPartner> of, long now) {
        lock.lock();
        try {
            resting.values().removeIf(until -> until - now <= 0);
            Set<Long> lanes = new HashSet<>(resting.keySet());
            of.forEach(it -> lanes.addAll(it.lanes()));
            return lanes;
        } finally {
            lock.unlock();
        }
    }

    /** Does this while no call begins or ends. */
    void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    // --- calls

    /** Every call that may begin now. */
    List<Assignment> begin() {
        lock.lock();
        try {
            partners.values().stream().filter(HeldPartner::isReady).forEach(ready::add);
            List<Assignment> begun = new ArrayList<>();
            for (Assignment next = next(System.nanoTime()); next != null; next = next(System.nanoTime())) {
                begun.add(next);
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /** A call ended. The answer is another one to make in its place, or null. */
    @Nullable Assignment ended(Assignment call, CallResult result) {
        lock.lock();
        try {
            Ended ended = new Ended(call, result);
            results.add(ended);
            ended.partner().unrecorded(ended.isUnhealthy(), ended.isGone());
            work.gathered(results.size(), System.nanoTime());
            return replaced(call);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing came of it, and this is not the partner's fault: its lane rests until then. */
    @Nullable Assignment failed(Assignment call, long until) {
        lock.lock();
        try {
            resting.put(call.delivery().laneId(), until);
            call.partner().rested(call.delivery().laneId());
            return replaced(call);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Assignment replaced(Assignment call) {
        long now = System.nanoTime();
        HeldPartner partner = call.partner();
        calls--;
        partner.ended(call.delivery(), now);
        if (partner.isReady()) {
            ready.add(partner);
        }
        Assignment next = next(now);
        boolean starving = calls < slots && partner.isStarving(clock.instant());
        if (starving || partner.isLeaving() || work.isClosing()) {
            work.hurry();
        }
        return next;
    }

    private @Nullable Assignment next(long now) {
        if (work.isClosing() || calls >= slots || results.size() >= Pace.MOST_UNRECORDED || !mayCall.getAsBoolean()) {
            return null;
        }
        Instant time = clock.instant();
        while (!ready.isEmpty()) {
            HeldPartner partner = ready.removeFirst();
            if (partner.isStale(now)) {
                partner.forgetStale(now);
                work.hurry();
                continue;
            }
            Delivery delivery = partner.start(now, time);
            if (delivery != null) {
                if (partner.isReady()) {
                    ready.add(partner);
                }
                calls++;
                return partner.assign(delivery, session);
            }
        }
        return null;
    }

    // --- results

    /** What is to be recorded now. Results of partners whose lock is lost are dropped: their next holder repeats the calls. */
    List<Ended> takeResults() {
        lock.lock();
        try {
            List<Ended> taken = new ArrayList<>(results.size());
            for (Ended ended : results) {
                if (ended.partner().isLocked()) {
                    taken.add(ended);
                } else {
                    release(ended);
                }
            }
            results = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Another transaction has to record these. */
    void putBack(List<Ended> left) {
        locked(() -> {
            List<Ended> all = new ArrayList<>(left);
            all.addAll(results);
            results = all;
            if (!all.isEmpty()) {
                work.gathered(all.size(), System.nanoTime());
            }
        });
    }

    /** Recorded or dropped. */
    void release(Ended ended) {
        locked(() -> {
            ended.partner().released(ended.result().delivery(), ended.isUnhealthy(), ended.isGone());
            if (!ended.partner().isLocked() && ended.partner().isEmpty()) {
                partners.remove(ended.partner().id(), ended.partner());
            }
        });
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return calls == 0 && results.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
