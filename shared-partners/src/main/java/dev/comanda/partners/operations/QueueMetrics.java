package dev.comanda.partners.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.Jdbi;

/** The gauges an operator alerts on, per partner, read from the queues themselves so that every replica says the same. */
@ApplicationScoped
class QueueMetrics {
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final MultiGauge accepted;
    private final MultiGauge depth;
    private final MultiGauge age;
    private final MultiGauge dead;
    private final MultiGauge paused;
    private final MultiGauge blocked;
    private final MultiGauge inboxDepth;
    private final MultiGauge inboxAge;
    private final MultiGauge inboxDead;

    QueueMetrics(Jdbi jdbi, InstantSource clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.accepted = gauge(metrics, "comanda.outbox.accepted", "deliveries ever promised: the last sequence given");
        this.depth = gauge(metrics, "comanda.outbox.depth", "deliveries not delivered yet");
        this.age = gauge(metrics, "comanda.outbox.oldest.seconds", "age of the oldest of them");
        this.dead = gauge(metrics, "comanda.outbox.dead", "deliveries that ran out of tries");
        this.paused = gauge(metrics, "comanda.partner.paused", "1 while nothing is sent to the partner");
        this.blocked = gauge(metrics, "comanda.partner.blocked", "1 while a failing partner is left alone");
        this.inboxDepth = gauge(metrics, "comanda.inbox.depth", "received events not handled yet");
        this.inboxAge = gauge(metrics, "comanda.inbox.oldest.seconds", "age of the oldest of them");
        this.inboxDead = gauge(metrics, "comanda.inbox.dead", "received events whose handling was given up");
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        List<Row> rows = jdbi.withHandle(db -> db.createQuery(ROWS)
                .bind("now", clock.instant())
                .mapTo(Row.class)
                .list());
        set(accepted, rows, Row::accepted);
        set(depth, rows, Row::depth);
        set(age, rows, Row::oldest);
        set(dead, rows, Row::dead);
        set(paused, rows, Row::paused);
        set(blocked, rows, Row::blocked);
        set(inboxDepth, rows, Row::inboxDepth);
        set(inboxAge, rows, Row::inboxOldest);
        set(inboxDead, rows, Row::inboxDead);
    }

    private static MultiGauge gauge(MeterRegistry metrics, String name, String description) {
        return MultiGauge.builder(name).description(description).register(metrics);
    }

    private static void set(MultiGauge gauge, List<Row> rows, ToDoubleFunction<Row> value) {
        gauge.register(
                rows.stream()
                        .map(row -> MultiGauge.Row.of(Tags.of("partner", row.partner()), value.applyAsDouble(row)))
                        .toList(),
                true);
    }

    /** Ages in seconds. */
    public record Row(
            String partner,
            double accepted,
            double depth,
            double oldest,
            double dead,
            double paused,
            double blocked,
            double inboxDepth,
            double inboxOldest,
            double inboxDead) {}

    private static final String ROWS = """
            select p.id partner, f.last_sequence accepted, d.depth, coalesce(extract(epoch from :now - d.oldest), 0) oldest, d.dead,
                   (p.status <> 'active')::int paused, coalesce(p.blocked_until > :now, false)::int blocked,
                   i.depth inbox_depth, coalesce(extract(epoch from :now - i.oldest), 0) inbox_oldest, g.dead inbox_dead
              from partner p join feed f on f.partner_id = p.id
             cross join lateral (
                   select count(*) filter (where status = 'pending') depth,
                          min(created_at) filter (where status = 'pending') oldest,
                          count(*) filter (where status = 'dead') dead
                     from delivery where partner_id = p.id and status in ('pending', 'dead')) d
             cross join lateral (
                   select count(*) depth, min(received_at) oldest
                     from inbound_event where partner_id = p.id and status in ('received', 'waiting')) i
             cross join lateral (
                   select count(*) dead from inbound_event where partner_id = p.id and status = 'dead') g
            """;
}
