package dev.comanda.partners.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.database.batch.SqlColumns;
import dev.comanda.database.batch.TransactionConnection;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.registry.PartnersConfig;
import dev.comanda.partners.wire.Hashes;
import dev.comanda.partners.wire.TraceParent;
import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.NotCanonicalizable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The only way out. What is published is one statement in the caller's own transaction: the event and a delivery per
 * addressed partner are there exactly when the business change is, and nothing is ever only in memory.
 */
@ApplicationScoped
public class Outbox {
    /** Woken after each commit that published something. */
    public static final String QUEUE = "outbox";

    private static final int LONGEST_KEY = 200;

    private final TransactionConnection transaction;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final OutboundBodies bodies;
    private final String self;

    Outbox(
            TransactionConnection transaction,
            ObjectMapper json,
            InstantSource clock,
            Wakeups wakeups,
            OutboundBodies bodies,
            PartnersConfig config) {
        this.transaction = transaction;
        this.json = json;
        this.bodies = bodies;
        this.clock = clock;
        this.wakeups = wakeups;
        this.self = config.selfId();
    }

    /** Writes the event; must be called inside a transaction, after the object's row was locked and changed. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Published publish(OutboundEvent event, Audience audience) {
        Prepared prepared = prepare(event);
        Recipients recipients = transaction.call(db -> write(db, List.of(prepared), audience));
        wakeups.afterCommit(QUEUE);
        return new Published(prepared.eventId(), recipients.all(), recipients.addressed());
    }

    /** Gives the event its id and its body, which {@link #write} stores later. */
    public Prepared prepare(OutboundEvent event) {
        if (event.orderingKey().length() > LONGEST_KEY) {
            throw new IllegalArgumentException("an ordering key has at most 200 characters: " + event.orderingKey());
        }
        String eventId = "evt_" + UlidCreator.getMonotonicUlid();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] body =
                canonical(new Envelope(event.data(), eventId, event.type(), self, now.toString(), Envelope.VERSION));
        return new Prepared(
                event,
                eventId,
                bodies.seal(body, eventId),
                Hashes.sha256(body),
                TraceParent.current().text());
    }

    /**
     * Writes events of one type for one audience, in this order, in the transaction that is open on this connection. The
     * caller wakes {@link #QUEUE} after the commit.
     *
     * @param events 1 or more
     */
    public Recipients write(Connection db, List<Prepared> events, Audience audience) throws SQLException {
        String type = events.getFirst().event().type();
        if (events.stream().anyMatch(it -> !it.event().type().equals(type))) {
            throw new IllegalArgumentException("events of several types have several audiences");
        }
        Set<String> all = new HashSet<>();
        Set<String> addressed = new HashSet<>();
        boolean direct = audience instanceof Audience.Directly;
        try (PreparedStatement statement = db.prepareStatement(direct ? OutboxSql.TO_ONE : OutboxSql.TO_SUBSCRIBERS)) {
            new SqlColumns(statement)
                    .flag(audience instanceof Audience.Subscribers)
                    .column("text", List.copyOf(listed(audience)), id -> id)
                    .column("text", patterns(type), pattern -> pattern)
                    .time(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                    .column("text", events, Prepared::eventId)
                    .column("text", events, it -> it.event().type())
                    .column("text", events, it -> it.event().orderingKey())
                    .column("bigint", events, it -> it.event().revision())
                    .column("bytea", events, Prepared::sealedBody)
                    .column("bytea", events, Prepared::bodyHash)
                    .column("text", events, Prepared::traceparent);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.add(row.getString("partner_id"));
                    if (row.getBoolean("addressed")) {
                        addressed.add(row.getString("partner_id"));
                    }
                }
            }
        }
        return new Recipients(all, addressed);
    }

    /**
     * Removes the bodies of all events about this object, for a person who asks to be forgotten. An event that a partner has
     * still to get keeps its body until it is delivered or dead. Ids and hashes stay.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(String orderingKey) {
        bodies.forget(orderingKey);
    }

    /** An event that has its id, and is not stored yet. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Prepared(
            OutboundEvent event, String eventId, byte[] sealedBody, byte[] bodyHash, String traceparent) {}

    /**
     * Who gets a delivery.
     *
     * @param all every partner, observers included
     * @param addressed those of them that the event is meant for
     */
    public record Recipients(Set<String> all, Set<String> addressed) {
        public Recipients {
            all = Set.copyOf(all);
            addressed = Set.copyOf(addressed);
        }
    }

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
