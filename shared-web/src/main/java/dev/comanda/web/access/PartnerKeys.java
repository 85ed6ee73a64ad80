package dev.comanda.web.access;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partner of an API key, and keeps strangers away from the database. A text that is no key is never looked up, a
 * key that nobody has is looked up once a minute, and all blocked sources together have two lookups at a time. A right
 * key still passes from a blocked source, because behind a proxy all partners share one address.
 */
@Singleton
class PartnerKeys {
    private static final Pattern FORM = Pattern.compile("cmd_[A-Za-z0-9_-]{43}");
    private static final int MAX_MISSES = 10_000;

    private final Instance<ApiKeys> keys;
    private final RecentCounts misses;
    private final Semaphore lookupsOfBlocked = new Semaphore(2);

    PartnerKeys(Instance<ApiKeys> keys, InstantSource clock) {
        this.keys = keys;
        this.misses = new RecentCounts(clock, Duration.ofMinutes(1), MAX_MISSES);
    }

    /** Whether a lookup may find anything: by the form of the text, and by what is remembered. */
    boolean mayBeKey(String text) {
        return keys.isResolvable()
                && FORM.matcher(text).matches()
                && misses.of(Sha256.hex(text)).isEmpty();
    }

    /** Asks the database. Empty also when too many blocked sources ask at the same time. */
    Optional<String> partnerOf(String key, boolean blocked) {
        if (!blocked) {
            return lookUp(key);
        }
        if (!lookupsOfBlocked.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return lookUp(key);
        } finally {
            lookupsOfBlocked.release();
        }
    }

    private Optional<String> lookUp(String key) {
        @Nullable String partner = keys.get().partnerOf(key);
        if (partner == null) {
            misses.add(Sha256.hex(key));
        }
        return Optional.ofNullable(partner);
    }
}
