package dev.comanda.partners.refused;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The table of refused webhooks: the newest of each known partner, and the newest of all strangers together. */
@ApplicationScoped
public class RefusedRecords {
    static final int KEPT_OF_A_PARTNER = 200;
    static final int KEPT_OF_STRANGERS = 1_000;

    private final Jdbi jdbi;

    RefusedRecords(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest first, below {@code before}. */
    public List<Row> list(@Nullable String partner, @Nullable String reason, long before, int limit) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id refused_id, at, partner_id, known, reason, detail, event_id, event_type, address, bytes
                          from refused_webhook
                         where id < :before
                           and (cast(:partner as text) is null or partner_id = :partner)
                           and (cast(:reason as text) is null or reason = :reason)
                         order by id desc limit :limit
                        """)
                .bind("before", before)
                .bind("partner", partner)
                .bind("reason", reason)
                .bind("limit", limit)
                .mapTo(Row.class)
                .list());
    }

    /** Stores these and removes what is too many now. */
    @Transactional
    void store(List<RefusedWebhook> refused) {
        jdbi.useHandle(db -> {
            insert(db, refused);
            trim(db, refused);
        });
    }

    private static void insert(Handle db, List<RefusedWebhook> refused) {
        PreparedBatch batch = db.prepareBatch("""
                insert into refused_webhook (at, partner_id, known, reason, detail, event_id, event_type, address, bytes)
                values (:at, :partner, exists (select from partner where id = :partner), :reason, :detail, :eventId,
                        :eventType, :address, :bytes)
                """);
        for (RefusedWebhook one : refused) {
            batch.bind("at", one.at())
                    .bind("partner", one.partnerId())
                    .bind("reason", one.reason().text())
                    .bind("detail", one.detail())
                    .bind("eventId", one.eventId())
                    .bind("eventType", one.eventType())
                    .bind("address", one.address())
                    .bind("bytes", one.bytes())
                    .add();
        }
        batch.execute();
    }

    private static void trim(Handle db, List<RefusedWebhook> refused) {
        List<String> partners = refused.stream()
                .map(RefusedWebhook::partnerId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        trimKnown(db, partners, true);
        trimKnown(db, partners, false);
        db.createUpdate("""
                delete from refused_webhook
                 where not known
                   and id <= (select id from refused_webhook where not known order by id desc offset :kept limit 1)
                """).bind("kept", KEPT_OF_STRANGERS).execute();
    }

    /** What a partner surely sent is kept apart: a stranger who only claims to be the partner cannot push it out. */
    private static void trimKnown(Handle db, List<String> partners, boolean authentic) {
        db.createUpdate("""
                delete from refused_webhook r using unnest(:partners) p (id)
                 where r.known and r.partner_id = p.id and (r.reason = any(:authenticReasons)) = :authentic
                   and r.id <= (select n.id from refused_webhook n
                                 where n.known and n.partner_id = p.id
                                   and (n.reason = any(:authenticReasons)) = :authentic
                                 order by n.id desc offset :kept limit 1)
                """)
                .bindArray("partners", String.class, partners)
                .bindArray("authenticReasons", String.class, Reason.authentic())
                .bind("authentic", authentic)
                .bind("kept", KEPT_OF_A_PARTNER)
                .execute();
    }

    /** One line of the list. What is not known is null, not absent. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "RefusedWebhook")
    public record Row(
            long refusedId,
            Instant at,
            @Nullable String partnerId,
            boolean known,
            String reason,
            String detail,
            @Nullable String eventId,
            @Nullable String eventType,
            String address,
            long bytes) {}
}
