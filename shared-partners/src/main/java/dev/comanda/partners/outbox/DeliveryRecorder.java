package dev.comanda.partners.outbox;

import dev.comanda.database.batch.SqlColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Records what came of calls: all that ended meanwhile in one statement, and for each partner what they say of its health.
 * The session that records must hold the lock of their partners since the deliveries were read, or ask {@link #current}.
 */
public final class DeliveryRecorder {
    private static final Logger LOG = Logger.getLogger(DeliveryRecorder.class);

    private final Connection db;

    public DeliveryRecorder(Connection db) {
        this.db = db;
    }

    /** Those results whose delivery still waits for exactly this attempt: nobody else made and recorded it meanwhile. */
    public List<CallResult> current(List<CallResult> results) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryRecorderSql.CURRENT)) {
            new SqlColumns(statement)
                    .column("bigint", results, it -> it.delivery().id())
                    .column("int", results, it -> it.delivery().attempts());
            Set<Long> current = ids(statement);
            return results.stream()
                    .filter(it -> current.contains(it.delivery().id()))
                    .toList();
        }
    }

    /** Records these results, at most one for a lane, in the order in which the calls ended. */
    public Recorded record(List<CallResult> results, Instant now) throws SQLException {
        Set<Long> settled = settle(results, now);
        List<CallResult> recorded = results.stream()
                .filter(it -> settled.contains(it.delivery().id()))
                .toList();
        List<CallResult> rest = results.stream()
                .filter(it -> !settled.contains(it.delivery().id()))
                .toList();
        List<CallResult> attempts = recorded.stream().filter(it -> !isLean(it)).toList();
        if (!attempts.isEmpty()) {
            insertAttempts(attempts);
        }
        if (!recorded.isEmpty()) {
            noteHealth(recorded, now);
        }
        return new Recorded(recorded, rest.isEmpty() ? rest : withLane(rest));
    }

    private Set<Long> settle(List<CallResult> results, Instant now) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryRecorderSql.RECORD)) {
            new SqlColumns(statement)
                    .column("text", partners(results), id -> id)
                    .column("bigint", results, it -> it.delivery().laneId())
                    .column("bigint", results, it -> it.delivery().id())
                    .column("text", results, it -> status(it.settlement()))
                    .column("timestamptz", results, it -> next(it.settlement(), now))
                    .column("int", results, DeliveryRecorder::step)
                    .column("int", results, it -> it.delivery().step())
                    .column("int", results, it -> it.delivery().attempts() + 1)
                    .column("timestamptz", results, it -> it.attempt().startedAt())
                    .column("int", results, it -> it.attempt().status())
                    .column("text", results, it -> it.attempt().error())
                    .column("int", results, it -> isLean(it) ? milliseconds(it) : null)
                    .column("text", results, it -> isLean(it) ? it.attempt().address() : null)
                    .column(
                            "bytea",
                            results,
                            it -> isLean(it) && it.attempt().answer().length > 0
                                    ? it.attempt().answer()
                                    : null)
                    .time(now);
            return ids(statement);
        }
    }

    private void insertAttempts(List<CallResult> results) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryRecorderSql.ATTEMPTS)) {
            new SqlColumns(statement)
                    .column("bigint", results, it -> it.delivery().id())
                    .column("int", results, it -> it.delivery().attempts() + 1)
                    .column("timestamptz", results, it -> it.attempt().startedAt())
                    .column("int", results, DeliveryRecorder::milliseconds)
                    .column("int", results, it -> it.attempt().status())
                    .column("text", results, it -> it.attempt().error())
                    .column("text", results, it -> it.attempt().address())
                    .column("bytea", results, it -> it.attempt().answer());
            statement.executeUpdate();
        }
    }

    private void noteHealth(List<CallResult> recorded, Instant now) throws SQLException {
        Map<String, Health> byPartner = new LinkedHashMap<>();
        recorded.forEach(it -> byPartner.merge(it.delivery().partnerId(), Health.of(it), Health::then));
        List<Health> health = List.copyOf(byPartner.values());
        try (PreparedStatement statement = db.prepareStatement(DeliveryRecorderSql.HEALTH)) {
            new SqlColumns(statement)
                    .time(now)
                    .column("text", health, Health::partner)
                    .column("boolean", health, Health::succeeded)
                    .column("int", health, Health::failed)
                    .column("boolean", health, Health::gone)
                    .column("boolean", health, Health::died)
                    .column("text", health, Health::partner);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean("paused")) {
                        // Nobody watches an endpoint day and night: this line and the gauge are how an operator hears
                        // of it.
                        LOG.warnf(
                                "partner %s is paused, its events are kept: %s",
                                row.getString("id"), row.getBoolean("gone") ? "410" : "5 days of failures");
                    }
                }
            }
        }
    }

    private List<CallResult> withLane(List<CallResult> results) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(DeliveryRecorderSql.LANES_LEFT)) {
            new SqlColumns(statement)
                    .column("bigint", results, it -> it.delivery().laneId());
            Set<Long> lanes = ids(statement);
            return results.stream()
                    .filter(it -> lanes.contains(it.delivery().laneId()))
                    .toList();
        }
    }

    private static List<String> partners(Collection<CallResult> results) {
        return results.stream().map(it -> it.delivery().partnerId()).distinct().toList();
    }

    private static Set<Long> ids(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            Set<Long> ids = new HashSet<>();
            while (row.next()) {
                ids.add(row.getLong(1));
            }
            return ids;
        }
    }

    /** A first call that succeeds is the rule: the row of its delivery says all of it. */
    private static boolean isLean(CallResult result) {
        return result.delivery().attempts() == 0 && result.settlement() instanceof Settlement.Delivered;
    }

    private static int milliseconds(CallResult result) {
        return Math.toIntExact(result.attempt().duration().toMillis());
    }

    private static String status(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Delivered() -> "delivered";
            case Settlement.Dead() -> "dead";
            case Settlement.Retry _, Settlement.Gone _ -> "pending";
        };
    }

    private static Instant next(Settlement settlement, Instant now) {
        return switch (settlement) {
            case Settlement.Delivered(), Settlement.Dead() -> now;
            case Settlement.Retry(Instant at, int _) -> at;
            case Settlement.Gone(Instant at) -> at;
        };
    }

    private static int step(CallResult result) {
        return switch (result.settlement()) {
            case Settlement.Delivered(), Settlement.Dead() -> 0;
            case Settlement.Retry(Instant _, int step) -> step;
            case Settlement.Gone(Instant _) -> result.delivery().step();
        };
    }

    /**
     * What became of results.
     *
     * @param recorded once the transaction commits
     * @param left for another attempt, because somebody holds their lane or their partner; any others belong to a partner
     *     that was removed
     */
    public record Recorded(List<CallResult> recorded, List<CallResult> left) {}

    /** @param failed since the last success among them */
    private record Health(String partner, boolean succeeded, int failed, boolean gone, boolean died) {
        static Health of(CallResult result) {
            return new Health(
                    result.delivery().partnerId(),
                    result.settlement() instanceof Settlement.Delivered,
                    result.attempt().unhealthy() ? 1 : 0,
                    result.settlement() instanceof Settlement.Gone,
                    result.settlement() instanceof Settlement.Dead);
        }

        Health then(Health next) {
            return new Health(
                    partner,
                    succeeded || next.succeeded,
                    next.succeeded ? 0 : failed + next.failed,
                    gone || next.gone,
                    died || next.died);
        }
    }
}
