package dev.comanda.partners.inbox;

import dev.comanda.web.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Bounds how fast each partner's webhooks are accepted. Each replica counts for itself: N replicas accept N times the
 * rate. Only an authenticated partner gets a bucket, so strangers cannot fill the memory.
 */
@ApplicationScoped
class RateLimits {
    private final RateConfig config;
    private final MeterRegistry metrics;
    private final LongSupplier nanoTime;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    @Inject
    RateLimits(RateConfig config, MeterRegistry metrics) {
        this(config, metrics, sinceNow());
    }

    /** For tests: {@code nanoTime} starts at 0 and never goes back. */
    RateLimits(RateConfig config, MeterRegistry metrics, LongSupplier nanoTime) {
        this.config = config;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Counts one webhook of this partner, or throws the 429 that says when to send it again. */
    void admit(String partnerId) {
        int perSecond = perSecond(partnerId);
        if (perSecond == 0) {
            return;
        }
        Duration wait = buckets.computeIfAbsent(partnerId, id -> new TokenBucket(perSecond, burst(id)))
                .take(nanoTime.getAsLong());
        if (wait.isPositive()) {
            metrics.counter("comanda.inbox.limited", "partner", partnerId).increment();
            throw ProblemException.tooManyRequests(
                    "This partner sends faster than agreed; nothing was stored. Send it again later.", wait);
        }
    }

    private int perSecond(String partnerId) {
        RateConfig.Limit own = config.partner().get(partnerId);
        return own == null ? config.perSecond() : own.perSecond().orElse(config.perSecond());
    }

    private int burst(String partnerId) {
        RateConfig.Limit own = config.partner().get(partnerId);
        return own == null ? config.burst() : own.burst().orElse(config.burst());
    }

    private static LongSupplier sinceNow() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }
}
