package dev.comanda.partners.delivery;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.partners.delivery.Work.Todo;
import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Delivery;
import dev.comanda.partners.outbox.DeliveryQueue;
import dev.comanda.partners.outbox.DeliveryRecorder;
import dev.comanda.partners.outbox.PartnerState;
import dev.comanda.partners.outbox.Room;
import dev.comanda.partners.registry.PartnerSecrets;
import dev.comanda.signing.Keyring;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One transaction of a {@link DispatchSession}: records the calls that ended, then reads what the partners get next. A
 * delivery is handed out after its commit only, so a sequence that a partner has seen is never given again.
 */
final class DispatchCycle {
    private static final Logger LOG = Logger.getLogger(DispatchCycle.class);
    private static final Room NO_ROOM = new Room("", 0, 0);

    private final CallsInHand hand;
    private final Work work;
    private final PartnerSecrets secrets;
    private final InstantSource clock;
    private final Checkpoint checkpoint;
    private final DispatchSession session;
    private final long number;
    private final DeliveryQueue queue;
    private final DeliveryRecorder recorder;
    private final Turns turns;
    private boolean first = true;
    private boolean singly;

    DispatchCycle(
            CallsInHand hand,
            Work work,
            PartnerSecrets secrets,
            InstantSource clock,
            Checkpoint checkpoint,
            DispatchSession session,
            long number,
            Runnable tellOthers) {
        this.hand = hand;
        this.work = work;
        this.secrets = secrets;
        this.clock = clock;
        this.checkpoint = checkpoint;
        this.session = session;
        this.number = number;
        this.queue = new DeliveryQueue(session.connection());
        this.recorder = new DeliveryRecorder(session.connection());
        this.turns = new Turns(hand, work, session, tellOthers);
    }

    /**
     * Which calls may begin then is for the caller to ask.
     *
     * @return how many results are recorded
     */
    int run(Todo todo) throws SQLException {
        Map<HeldPartner, List<Delivery>> heads = new HashMap<>();
        Map<HeldPartner, Room> rooms = new HashMap<>();
        Recording recording = new Recording();
        try {
            session.inTransaction(db -> {
                lockAgain();
                record(db, recording);
                if (todo == Todo.LOOK) {
                    turns.look(clock.instant());
                }
                if (todo != Todo.CLOSE) {
                    read(recording, rooms, heads);
                }
            });
        } catch (SQLException | RuntimeException e) {
            hand.putBack(recording.taken);
            if (onlyItsDataIsWrong(e) && !recording.taken.isEmpty() && !singly) {
                LOG.warnf("%d results are recorded one by one: %s", recording.taken.size(), e.getMessage());
                session.connection().rollback();
                singly = true;
                work.wake();
                return 0;
            }
            throw e;
        }
        singly = false;
        long now = System.nanoTime();
        hand.locked(() -> {
            recording.released.forEach(hand::release);
            heads.forEach((partner, read) -> partner.add(read, rooms.getOrDefault(partner, NO_ROOM), now));
        });
        hand.putBack(recording.left);
        turns.end();
        return recording.released.size();
    }

    /** What was in hand when the last session was lost. */
    private void lockAgain() throws SQLException {
        Set<String> unlocked = first ? hand.unlocked() : Set.of();
        if (!unlocked.isEmpty()) {
            hand.lockedNow(queue.lock(unlocked), System.nanoTime());
        }
        first = false;
    }

    private void record(Connection db, Recording recording) throws SQLException {
        List<Ended> taken = hand.takeResults();
        if (taken.isEmpty()) {
            return;
        }
        recording.taken = taken;
        if (taken.size() > 1) {
            checkpoint.reached(Moment.GATHERED);
        }
        List<CallResult> results = certain(taken);
        List<CallResult> left = singly ? recordSingly(db, results) : recordTogether(results);
        checkpoint.reached(Moment.RECORDING);
        Set<Long> leftIds = left.stream().map(it -> it.delivery().id()).collect(Collectors.toSet());
        for (Ended ended : taken) {
            (leftIds.contains(ended.result().delivery().id()) ? recording.left : recording.released).add(ended);
        }
    }

    private List<CallResult> recordTogether(List<CallResult> results) throws SQLException {
        return results.isEmpty()
                ? List.of()
                : recorder.record(results, clock.instant()).left();
    }

    /** One that cannot be recorded does not keep the others from it: its call is made again. */
    private List<CallResult> recordSingly(Connection db, List<CallResult> results) throws SQLException {
        List<CallResult> left = new ArrayList<>();
        for (CallResult result : results) {
            Savepoint before = db.setSavepoint();
            try {
                left.addAll(recordTogether(List.of(result)));
            } catch (SQLException e) {
                db.rollback(before);
                LOG.errorf(
                        "The result of delivery %d cannot be recorded: %s",
                        result.delivery().id(), e.getMessage());
            }
        }
        return left;
    }

    /** A value that PostgreSQL does not take (class 22), or a rule of the tables (class 23). */
    private static boolean onlyItsDataIsWrong(Exception e) {
        return e instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
    }

    /** Between sessions somebody else may have held the lock, and made the same call. */
    private List<CallResult> certain(List<Ended> taken) throws SQLException {
        List<CallResult> older = taken.stream()
                .filter(it -> it.assignment().session() != number)
                .map(Ended::result)
                .toList();
        Set<Long> current = older.isEmpty()
                ? Set.of()
                : recorder.current(older).stream().map(it -> it.delivery().id()).collect(Collectors.toSet());
        return taken.stream()
                .filter(it -> it.assignment().session() == number
                        || current.contains(it.result().delivery().id()))
                .map(Ended::result)
                .toList();
    }

    private void read(Recording recording, Map<HeldPartner, Room> rooms, Map<HeldPartner, List<Delivery>> heads)
            throws SQLException {
        long now = System.nanoTime();
        Instant time = clock.instant();
        Set<HeldPartner> wanted = new LinkedHashSet<>();
        hand.locked(() -> {
            recording.released.stream()
                    .map(Ended::partner)
                    .filter(HeldPartner::isLocked)
                    .forEach(HeldPartner::expectMore);
            for (HeldPartner partner : hand.held()) {
                partner.forgetStale(now);
                if (partner.isInteresting()) {
                    wanted.add(partner);
                }
            }
        });
        if (wanted.isEmpty()) {
            return;
        }
        Map<String, PartnerState> states = queue.states(ids(wanted), time);
        Map<String, Keyring> keys = keys(wanted, states, time);
        hand.locked(() -> wanted.forEach(partner -> {
            Keyring own = keys.get(partner.id());
            if (own != null) {
                partner.signWith(own);
            }
            partner.update(states.get(partner.id()), time, now);
            if (partner.wantsMore(time)) {
                rooms.put(partner, partner.room(now));
                heads.put(partner, new ArrayList<>());
            }
        }));
        if (rooms.isEmpty()) {
            return;
        }
        Set<Long> lanes = hand.lanes(rooms.keySet(), now);
        recording.released.forEach(it -> lanes.remove(it.result().delivery().laneId()));
        Map<String, HeldPartner> byId = rooms.keySet().stream().collect(Collectors.toMap(HeldPartner::id, it -> it));
        for (Delivery head : queue.heads(List.copyOf(rooms.values()), lanes, time)) {
            HeldPartner partner = byId.get(head.partnerId());
            if (partner != null) {
                heads.computeIfAbsent(partner, _ -> new ArrayList<>()).add(head);
            }
        }
    }

    /** Of those whose secrets changed since they were read. */
    private Map<String, Keyring> keys(Set<HeldPartner> wanted, Map<String, PartnerState> states, Instant time) {
        List<String> changed = new ArrayList<>();
        hand.locked(() -> wanted.forEach(partner -> {
            PartnerState state = states.get(partner.id());
            if (state != null && !partner.knowsSecrets(state)) {
                changed.add(partner.id());
            }
        }));
        if (changed.isEmpty()) {
            return Map.of();
        }
        Map<String, Keyring> keys = new HashMap<>(secrets.signingKeys(changed, time));
        changed.forEach(id -> keys.putIfAbsent(id, new Keyring(List.of())));
        return keys;
    }

    private static List<String> ids(Collection<HeldPartner> partners) {
        return partners.stream().map(HeldPartner::id).toList();
    }

    /** What becomes of the results when the transaction commits. */
    private static final class Recording {
        private List<Ended> taken = List.of();
        private final List<Ended> released = new ArrayList<>();
        private final List<Ended> left = new ArrayList<>();
    }
}
