package dev.comanda.payments.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookRequest;
import dev.comanda.payments.variant.PaymentsConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Every transition of a provider's event, one method each. A row is the promise a 200 made; unique on (variant, event id),
 * it is applied once.
 */
@ApplicationScoped
class ProviderInbox {
    /** Woken after each commit that stored an event. */
    static final String QUEUE = "provider-events";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;
    private final ColumnCipher cipher;
    private final Wakeups wakeups;
    private final InstantSource clock;
    private final Duration lease;

    ProviderInbox(Jdbi jdbi, ColumnCipher cipher, Wakeups wakeups, PaymentsConfig config, InstantSource clock) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.wakeups = wakeups;
        this.clock = clock;
        this.lease = config.lease();
    }

    /** Stores the event unless it is there; when this returns, its transaction has committed. False for a duplicate. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    boolean accept(String variant, WebhookEvent event, WebhookRequest request, Status status) {
        Encrypted body = cipher.encrypt(request.body(), owner(variant, event.eventId()));
        boolean fresh = jdbi.withHandle(db -> db.createUpdate("""
                        insert into provider_event (variant, event_id, event_type, subject, body, body_key, query,
                                                    received_at, status, next_attempt_at)
                        values (:variant, :event, :type, :subject, :body, :key, :query, :now, :status, :next)
                        on conflict (variant, event_id) do nothing
                        """)
                        .bind("variant", variant)
                        .bind("event", event.eventId())
                        .bind("type", event.eventType())
                        .bind("subject", event.paymentId())
                        .bind("body", body.bytes())
                        .bind("key", body.keyId())
                        .bind("query", write(request.query()))
                        .bind("now", clock.instant())
                        .bind("status", status.word())
                        .bind("next", status == Status.RECEIVED ? clock.instant() : null)
                        .execute())
                == 1;
        if (fresh && status == Status.RECEIVED) {
            wakeups.afterCommit(QUEUE);
        }
        return fresh;
    }

    /** Whose turn it is, oldest first. */
    @Transactional
    List<Long> due(int max) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id from provider_event where next_attempt_at <= :now
                         order by next_attempt_at, id limit :max for update skip locked
                        """)
                .bind("now", clock.instant())
                .bind("max", max)
                .mapTo(Long.class)
                .list());
    }

    /** Locks it for the transaction at hand; empty when it is done or somebody has it. */
    Optional<Stored> lock(long id) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id, variant, event_id, event_type, subject, body, body_key, query, received_at, tries,
                               lease_token
                          from provider_event where id = :id and next_attempt_at <= :now for update
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .mapTo(Stored.class)
                .findOne());
    }

    /** Locks what the caller has leased; empty when the lease has gone to somebody else. */
    Optional<Stored> lockLeased(long id, UUID token) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id, variant, event_id, event_type, subject, body, body_key, query, received_at, tries,
                               lease_token
                          from provider_event where id = :id and lease_token = :token for update
                        """)
                .bind("id", id)
                .bind("token", token)
                .mapTo(Stored.class)
                .findOne());
    }

    /** Takes it for a call to its provider; null while another event of the same payment is being fetched. */
    @Nullable UUID lease(Stored event) {
        UUID token = UUID.randomUUID();
        int leased = jdbi.withHandle(db -> db.createUpdate("""
                        update provider_event e set lease_token = :token, next_attempt_at = :until
                         where id = :id and not exists (
                               select from provider_event o
                                where o.variant = e.variant and o.subject = e.subject and o.id <> e.id
                                  and o.lease_token is not null and o.next_attempt_at > :now
                                  and o.status in ('received', 'waiting'))
                        """)
                .bind("token", token)
                .bind("until", clock.instant().plus(lease))
                .bind("now", clock.instant())
                .bind("id", event.id())
                .execute());
        if (leased == 0) {
            retry(event, "another event of this payment is being looked at", Duration.ofSeconds(1), event.tries());
        }
        return leased == 0 ? null : token;
    }

    void settle(Stored event, Status status, @Nullable String paymentId) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update provider_event set status = :status, payment_id = :payment, applied_at = :now,
                               next_attempt_at = null, lease_token = null, error = null where id = :id
                        """)
                .bind("status", status.word())
                .bind("payment", paymentId)
                .bind("now", clock.instant())
                .bind("id", event.id())
                .execute());
    }

    /** Tries again later; for an operator's eyes, why. */
    void retry(Stored event, String error, Duration wait, int tries) {
        move(event, "received", error, tries, clock.instant().plus(wait));
    }

    /** Its payment is not known yet; it may be about to be. */
    void park(Stored event, Duration wait) {
        move(
                event,
                "waiting",
                "no payment is known for it yet",
                event.tries() + 1,
                clock.instant().plus(wait));
    }

    /** Gives it up, kept with its error; an operator can have it tried again. */
    void giveUp(Stored event, Status status, String error) {
        move(event, status.word(), error, event.tries() + 1, null);
    }

    /** Events of these provider ids that came before their payment was known get their turn. */
    void wake(String variant, List<String> subjects) {
        int woken = jdbi.withHandle(db -> db.createUpdate("""
                        update provider_event set status = 'waiting', next_attempt_at = :now
                         where variant = :variant and subject = any(:subjects) and status in ('waiting', 'orphan')
                        """)
                .bind("now", clock.instant())
                .bind("variant", variant)
                .bindArray("subjects", String.class, subjects)
                .execute());
        if (woken > 0) {
            wakeups.afterCommit(QUEUE);
        }
    }

    private void move(Stored event, String status, String error, int tries, @Nullable Instant next) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update provider_event set status = :status, error = :error, tries = :tries,
                               next_attempt_at = :next, lease_token = null where id = :id
                        """)
                .bind("status", status)
                .bind("error", error)
                .bind("tries", tries)
                .bind("next", next)
                .bind("id", event.id())
                .execute());
    }

    /** The request as it came, but for the headers, which have done their work. */
    WebhookRequest request(Stored event) {
        byte[] body =
                cipher.decrypt(new Encrypted(event.bodyKey(), event.body()), owner(event.variant(), event.eventId()));
        return new WebhookRequest(body, Map.of(), read(event.query()), event.receivedAt());
    }

    private static String owner(String variant, String eventId) {
        return "provider_event/" + variant + "/" + eventId;
    }

    private static String write(Map<String, String> query) {
        try {
            return JSON.writeValueAsString(query);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a query cannot be written", e);
        }
    }

    private static Map<String, String> read(String query) {
        try {
            return JSON.readValue(query, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored query cannot be read", e);
        }
    }

    /** Where an event is on its way. */
    enum Status {
        RECEIVED,
        WAITING,
        APPLIED,
        IGNORED,
        FOREIGN,
        ORPHAN,
        DEAD;

        static Status of(WebhookEvent.Relevance relevance) {
            return switch (relevance) {
                case ACT, NOTE -> RECEIVED;
                case IGNORE -> IGNORED;
                case FOREIGN -> FOREIGN;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event as it is applied. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(
            long id,
            String variant,
            String eventId,
            String eventType,
            @Nullable String subject,
            byte[] body,
            String bodyKey,
            String query,
            Instant receivedAt,
            int tries,
            @Nullable UUID leaseToken) {}
}
