package dev.comanda.partners.target;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Keeps what {@link TargetPolicy} allowed for a few seconds, so that a busy partner's name is not looked up for each call.
 * The caller still connects to an address that was checked, so a name server that changes its mind gains nothing. A refusal
 * is not kept: a corrected name is called at once.
 */
@ApplicationScoped
public class VettedTargets {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_KEPT = 10_000;

    private final TargetPolicy policy;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<Target, Kept> kept = new ConcurrentHashMap<>();

    @Inject
    public VettedTargets(TargetPolicy policy) {
        this(policy, System::nanoTime);
    }

    VettedTargets(TargetPolicy policy, LongSupplier nanoTime) {
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** As {@link TargetPolicy#vet}, or as that was at most five seconds ago. */
    public Vetting vet(String partner, String url) {
        Target target = new Target(partner, url);
        Kept known = kept.get(target);
        if (known != null && nanoTime.getAsLong() - known.since() < KEPT_NANOS) {
            return known.allowed();
        }
        Vetting vetting = policy.vet(partner, url);
        if (vetting instanceof Vetting.Allowed allowed) {
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(target, new Kept(allowed, nanoTime.getAsLong()));
        } else {
            kept.remove(target);
        }
        return vetting;
    }

    private record Target(String partner, String url) {}

    private record Kept(Vetting.Allowed allowed, long since) {}
}
