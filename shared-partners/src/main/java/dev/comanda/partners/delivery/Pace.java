package dev.comanda.partners.delivery;

import java.time.Duration;

/** How the work of a {@link Dispatcher} is bundled and shared, in nanoseconds. */
final class Pace {
    /** Results wait for others for so long, unless a call waits for their record. */
    static final long GATHER = Duration.ofMillis(10).toNanos();

    /** So many results are enough for one transaction. */
    static final int ENOUGH_RESULTS = 128;

    /** With so many results unrecorded no call begins: after a crash all of them are repeated. */
    static final int MOST_UNRECORDED = 512;

    /** Each partner costs one of the locks that PostgreSQL has in all. */
    static final int MOST_PARTNERS = 1000;

    /** How long one replica serves a busy partner while others live. */
    static final long TURN = Duration.ofSeconds(1).toNanos();

    /** A turn that cannot be ended so quickly, because a call takes long, goes on. */
    static final long LEAVING = Duration.ofMillis(250).toNanos();

    /** How long a partner is left to the others after a turn. */
    static final long OTHERS_FIRST = Duration.ofMillis(100).toNanos();

    /** Without other replicas, a partner's lock is kept for so long after its last call. */
    static final long IDLE = Duration.ofSeconds(10).toNanos();

    /** How often a replica asks whether others live. */
    static final long LOOK_FOR_OTHERS = Duration.ofSeconds(2).toNanos();

    private Pace() {}
}
