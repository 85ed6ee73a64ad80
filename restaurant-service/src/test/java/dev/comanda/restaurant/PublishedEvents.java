package dev.comanda.restaurant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.partners.outbox.OutboundBodies;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** What the outbox holds: the stored bytes, and whom each event is for. */
@ApplicationScoped
public class PublishedEvents {
    private final Jdbi jdbi;
    private final OutboundBodies bodies;

    PublishedEvents(Jdbi jdbi, OutboundBodies bodies) {
        this.jdbi = jdbi;
        this.bodies = bodies;
    }

    /** The events about this reservation in the order of their publication. */
    public List<Event> about(String reservationId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select o.event_id, o.event_type, o.body,
                               array(select d.partner_id from delivery d where d.event = o.id) as partners
                          from outbound_event o where o.ordering_key = :key order by o.id
                        """)
                .bind("key", reservationId)
                .map((row, _) -> new Event(
                        row.getString("event_type"),
                        data(bodies.open(row.getBytes("body"), row.getString("event_id"))),
                        Set.of((String[]) row.getArray("partners").getArray())))
                .list());
    }

    private static JsonNode data(byte[] body) {
        try {
            return new ObjectMapper()
                    .readTree(new String(body, StandardCharsets.UTF_8))
                    .get("data");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One event: its data as sent. */
    public record Event(String type, JsonNode data, Set<String> partners) {
        /** Its type and whom of these partners it is for. */
        public String toPartners(TestPartner... asked) {
            var addressed = new StringBuilder(type).append(" to");
            for (TestPartner partner : asked) {
                addressed.append(partners.contains(partner.id()) ? " 1" : " 0");
            }
            return addressed.toString();
        }
    }
}
