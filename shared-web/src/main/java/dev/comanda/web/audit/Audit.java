package dev.comanda.web.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.web.access.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import org.jboss.logging.MDC;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row for each administrative act, in the act's own transaction: an act that is rolled back leaves no row, and
 * an act whose row cannot be written does not happen.
 */
@ApplicationScoped
public class Audit {
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final CurrentCaller caller;
    private final InstantSource clock;

    Audit(Jdbi jdbi, ObjectMapper json, CurrentCaller caller, InstantSource clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Records that the current caller does this. Call it once for each act, in a transaction, where the act is known to
     * happen: not for a refused request, nor for a repeated one that changes nothing.
     *
     * @param action what is done, such as {@code partner.pause}: a kind of object and a verb, in lower case
     * @param object the id of what it is done to; its kind is in the action
     * @param reason what the caller said why, if the request has such a field
     * @param before as it was, if it was there and changes; written as JSON like an answer. Never holds a secret: pass what
     *     the API shows of the object
     * @param after as it is now, likewise
     * @throws jakarta.transaction.TransactionalException outside of a transaction
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(
            String action, String object, @Nullable String reason, @Nullable Object before, @Nullable Object after) {
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into audit (at, actor, address, action, object, reason, before, after, trace_id)
                        values (:at, :actor, :address, :action, :object, :reason,
                                cast(:before as jsonb), cast(:after as jsonb), :trace)
                        """)
                .bind("at", clock.instant())
                .bind("actor", caller.name())
                .bind("address", caller.address())
                .bind("action", action)
                .bind("object", object)
                .bind("reason", reason)
                .bind("before", text(before))
                .bind("after", text(after))
                .bind("trace", (String) MDC.get("traceId"))
                .execute());
    }

    private @Nullable String text(@Nullable Object value) {
        try {
            return value == null ? null : json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }
}
