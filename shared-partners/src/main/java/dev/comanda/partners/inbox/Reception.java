package dev.comanda.partners.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.database.batch.NotCommitted;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.partners.refused.Reason;
import dev.comanda.partners.refused.Refusal;
import dev.comanda.partners.registry.KeyUses;
import dev.comanda.partners.registry.PartnerDirectory;
import dev.comanda.partners.registry.PartnerStatus;
import dev.comanda.partners.registry.PartnersConfig;
import dev.comanda.partners.registry.RegistrySnapshot;
import dev.comanda.partners.registry.Signatory;
import dev.comanda.partners.wire.Hashes;
import dev.comanda.partners.wire.TraceParent;
import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.NotCanonicalizable;
import dev.comanda.signing.Scheme;
import dev.comanda.signing.Verdict;
import dev.comanda.signing.Verifier;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a partner's request goes through before it is stored, in this order: size, partner, signature over the raw bytes,
 * rate, paused, envelope, whether this partner may send it. Nothing is looked at before it is believed, and nobody learns
 * from an answer which check it failed.
 */
@ApplicationScoped
class Reception {
    private static final Logger LOG = Logger.getLogger(Reception.class);
    private static final Duration FROM_THE_FUTURE = Duration.ofMinutes(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(60);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final int LONGEST_KEY = 200;

    private final PartnerDirectory directory;
    private final KeyUses uses;
    private final EventHandlers handlers;
    private final InboxWriter writer;
    private final OpenEvents open;
    private final InboundBodies sealing;
    private final RateLimits limits;
    private final CanonicalBodies bodies;
    private final InstantSource clock;
    private final Checkpoint checkpoint;
    private final MeterRegistry metrics;
    private final Duration oldest;
    private final String self;
    private final Set<String> mayOmitStandard;

    Reception(
            PartnerDirectory directory,
            KeyUses uses,
            EventHandlers handlers,
            InboxWriter writer,
            OpenEvents open,
            InboundBodies sealing,
            RateLimits limits,
            CanonicalBodies bodies,
            InstantSource clock,
            Checkpoint checkpoint,
            MeterRegistry metrics,
            InboxConfig config,
            PartnersConfig identity) {
        this.directory = directory;
        this.uses = uses;
        this.handlers = handlers;
        this.writer = writer;
        this.open = open;
        this.sealing = sealing;
        this.limits = limits;
        this.bodies = bodies;
        this.clock = clock;
        this.checkpoint = checkpoint;
        this.metrics = metrics;
        this.oldest = config.oldest();
        this.self = identity.selfId();
        this.mayOmitStandard = identity.allowUnversionedSignatures().orElse(Set.of());
    }

    /**
     * Completes once the event is committed. Throws, or fails with, the problem to answer with, or the refusal of what is not
     * authentic.
     *
     * @param mayBlock if false, throws {@link MustBlock} before anything has happened where this would have to wait for
     *     the database
     */
    CompletionStage<Accepted> receive(
            @Nullable String partnerId, WebhookHeaders headers, byte[] body, boolean mayBlock) {
        if (body.length > CanonicalJson.MAX_BYTES) {
            throw ProblemException.of(ProblemType.TOO_LARGE, "A webhook has at most 1 MiB.");
        }
        Instant now = clock.instant();
        Verifier.CanonicalForm canonical = bodies.of(body);
        Signatory partner = authenticate(partnerId, headers, body, canonical, now, mayBlock);
        limits.admit(partner.partnerId());
        if (partner.status() == PartnerStatus.PAUSED) {
            throw ProblemException.unavailable("This partner is paused.", ASK_AGAIN);
        }
        byte[] hash = hash(canonical);
        Envelope envelope = Envelope.of(body);
        requireTimelyAndForeign(partner, envelope, now);
        if (!partner.maySend().allows(envelope.eventType())) {
            throw ProblemException.of(
                    ProblemType.FORBIDDEN,
                    "This partner may not send '" + envelope.eventType() + "'.",
                    Map.of("event_type", envelope.eventType()));
        }
        String eventId = eventId(envelope, headers, hash);
        boolean room = mayBlock ? open.haveRoomFor(partner.partnerId()) : open.haveRoomByLastCount(partner.partnerId());
        return writer.submit(received(partner.partnerId(), eventId, envelope, headers, body, hash, now, room))
                .handle((receipt, failure) -> answer(partner.partnerId(), eventId, receipt, failure));
    }

    private Accepted answer(String partnerId, String eventId, @Nullable Receipt receipt, @Nullable Throwable failure) {
        if (receipt == null) {
            throw failure(failure);
        }
        checkpoint.reached(Moment.STORED);
        metrics.counter("comanda.inbox.webhooks", "partner", partnerId, "receipt", receipt.name())
                .increment();
        return switch (receipt) {
            case ACCEPTED -> new Accepted("accepted", eventId);
            case DUPLICATE -> new Accepted("duplicate", eventId);
            case UNKNOWN_PARTNER -> throw new Refusal(Reason.FORGED, "The partner was removed meanwhile.");
            case TOO_MANY_OPEN ->
                throw ProblemException.tooManyRequests(
                        "Too many events of this partner are still to be handled here.", ASK_AGAIN);
            case NOT_NOW -> throw ProblemException.unavailable("This cannot be stored now; nothing was.", TRY_AGAIN);
            case CONFLICTING ->
                throw ProblemException.conflict("Another body came with this event_id before; ids are never reused.");
        };
    }

    private static RuntimeException failure(@Nullable Throwable failure) {
        Throwable why = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (why instanceof NotCommitted) {
            LOG.warnf("A webhook was answered 503: %s", why.getMessage());
            return ProblemException.unavailable("The database cannot be reached; try again.", TRY_AGAIN);
        }
        return new IllegalStateException("a webhook could not be stored", why);
    }

    private Signatory authenticate(
            @Nullable String partnerId,
            WebhookHeaders headers,
            byte[] body,
            Verifier.CanonicalForm canonical,
            Instant now,
            boolean mayBlock) {
        Optional<Signatory> known = signatory(partnerId, now, mayBlock);
        Keyring keyring = known.map(Signatory::keyring).orElseGet(() -> Keyring.of());
        Verdict verdict = Verifier.verify(keyring, headers::get, body, canonical, now);
        if (!(verdict instanceof Verdict.Valid valid) || known.isEmpty()) {
            LOG.infof(
                    "webhook for %s refused: %s",
                    known.map(Signatory::partnerId).orElse("nobody we know"), verdict);
            throw Refusal.of(verdict);
        }
        Signatory partner = known.get();
        boolean standard = valid.scheme() == Scheme.STANDARD_WEBHOOKS;
        if (!standard && partner.usesStandard() && !mayOmitStandard.contains(partner.partnerId())) {
            LOG.infof(
                    "webhook of %s refused: it has used Standard Webhooks and now leaves it out", partner.partnerId());
            throw new Refusal(
                    Reason.SIGNATURE_MISSING, "This partner has used Standard Webhooks and now leaves them out.");
        }
        boolean first = uses.isFirst(partner, valid.keyId(), standard);
        if (!mayBlock && (first || open.mustCount(partner.partnerId()))) {
            throw new MustBlock();
        }
        if (first) {
            uses.storeFirst(partner, valid.keyId(), standard, now);
        } else {
            uses.note(partner, valid.keyId(), now);
        }
        return partner;
    }

    private Optional<Signatory> signatory(@Nullable String partnerId, Instant now, boolean mayBlock) {
        if (partnerId == null) {
            return Optional.empty();
        }
        if (mayBlock) {
            return directory.signatory(partnerId, now);
        }
        RegistrySnapshot snapshot = directory.current();
        if (snapshot == null || snapshot.isDamaged(partnerId)) {
            throw new MustBlock();
        }
        return snapshot.signatory(partnerId, now);
    }

    private void requireTimelyAndForeign(Signatory partner, Envelope envelope, Instant now) {
        Refusal refusal = null;
        if (envelope.source().equals(self)) {
            refusal = new Refusal(Reason.INVALID, "The source of this event is this service itself.");
        } else if (envelope.timestamp().isBefore(now.minus(oldest))) {
            refusal = new Refusal(Reason.STALE, "The event's timestamp is older than " + oldest.toDays() + " days.");
        } else if (envelope.timestamp().isAfter(now.plus(FROM_THE_FUTURE))) {
            refusal = new Refusal(Reason.FROM_THE_FUTURE, "The event's timestamp is ahead of our clock.");
        }
        if (refusal != null) {
            LOG.infof("webhook of %s refused: %s", partner.partnerId(), refusal.getMessage());
            throw refusal;
        }
    }

    private static byte[] hash(Verifier.CanonicalForm canonical) {
        try {
            return Hashes.sha256(canonical.bytes());
        } catch (NotCanonicalizable e) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "The body is no valid JSON: " + e.getMessage());
        }
    }

    /** The envelope's, else the verified webhook-id, else the hash of the content. */
    private static String eventId(Envelope envelope, WebhookHeaders headers, byte[] hash) {
        String header = headers.get("webhook-id");
        if (envelope.eventId() != null) {
            if (header != null && !header.equals(envelope.eventId())) {
                throw ProblemException.invalid("event_id", "This field differs from the header webhook-id.");
            }
            return envelope.eventId();
        }
        if (header != null && !Envelope.isId(header)) {
            throw ProblemException.invalid("webhook-id", "An event id is written [A-Za-z0-9_-]{1,64}.");
        }
        return header != null ? header : "sha256:" + HexFormat.of().formatHex(hash);
    }

    private Received received(
            String partnerId,
            String eventId,
            Envelope envelope,
            WebhookHeaders headers,
            byte[] body,
            byte[] hash,
            Instant now,
            boolean room) {
        EventHandler<?> handler = handlers.of(envelope.eventType());
        return new Received(
                partnerId,
                eventId,
                envelope.eventType(),
                handler == null ? "" : orderingKey(handler, envelope.data()),
                envelope.revision(),
                headers.sequence(),
                sealing.seal(body, partnerId, eventId),
                hash,
                TraceParent.of(headers.get("traceparent")).text(),
                envelope.timestamp(),
                now,
                handler != null,
                room);
    }

    private <D> String orderingKey(EventHandler<D> handler, JsonNode data) {
        String key = handler.orderingKey(handlers.read(handler, data));
        if (key.length() > LONGEST_KEY) {
            throw ProblemException.invalid("data", "The id of what this event is about has at most 200 characters.");
        }
        return key;
    }

    /** The answer to a webhook that is stored. */
    @Schema(name = "WebhookAnswer")
    record Accepted(String status, String eventId) {}
}
