package dev.comanda.partners.delivery;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.partners.outbox.Attempt;
import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Delivery;
import dev.comanda.partners.outbox.OutboundBodies;
import dev.comanda.partners.outbox.Settlement;
import dev.comanda.partners.registry.PartnersConfig;
import dev.comanda.partners.wire.TraceParent;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.Signer;
import dev.comanda.web.text.LogText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the call of a delivery, and decides what becomes of the delivery then. */
@ApplicationScoped
class DeliveryCaller {
    private static final Logger LOG = Logger.getLogger(DeliveryCaller.class);
    private static final byte[] NOTHING = {};

    private final WebhookSender sender;
    private final OutboundBodies bodies;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Timer lag;
    private final Checkpoint checkpoint;
    private final String self;
    private final String version;

    DeliveryCaller(
            WebhookSender sender,
            OutboundBodies bodies,
            DeliveryConfig config,
            PartnersConfig partners,
            InstantSource clock,
            MeterRegistry metrics,
            Checkpoint checkpoint,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.sender = sender;
        this.bodies = bodies;
        this.schedule = new RetrySchedule(
                config.schedule(), () -> ThreadLocalRandom.current().nextDouble());
        this.clock = clock;
        this.metrics = metrics;
        this.lag = Timer.builder("comanda.delivery.lag")
                .description("from publication to the partner's 2xx")
                .publishPercentileHistogram()
                .register(metrics);
        this.checkpoint = checkpoint;
        this.self = partners.selfId();
        this.version = version;
    }

    CallResult call(Assignment assignment) {
        checkpoint.reached(Moment.CLAIMED);
        Delivery delivery = assignment.delivery();
        TraceParent trace = TraceParent.of(delivery.traceparent()).child();
        trace.enter();
        try {
            Instant started = clock.instant();
            Outcome outcome = send(assignment, trace, started);
            checkpoint.reached(Moment.CALLED);
            Instant ended = clock.instant();
            Settlement settlement = schedule.after(outcome, delivery.step(), delivery.publishedAt(), ended);
            Attempt attempt = attempt(outcome, started, Duration.between(started, ended));
            count(delivery, attempt, settlement, ended);
            log(delivery, attempt, settlement);
            return new CallResult(delivery, attempt, settlement);
        } finally {
            TraceParent.leave();
        }
    }

    private Outcome send(Assignment assignment, TraceParent trace, Instant now) {
        Delivery delivery = assignment.delivery();
        if (assignment.keyring().keys().isEmpty()) {
            return new Outcome.Unreadable("the partner's secret cannot be decrypted");
        }
        byte[] body;
        try {
            body = bodies.open(delivery.sealedBody(), delivery.eventId());
        } catch (IllegalStateException e) {
            LOG.errorf("The body of %s cannot be decrypted: %s", delivery.eventId(), e.getMessage());
            return new Outcome.Unreadable("the event's body cannot be decrypted");
        }
        return sender.send(delivery.partnerId(), assignment.webhookUrl(), headers(assignment, trace, now, body), body);
    }

    private Map<String, String> headers(Assignment assignment, TraceParent trace, Instant now, byte[] body) {
        Delivery delivery = assignment.delivery();
        // With each refusal as not authentic, the headers that hold one signature use the other secret.
        Keyring keys = delivery.refusals() % 2 == 1 ? assignment.keyring().reversed() : assignment.keyring();
        Map<String, String> headers = new LinkedHashMap<>(Signer.sign(keys, delivery.eventId(), now, body));
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "comanda/" + version);
        headers.put("X-Partner-ID", self);
        headers.put("traceparent", trace.text());
        headers.put("Comanda-Attempt", Integer.toString(delivery.attempts() + 1));
        headers.put("Comanda-Sequence", Long.toString(delivery.sequence()));
        if (delivery.replayReason() != null) {
            headers.put("Comanda-Replay", delivery.replayReason());
        }
        return headers;
    }

    private static Attempt attempt(Outcome outcome, Instant started, Duration took) {
        return switch (outcome) {
            case Outcome.Answered it ->
                new Attempt(
                        started,
                        took,
                        it.status(),
                        null,
                        it.address(),
                        it.answer(),
                        tellsAgainstTheEndpoint(it.status()));
            case Outcome.NoAnswer(String error, String address) ->
                new Attempt(started, took, null, error, address, NOTHING, true);
            case Outcome.Forbidden(String reason) -> new Attempt(started, took, null, reason, null, NOTHING, true);
            case Outcome.Unreadable(String reason) -> new Attempt(started, took, null, reason, null, NOTHING, false);
        };
    }

    /** A refused event says nothing of the endpoint's health, nor does a request for patience. */
    private static boolean tellsAgainstTheEndpoint(int status) {
        return switch (status) {
            case 400, 409, 413, 415, 422, 410, 429 -> false;
            default -> status / 100 != 2;
        };
    }

    private void count(Delivery delivery, Attempt attempt, Settlement settlement, Instant ended) {
        String outcome = attempt.status() == null ? "no answer" : attempt.status() / 100 + "xx";
        metrics.counter("comanda.delivery.attempts", "partner", delivery.partnerId(), "outcome", outcome)
                .increment();
        if (settlement instanceof Settlement.Delivered) {
            lag.record(Duration.between(delivery.publishedAt(), ended));
        }
    }

    /** A success at the first attempt is the rule, and a line for each would cost more than its record. */
    private static void log(Delivery delivery, Attempt attempt, Settlement settlement) {
        boolean usual = settlement instanceof Settlement.Delivered && delivery.attempts() == 0;
        LOG.logf(
                usual ? Logger.Level.DEBUG : Logger.Level.INFO,
                "delivery %d of %s %s to %s: try %d, %s in %d ms, %s",
                delivery.id(),
                delivery.eventType(),
                delivery.eventId(),
                delivery.partnerId(),
                delivery.attempts() + 1,
                attempt.status() == null ? LogText.of(attempt.error()) : attempt.status(),
                attempt.duration().toMillis(),
                settlement);
    }
}
