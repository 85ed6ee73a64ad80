package dev.comanda.partners.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How things stand with a partner, for an operator who is asked "did they get it?" and for the partner itself. */
@ApplicationScoped
class PartnerStates {
    private final Jdbi jdbi;
    private final PartnerSecrets secrets;

    PartnerStates(Jdbi jdbi, PartnerSecrets secrets) {
        this.jdbi = jdbi;
        this.secrets = secrets;
    }

    Optional<State> of(String id) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select p.id partner_id, p.status, p.webhook_url, p.blocked_until,
                               d.pending, d.delivered, d.dead, d.last_delivery, r.received, r.last_received
                          from partner p
                         cross join lateral (
                               select count(*) filter (where status = 'pending') pending,
                                      count(*) filter (where status = 'delivered') delivered,
                                      count(*) filter (where status = 'dead') dead,
                                      max(delivered_at) last_delivery
                                 from delivery where partner_id = p.id) d
                         cross join lateral (
                               select count(*) received, max(received_at) last_received
                                 from inbound_event where partner_id = p.id) r
                         where p.id = :id
                        """)
                .bind("id", id)
                .mapTo(Counts.class)
                .findOne()
                .map(counts -> new State(
                        counts.partnerId(),
                        counts.status(),
                        counts.webhookUrl(),
                        counts.pending(),
                        counts.delivered(),
                        counts.dead(),
                        counts.received(),
                        counts.lastDelivery(),
                        counts.lastReceived(),
                        counts.blockedUntil(),
                        secrets.states(id))));
    }

    /** Every field is always there: a monitor must not have to tell null from missing. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record State(
            String partnerId,
            PartnerStatus status,
            String webhookUrl,
            long pending,
            long delivered,
            long dead,
            long received,
            @Nullable Instant lastDelivery,
            @Nullable Instant lastReceived,
            @Nullable Instant blockedUntil,
            List<PartnerSecrets.SecretState> secrets) {}

    public record Counts(
            String partnerId,
            PartnerStatus status,
            String webhookUrl,
            @Nullable Instant blockedUntil,
            long pending,
            long delivered,
            long dead,
            @Nullable Instant lastDelivery,
            long received,
            @Nullable Instant lastReceived) {}
}
