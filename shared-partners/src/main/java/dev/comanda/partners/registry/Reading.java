package dev.comanda.partners.registry;

import java.time.Duration;

/**
 * What was read of the registry, and until when it may be used.
 *
 * @param version before the partners were read
 * @param changes how many changes this process had heard of by then
 * @param readAt in nanoseconds, before the partners were read
 * @param confirmedAt in nanoseconds, before the version was last found to be the same
 */
record Reading(RegistrySnapshot snapshot, String version, long changes, long readAt, long confirmedAt) {
    /** How late a change in another replica may act. */
    static final long GOOD_FOR = Duration.ofSeconds(1).toNanos();

    /** However often the version is confirmed, all partners are read again after this. Rows of the version live for longer. */
    static final long READ_AGAIN_AFTER = Duration.ofMinutes(1).toNanos();

    boolean isGood(long changesNow, long now) {
        return changes == changesNow && now - confirmedAt < GOOD_FOR;
    }

    boolean isOf(String versionNow, long changesNow, long now) {
        return version.equals(versionNow) && changes == changesNow && now - readAt < READ_AGAIN_AFTER;
    }

    Reading confirmed(long now) {
        return new Reading(snapshot, version, changes, readAt, now);
    }
}
