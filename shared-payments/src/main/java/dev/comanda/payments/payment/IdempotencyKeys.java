package dev.comanda.payments.payment;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What callers' Idempotency-Key headers stand for. A key is its caller's for one method and path; it never travels to a
 * provider, whose keys are ours.
 */
@ApplicationScoped
class IdempotencyKeys {
    private static final Pattern KEY = Pattern.compile("[ -~]{1,255}");
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Operations operations;
    private final InstantSource clock;

    IdempotencyKeys(Jdbi jdbi, Operations operations, InstantSource clock) {
        this.jdbi = jdbi;
        this.operations = operations;
        this.clock = clock;
    }

    /** The header's value; a 400 that names it when it is missing or not 1 to 255 printable ASCII characters. */
    static String required(@Nullable String header) {
        if (header == null || !KEY.matcher(header).matches()) {
            throw ProblemException.invalid(
                    "Idempotency-Key", "The header Idempotency-Key is required: 1 to 255 printable ASCII characters.");
        }
        return header;
    }

    /**
     * What the key was first used for, if it was; serialises those who use it until the end of the transaction. Another
     * request under the same key is a 422, a first one that is still running a 409.
     */
    Optional<OperationRow> use(String scope, String key, byte[] fingerprint) {
        jdbi.useHandle(db -> db.execute(
                "select pg_advisory_xact_lock(hashtextextended('idempotency/' || ? || ' ' || ?, 0))", scope, key));
        Optional<Stored> stored = jdbi.withHandle(db -> db.createQuery("""
                        select fingerprint, operation_id, status from idempotency_key where scope = ? and key = ?
                        """)
                .bind(0, scope)
                .bind(1, key)
                .mapTo(Stored.class)
                .findOne());
        return stored.map(first -> {
            if (!MessageDigest.isEqual(first.fingerprint(), fingerprint)) {
                throw ProblemException.of(
                        ProblemType.KEY_REUSED, "This Idempotency-Key was used with other fields before.");
            }
            if (first.status() == null) {
                throw ProblemException.conflict(
                        "The first request with this Idempotency-Key is still running.", ASK_AGAIN);
            }
            return operations.find(first.operationId()).orElseThrow();
        });
    }

    void keep(String scope, String key, byte[] fingerprint, String operationId) {
        jdbi.useHandle(db -> db.execute(
                "insert into idempotency_key (scope, key, fingerprint, operation_id, created_at) values (?, ?, ?, ?, ?)",
                scope,
                key,
                fingerprint,
                operationId,
                clock.instant()));
    }

    /** The status of the first answer; later ones change nothing. */
    void answered(String operationId, int status) {
        jdbi.useHandle(db -> db.execute(
                "update idempotency_key set status = ? where operation_id = ? and status is null",
                status,
                operationId));
    }

    /** The status of the first answer, if there is one. */
    Optional<Integer> statusOf(String operationId) {
        return jdbi.withHandle(db -> db.createQuery("select status from idempotency_key where operation_id = ?")
                .bind(0, operationId)
                .mapTo(Integer.class)
                .findOne());
    }

    /** Nothing was sent: the same key may try again. */
    void forget(String operationId) {
        jdbi.useHandle(db -> db.execute("delete from idempotency_key where operation_id = ?", operationId));
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        int removed;
        do {
            removed = jdbi.withHandle(db -> db.execute("""
                    delete from idempotency_key where operation_id = any(array(
                        select operation_id from idempotency_key where created_at < ? limit 1000))
                    """, clock.instant().minus(KEPT)));
        } while (removed == 1000);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(
            byte[] fingerprint,
            String operationId,
            @Nullable Integer status) {}
}
