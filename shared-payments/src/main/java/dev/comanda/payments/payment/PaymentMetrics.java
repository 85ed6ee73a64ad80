package dev.comanda.payments.payment;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What an operator of payments alerts on, read from the tables themselves so that every replica says the same. */
@ApplicationScoped
class PaymentMetrics {
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final MultiGauge depth;
    private final MultiGauge age;
    private final MultiGauge tasks;

    PaymentMetrics(Jdbi jdbi, InstantSource clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.depth = MultiGauge.builder("comanda.payments.open")
                .description("what is not done, by kind: operations, operations_unknown, events, events_waiting,"
                        + " events_orphan, events_dead, tasks, tasks_overdue, mails, mails_failed")
                .register(metrics);
        this.age = MultiGauge.builder("comanda.payments.open.oldest.seconds")
                .description("age of the oldest of them")
                .register(metrics);
        this.tasks = MultiGauge.builder("comanda.payments.tasks")
                .description("open tasks by kind")
                .register(metrics);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        List<Open> rows = jdbi.withHandle(db -> db.createQuery(OPEN)
                .bind("now", clock.instant())
                .mapTo(Open.class)
                .list());
        set(depth, rows, Open::depth);
        set(age, rows, Open::oldest);
        tasks.register(
                jdbi.withHandle(db -> db.createQuery("""
                                select kind, count(*) from operator_task where done_at is null group by kind
                                """)
                        .map((row, _) ->
                                MultiGauge.Row.of(Tags.of("kind", row.getString("kind")), row.getLong("count")))
                        .collect(Collectors.toList())),
                true);
    }

    private static void set(MultiGauge gauge, List<Open> rows, ToDoubleFunction<Open> value) {
        gauge.register(
                rows.stream()
                        .map(row -> MultiGauge.Row.of(Tags.of("what", row.what()), value.applyAsDouble(row)))
                        .toList(),
                true);
    }

    /** @param oldest age in seconds */
    public record Open(String what, double depth, double oldest) {}

    private static final String OPEN = """
            with open(what, since) as (
                select case status when 'UNKNOWN' then 'operations_unknown' else 'operations' end, created_at
                  from payment_operation where next_attempt_at is not null
                union all
                select case status when 'received' then 'events' else 'events_' || status end, received_at
                  from provider_event where status in ('received', 'waiting', 'orphan', 'dead')
                union all
                select case when due_at < :now then 'tasks_overdue' else 'tasks' end, created_at
                  from operator_task where done_at is null
                union all
                select case status when 'failed' then 'mails_failed' else 'mails' end, created_at
                  from mail where status in ('queued', 'failed'))
            select kind.what, count(open.since) depth, coalesce(extract(epoch from :now - min(open.since)), 0) oldest
              from unnest(array['operations', 'operations_unknown', 'events', 'events_waiting', 'events_orphan',
                                'events_dead', 'tasks', 'tasks_overdue', 'mails', 'mails_failed']) kind(what)
              left join open using (what) group by kind.what
            """;
}
