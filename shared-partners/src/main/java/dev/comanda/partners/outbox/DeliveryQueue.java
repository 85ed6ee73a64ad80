package dev.comanda.partners.outbox;

import dev.comanda.database.batch.SqlColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What waits to be sent, as one session sees it. The session holds an advisory lock for each partner that it serves. No
 * other session numbers, sends or records deliveries of that partner meanwhile, so nothing here is marked as claimed: when
 * the session ends, its locks are gone and nothing has to be cleared.
 */
public final class DeliveryQueue {
    /**
     * For a session of these statements. Every one of them reads a few rows in the order of an index. While the statistics are
     * old, PostgreSQL would collect all rows of a partner and sort them instead, and one plan serves for long.
     */
    public static final String PLANS = """
            set plan_cache_mode = force_generic_plan;
            set enable_sort = off;
            set enable_bitmapscan = off;
            set enable_hashjoin = off;
            set enable_mergejoin = off
            """;

    /** A larger number keeps the other partners waiting for too long. */
    private static final int MOST_NUMBERED = 5000;

    private final Connection db;

    public DeliveryQueue(Connection db) {
        this.db = db;
    }

    /** Every partner with pending deliveries, the one that waits longest first. */
    public List<WaitingPartner> waiting() throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.WAITING);
                ResultSet row = statement.executeQuery()) {
            List<WaitingPartner> waiting = new ArrayList<>();
            while (row.next()) {
                waiting.add(new WaitingPartner(
                        row.getString("id"), row.getBoolean("unnumbered"), SqlColumns.time(row, "due_at")));
            }
            return waiting;
        }
    }

    /** Those of the partners whose lock this session holds now. Each of them must be unlocked once. */
    public Set<String> lock(Collection<String> partners) throws SQLException {
        Set<String> locked = new HashSet<>();
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.LOCK)) {
            new SqlColumns(statement).column("text", List.copyOf(partners), id -> id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean("locked")) {
                        locked.add(row.getString("id"));
                    }
                }
            }
        }
        return locked;
    }

    /** Lets other sessions serve these partners. What was recorded for them must be committed. */
    public void unlock(Collection<String> partners) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.UNLOCK)) {
            new SqlColumns(statement).column("text", List.copyOf(partners), id -> id);
            statement.executeQuery().close();
        }
    }

    /** How many other sessions of this name use the database. */
    public int others() throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.OTHERS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * Gives deliveries of these locked partners that have no sequence the next ones.
     *
     * @return false when some may be left, for another call
     */
    public boolean number(Collection<String> partners) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.NUMBER)) {
            new SqlColumns(statement).column("text", List.copyOf(partners), id -> id);
            statement.setInt(2, MOST_NUMBERED);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) < MOST_NUMBERED;
            }
        }
    }

    /** How these partners stand now. A partner that was removed is missing. */
    public Map<String, PartnerState> states(Collection<String> partners, Instant now) throws SQLException {
        Map<String, PartnerState> states = new HashMap<>();
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.STATES)) {
            new SqlColumns(statement).time(now).column("text", List.copyOf(partners), id -> id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String id = row.getString("id");
                    states.put(
                            id,
                            new PartnerState(
                                    id,
                                    row.getString("webhook_url"),
                                    row.getBoolean("active"),
                                    SqlColumns.time(row, "blocked_until"),
                                    row.getInt("failures_in_row"),
                                    row.getString("secrets_version")));
                }
            }
        }
        return states;
    }

    /**
     * The oldest pending deliveries of lanes that are due, those that are due longest first.
     *
     * @param rooms of partners whose lock this session holds
     * @param inHand lanes to leave out, because something of them is in hand already
     */
    public List<Delivery> heads(List<Room> rooms, Collection<Long> inHand, Instant now) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryQueueSql.HEADS)) {
            List<Range> ranges = rooms.stream()
                    .flatMap(it -> Stream.of(
                            new Range(it.partnerId(), false, it.firstTries()),
                            new Range(it.partnerId(), true, it.retries())))
                    .filter(it -> it.most() > 0)
                    .toList();
            new SqlColumns(statement)
                    .column("text", ranges, Range::partnerId)
                    .column("boolean", ranges, Range::retry)
                    .column("int", ranges, Range::most)
                    .time(now)
                    .column("bigint", List.copyOf(inHand), id -> id);
            try (ResultSet row = statement.executeQuery()) {
                List<Delivery> heads = new ArrayList<>();
                while (row.next()) {
                    heads.add(head(row));
                }
                return heads;
            }
        }
    }

    private static Delivery head(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getLong("lane_id"),
                row.getString("partner_id"),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getBytes("body"),
                row.getString("traceparent"),
                row.getLong("sequence"),
                row.getInt("attempts"),
                row.getInt("step"),
                Objects.requireNonNull(SqlColumns.time(row, "published_at")),
                row.getInt("refusals"),
                row.getString("replay_reason"));
    }

    private record Range(String partnerId, boolean retry, int most) {}
}
