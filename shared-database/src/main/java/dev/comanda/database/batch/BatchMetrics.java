package dev.comanda.database.batch;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * How large the batches of one kind are and how long they take: {@code <prefix>.events}, {@code <prefix>.commit}, and where
 * callers wait for a writer {@code <prefix>.wait} and {@code <prefix>.waiting}.
 */
public final class BatchMetrics implements BatchObserver {
    private final MeterRegistry metrics;
    private final String prefix;
    private final String what;
    private final DistributionSummary sizes;
    private final Timer commits;

    /** @param what is committed, in the plural, for the descriptions */
    public BatchMetrics(MeterRegistry metrics, String prefix, String what) {
        this.metrics = metrics;
        this.prefix = prefix;
        this.what = what;
        this.sizes = DistributionSummary.builder(prefix + ".events")
                .description(what + " committed together")
                .register(metrics);
        this.commits = Timer.builder(prefix + ".commit")
                .description("from the first statement of a batch to the end of its commit")
                .register(metrics);
    }

    /** Shows how many callers wait for these writers. */
    public void watch(GroupCommit<?, ?> writers) {
        Gauge.builder(prefix + ".waiting", writers, GroupCommit::waiting)
                .description(what + " that wait for a writer")
                .register(metrics);
    }

    @Override
    public void committed(int items, long waitedNanos, long commitNanos) {
        committed(items, commitNanos);
        Timer.builder(prefix + ".wait")
                .description("how long the oldest of a batch waited for its writer")
                .register(metrics)
                .record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    /** For batches that are no {@link GroupCommit}. */
    public void committed(int items, long commitNanos) {
        sizes.record(items);
        commits.record(commitNanos, TimeUnit.NANOSECONDS);
    }
}
