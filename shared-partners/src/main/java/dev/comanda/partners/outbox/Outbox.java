package dev.comanda.partners.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.registry.PartnersConfig;
import dev.comanda.partners.wire.Hashes;
import dev.comanda.partners.wire.TraceParent;
import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.NotCanonicalizable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The only way out. What is published is one statement in the caller's own transaction: the event and a delivery per
 * addressed partner are there exactly when the business change is, and nothing is ever only in memory.
 */
@ApplicationScoped
public class Outbox {
    /** Woken after each commit that published something. */
    public static final String QUEUE = "outbox";

    private static final int LONGEST_KEY = 200;

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final OutboundBodies bodies;
    private final String self;

    Outbox(
            Jdbi jdbi,
            ObjectMapper json,
            InstantSource clock,
            Wakeups wakeups,
            OutboundBodies bodies,
            PartnersConfig config) {
        this.jdbi = jdbi;
        this.json = json;
        this.bodies = bodies;
        this.clock = clock;
        this.wakeups = wakeups;
        this.self = config.selfId();
    }

    /** Writes the event; must be called inside a transaction, after the object's row was locked and changed. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Published publish(OutboundEvent event, Audience audience) {
        if (event.orderingKey().length() > LONGEST_KEY) {
            throw new IllegalArgumentException("an ordering key has at most 200 characters: " + event.orderingKey());
        }
        String eventId = "evt_" + UlidCreator.getMonotonicUlid();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] body =
                canonical(new Envelope(event.data(), eventId, event.type(), self, now.toString(), Envelope.VERSION));
        List<Recipient> recipients = jdbi.withHandle(db -> (audience instanceof Audience.Directly
                        ? db.createQuery(OutboxSql.TO_ONE)
                        : db.createQuery(OutboxSql.TO_SUBSCRIBERS)
                                .bindArray("patterns", String.class, patterns(event.type())))
                .bind("eventId", eventId)
                .bind("type", event.type())
                .bind("key", event.orderingKey())
                .bind("revision", event.revision())
                .bind("body", bodies.seal(body, eventId))
                .bind("hash", Hashes.sha256(body))
                .bind("traceparent", TraceParent.current().text())
                .bind("now", now)
                .bind("everyone", audience instanceof Audience.Subscribers)
                .bindArray("listed", String.class, listed(audience))
                .mapTo(Recipient.class)
                .list());
        wakeups.afterCommit(QUEUE);
        return new Published(
                eventId,
                recipients.stream().map(Recipient::partnerId).collect(Collectors.toUnmodifiableSet()),
                recipients.stream()
                        .filter(Recipient::addressed)
                        .map(Recipient::partnerId)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Removes the bodies of all events about this object, for a person who asks to be forgotten. An event that a partner has
     * still to get keeps its body until it is delivered or dead. Ids and hashes stay.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(String orderingKey) {
        bodies.forget(orderingKey);
    }

    /** A partner that gets a delivery, and whether the event is meant for it or it only listens. */
    public record Recipient(String partnerId, boolean addressed) {}

    private static Set<String> listed(Audience audience) {
        return switch (audience) {
            case Audience.Subscribers(Set<String> except) -> except;
            case Audience.Only(Set<String> partnerIds) -> partnerIds;
            case Audience.Directly(String partnerId) -> Set.of(partnerId);
        };
    }

    /** Every subscription that means this type: itself, {@code prefix.*} for each of its prefixes, and everything. */
    static List<String> patterns(String type) {
        List<String> patterns = new ArrayList<>(List.of(type, "*"));
        for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
            patterns.add(type.substring(0, dot + 1) + "*");
        }
        return patterns;
    }

    private byte[] canonical(Envelope envelope) {
        try {
            return CanonicalJson.of(json.writeValueAsBytes(envelope));
        } catch (JsonProcessingException | NotCanonicalizable e) {
            throw new IllegalArgumentException("the data of " + envelope.eventType() + " cannot be written", e);
        }
    }
}
