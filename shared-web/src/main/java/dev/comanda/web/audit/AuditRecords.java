package dev.comanda.web.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What can be read of the trail. */
@ApplicationScoped
class AuditRecords {
    private final Jdbi jdbi;

    AuditRecords(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest first, with ids below {@code before}; a filter that is null admits everything. */
    List<Row> list(@Nullable String actor, @Nullable String action, @Nullable String object, long before, int limit) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id audit_id, at, actor, address, action, object, reason,
                               before::text, after::text, trace_id
                          from audit
                         where id < :before
                           and (cast(:actor as text) is null or actor = :actor)
                           and (cast(:action as text) is null or action = :action)
                           and (cast(:object as text) is null or object = :object)
                         order by id desc limit :limit
                        """)
                .bind("before", before)
                .bind("actor", actor)
                .bind("action", action)
                .bind("object", object)
                .bind("limit", limit)
                .mapTo(Row.class)
                .list());
    }

    /** One act. Every field is shown, also those that are null. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "AuditEntry")
    record Row(
            long auditId,
            Instant at,
            String actor,
            @Nullable String address,
            String action,
            String object,
            @Nullable String reason,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after,
            @Nullable String traceId) {}
}
