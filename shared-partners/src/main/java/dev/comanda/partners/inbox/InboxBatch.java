package dev.comanda.partners.inbox;

import dev.comanda.database.batch.Batch;
import dev.comanda.database.batch.SqlColumns;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores many webhooks with a few statements. Everybody writes in the order of partner and event id, so that replicas that
 * get the same events do not wait for each other in a circle.
 */
final class InboxBatch implements Batch<Received, Receipt> {
    private final Checkpoint checkpoint;
    private final ThreadLocal<Boolean> toHandle = ThreadLocal.withInitial(() -> false);

    InboxBatch(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Whether the last batch of this thread stored an event that is to be handled. */
    boolean hasWork() {
        return toHandle.get();
    }

    @Override
    public List<Receipt> write(Connection db, List<Received> items) throws SQLException {
        checkpoint.reached(Moment.QUEUED);
        toHandle.set(false);
        SortedMap<EventKey, Arrivals> all = new TreeMap<>();
        items.forEach(item ->
                all.computeIfAbsent(EventKey.of(item), _ -> new Arrivals()).add(item));
        holdPartners(db, all);
        insert(db, all.values().stream().filter(Arrivals::isToInsert).toList());
        List<Arrivals> copies =
                all.values().stream().filter(Arrivals::needsHash).toList();
        if (!copies.isEmpty()) {
            readHashes(db, copies);
        }
        List<Receipt> receipts =
                items.stream().map(item -> get(all, item).receiptOf(item)).toList();
        countCopies(db, all.values().stream().filter(one -> one.copies > 0).toList());
        boolean anyNew = all.values().stream().anyMatch(one -> one.isNew);
        toHandle.set(
                all.values().stream().anyMatch(one -> one.isNew && one.first().understood()));
        if (anyNew) {
            checkpoint.reached(Moment.STORING);
        }
        return receipts;
    }

    /**
     * Keeps the partners from being removed until the commit, each once. A partner that is being removed is skipped instead of
     * waited for: the others in the batch have nothing to do with it.
     */
    private static void holdPartners(Connection db, SortedMap<EventKey, Arrivals> all) throws SQLException {
        Set<String> ids = new HashSet<>();
        all.keySet().forEach(key -> ids.add(key.partnerId()));
        Set<String> held = ids(db, HOLD, ids);
        if (held.size() < ids.size()) {
            ids.removeAll(held);
            Set<String> beingRemoved = ids(db, EXIST, ids);
            all.forEach((key, arrivals) -> {
                if (!held.contains(key.partnerId())) {
                    arrivals.refusal =
                            beingRemoved.contains(key.partnerId()) ? Receipt.NOT_NOW : Receipt.UNKNOWN_PARTNER;
                }
            });
        }
    }

    private static Set<String> ids(Connection db, String sql, Collection<String> ids) throws SQLException {
        Set<String> found = new HashSet<>();
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            new SqlColumns(statement).column("text", List.copyOf(ids), id -> id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    /** The answer comes in the order of the insert, without those that were there. */
    private static void insert(Connection db, List<Arrivals> arrivals) throws SQLException {
        if (arrivals.isEmpty()) {
            return;
        }
        List<Received> events = arrivals.stream().map(Arrivals::first).toList();
        try (PreparedStatement statement = db.prepareStatement(INSERT)) {
            new SqlColumns(statement)
                    .column("text", events, Received::partnerId)
                    .column("text", events, Received::eventId)
                    .column("text", events, Received::eventType)
                    .column("text", events, Received::orderingKey)
                    .column("bigint", events, Received::revision)
                    .column("bigint", events, Received::sequence)
                    .column("bytea", events, Received::sealedBody)
                    .column("bytea", events, Received::bodyHash)
                    .column("text", events, Received::traceparent)
                    .column("bigint", events, event -> micros(event.occurredAt()))
                    .column("bigint", events, event -> micros(event.receivedAt()))
                    .column("text", events, event -> event.understood() ? "received" : "ignored");
            try (ResultSet rows = statement.executeQuery()) {
                int next = 0;
                while (rows.next()) {
                    String partner = rows.getString(1);
                    String event = rows.getString(2);
                    while (!arrivals.get(next).isOf(partner, event)) {
                        next++;
                    }
                    arrivals.get(next++).isNew = true;
                }
            }
        }
    }

    private static void readHashes(Connection db, List<Arrivals> arrivals) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(HASHES)) {
            new SqlColumns(statement)
                    .column("text", arrivals, one -> one.first().partnerId())
                    .column("text", arrivals, one -> one.first().eventId());
            try (ResultSet rows = statement.executeQuery()) {
                for (Arrivals one : arrivals) {
                    rows.next();
                    one.storedHash = rows.getBytes(1);
                }
            }
        }
    }

    private static void countCopies(Connection db, List<Arrivals> arrivals) throws SQLException {
        if (arrivals.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = db.prepareStatement(COUNT_COPIES)) {
            new SqlColumns(statement)
                    .column("text", arrivals, one -> one.first().partnerId())
                    .column("text", arrivals, one -> one.first().eventId())
                    .column("bigint", arrivals, one -> one.copies)
                    .column("bigint", arrivals, one -> micros(one.first().receivedAt()));
            statement.executeUpdate();
        }
    }

    private static Arrivals get(SortedMap<EventKey, Arrivals> all, Received item) {
        return Objects.requireNonNull(all.get(EventKey.of(item)));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private record EventKey(String partnerId, String eventId) implements Comparable<EventKey> {
        static EventKey of(Received event) {
            return new EventKey(event.partnerId(), event.eventId());
        }

        @Override
        public int compareTo(EventKey other) {
            int order = partnerId.compareTo(other.partnerId);
            return order == 0 ? eventId.compareTo(other.eventId) : order;
        }
    }

    /** What came with one event id, and what is known of it. */
    private static final class Arrivals {
        private final List<Received> items = new ArrayList<>(1);
        private boolean isNew;
        private long copies;
        private byte @Nullable [] storedHash;
        private @Nullable Receipt refusal;

        void add(Received item) {
            // The one that has room is stored, and the others are its copies.
            if (item.room() && !items.isEmpty() && !items.getFirst().room()) {
                items.addFirst(item);
            } else {
                items.add(item);
            }
        }

        Received first() {
            return items.getFirst();
        }

        boolean isOf(String partnerId, String eventId) {
            return first().eventId().equals(eventId) && first().partnerId().equals(partnerId);
        }

        boolean isToInsert() {
            return refusal == null && first().room();
        }

        boolean needsHash() {
            return refusal == null && !isNew;
        }

        /** Asked once for each item. */
        @SuppressWarnings("ReferenceEquality") // an equal one is another arrival
        Receipt receiptOf(Received item) {
            if (refusal != null) {
                return refusal;
            }
            if (isNew && item == first()) {
                return Receipt.ACCEPTED;
            }
            byte[] hash = isNew ? first().bodyHash() : storedHash;
            if (hash == null) {
                return first().room() ? Receipt.NOT_NOW : Receipt.TOO_MANY_OPEN;
            }
            boolean same = java.util.Arrays.equals(hash, item.bodyHash());
            copies += same ? 1 : 0;
            return same ? Receipt.DUPLICATE : Receipt.CONFLICTING;
        }
    }

    private static final String HOLD = """
            select id from partner where id = any(?) order by id for key share skip locked
            """;
    private static final String EXIST = """
            select id from partner where id = any(?)
            """;

    /** The rows of a function come in the order of its arrays. */
    private static final String INSERT = """
            insert into inbound_event (partner_id, event_id, event_type, ordering_key, revision, sequence, body, body_hash,
                                       traceparent, occurred_at, received_at, status, next_attempt_at)
            select partner_id, event_id, event_type, ordering_key, revision, sequence, body, body_hash, traceparent,
                   timestamptz 'epoch' + occurred * interval '1 microsecond',
                   timestamptz 'epoch' + received * interval '1 microsecond',
                   status,
                   timestamptz 'epoch' + received * interval '1 microsecond'
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                   sent (partner_id, event_id, event_type, ordering_key, revision, sequence, body, body_hash, traceparent,
                         occurred, received, status)
            on conflict (partner_id, event_id) do nothing
            returning partner_id, event_id
            """;

    /** One look-up for each row: a join could be carried out by reading the whole index. */
    private static final String HASHES = """
            select (select e.body_hash from inbound_event e
                     where e.partner_id = asked.partner_id and e.event_id = asked.event_id)
              from unnest(?, ?) with ordinality asked (partner_id, event_id, place)
             order by place
            """;

    private static final String COUNT_COPIES = """
            insert into inbound_copy (partner_id, event_id, copies, last_at)
            select partner_id, event_id, 1 + copies, timestamptz 'epoch' + received * interval '1 microsecond'
              from unnest(?, ?, ?, ?) sent (partner_id, event_id, copies, received)
            on conflict (partner_id, event_id) do update
               set copies = inbound_copy.copies + excluded.copies - 1, last_at = excluded.last_at
            """;
}
