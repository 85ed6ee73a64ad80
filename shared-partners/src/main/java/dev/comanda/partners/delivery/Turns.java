package dev.comanda.partners.delivery;

import dev.comanda.partners.outbox.DeliveryQueue;
import dev.comanda.partners.outbox.WaitingPartner;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which partners this process serves. Alone it keeps those that it has. While other replicas live it lets go of a partner
 * that has nothing to do, and of a busy one after a turn, so that all replicas share the work.
 */
final class Turns {
    private final CallsInHand hand;
    private final Work work;
    private final DispatchSession session;
    private final Runnable tellOthers;
    private final DeliveryQueue queue;
    private final Map<String, Long> othersFirst = new HashMap<>();
    private int others;
    private long othersKnownAt;
    private boolean full;
    private boolean askedForOthers;

    Turns(CallsInHand hand, Work work, DispatchSession session, Runnable tellOthers) {
        this.hand = hand;
        this.work = work;
        this.session = session;
        this.tellOthers = tellOthers;
        this.queue = new DeliveryQueue(session.connection());
    }

    /** Finds partners with something to send, locks those that nobody serves, and numbers what has no number yet. */
    void look(Instant time) throws SQLException {
        long began = System.nanoTime();
        countOthers(began);
        List<WaitingPartner> waiting = queue.waiting();
        lock(waiting, began, time);
        List<String> unnumbered = new ArrayList<>();
        long due = Long.MAX_VALUE;
        for (WaitingPartner one : waiting) {
            HeldPartner partner = hand.held(one.partnerId());
            if (partner != null && one.unnumbered()) {
                unnumbered.add(one.partnerId());
            }
            Instant dueAt = one.dueAt();
            if (dueAt != null && dueAt.isAfter(time)) {
                due = Math.min(due, Duration.between(time, dueAt).toNanos());
            } else if (dueAt != null && partner != null) {
                hand.locked(partner::expectMore);
            }
        }
        boolean all = unnumbered.isEmpty() || queue.number(unnumbered);
        for (long until : othersFirst.values()) {
            due = Math.min(due, until - began);
        }
        work.looked(System.nanoTime() - began, all ? due : 0);
    }

    /** Lets go of partners. What was recorded of them is committed. */
    void end() throws SQLException {
        long now = System.nanoTime();
        long idle = others > 0 || full ? 0 : Pace.IDLE;
        List<HeldPartner> free = new ArrayList<>();
        hand.locked(() -> {
            for (HeldPartner partner : hand.held()) {
                partner.stayIfSlow(Pace.LEAVING, now);
                if (partner.isLeaving() && partner.isEmpty()) {
                    free.add(partner);
                    othersFirst.put(partner.id(), now + Pace.OTHERS_FIRST);
                } else if (partner.isIdleFor(idle, now)) {
                    free.add(partner);
                } else if (others > 0 && partner.hasHadItsTurn(Pace.TURN, now)) {
                    partner.leave(now);
                    work.hurry();
                }
            }
        });
        if (!free.isEmpty()) {
            boolean unfinished = free.stream().anyMatch(HeldPartner::isLeaving);
            hand.forget(free);
            session.inTransaction(
                    _ -> queue.unlock(free.stream().map(HeldPartner::id).toList()));
            if (unfinished) {
                tellOthers.run();
            }
        }
    }

    private void lock(List<WaitingPartner> waiting, long now, Instant time) throws SQLException {
        othersFirst.values().removeIf(until -> until - now <= 0);
        int room = Pace.MOST_PARTNERS - hand.held().size();
        Set<String> wanted = new LinkedHashSet<>();
        for (WaitingPartner one : waiting) {
            Instant dueAt = one.dueAt();
            boolean something = one.unnumbered() || (dueAt != null && !dueAt.isAfter(time));
            if (something && !othersFirst.containsKey(one.partnerId()) && hand.held(one.partnerId()) == null) {
                wanted.add(one.partnerId());
            }
        }
        full = wanted.size() > room;
        if (!wanted.isEmpty() && room > 0) {
            hand.lockedNow(queue.lock(wanted.stream().limit(room).toList()), System.nanoTime());
        }
    }

    private void countOthers(long now) throws SQLException {
        if (!askedForOthers || now - othersKnownAt >= Pace.LOOK_FOR_OTHERS) {
            others = queue.others();
            othersKnownAt = now;
            askedForOthers = true;
        }
    }
}
