package dev.comanda.payments.webhook;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookRequest;
import dev.comanda.payments.variant.Variant;
import dev.comanda.payments.variant.Variants;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;

/**
 * What a provider's request goes through before it is stored: variant, signature over the raw bytes, form. The variant of
 * the address picks account and secrets; nothing in the payload does.
 */
@ApplicationScoped
class ProviderReception {
    private static final Logger LOG = Logger.getLogger(ProviderReception.class);

    private static final byte[] NO_BODY = {};

    private final Variants variants;
    private final ProviderInbox inbox;
    private final Checkpoint checkpoint;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    ProviderReception(
            Variants variants, ProviderInbox inbox, Checkpoint checkpoint, MeterRegistry metrics, InstantSource clock) {
        this.variants = variants;
        this.inbox = inbox;
        this.checkpoint = checkpoint;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Returns once the event is committed, or throws the problem to answer with. */
    Accepted receive(
            String name, MultivaluedMap<String, String> headers, MultivaluedMap<String, String> query, byte[] body) {
        Variant variant = variants.find(name).orElseThrow(() -> ProblemException.notFound("payment variant"));
        WebhookRequest request = new WebhookRequest(body, lowerCased(headers), firsts(query), clock.instant());
        if (variant.provider().verifyWebhook(request) instanceof Verdict.Refused(String reason)) {
            throw refused(name, reason);
        }
        return store(variant, request);
    }

    /**
     * Refuses what no body can make authentic. The provider judges an empty body; that the signature does not fit that one
     * says nothing yet. A path without a known variant is left to {@link #receive}.
     */
    void checkHeaders(String name, MultivaluedMap<String, String> headers, MultivaluedMap<String, String> query) {
        WebhookRequest request = new WebhookRequest(NO_BODY, lowerCased(headers), firsts(query), clock.instant());
        variants.find(name).ifPresent(variant -> {
            if (variant.provider().verifyWebhook(request) instanceof Verdict.Refused(String reason)
                    && !reason.equals("signature_wrong")) {
                throw refused(name, reason);
            }
        });
    }

    void tooLarge(String name) {
        variants.find(name).ifPresent(_ -> count(name, "too_large"));
    }

    /** Takes in an event whose authenticity is settled. */
    Accepted store(Variant variant, WebhookRequest request) {
        WebhookEvent event;
        try {
            event = variant.provider().parseWebhook(request);
        } catch (MalformedWebhook e) {
            count(variant.name(), "malformed");
            LOG.infof("webhook for %s refused: %s", variant.name(), e.getMessage());
            throw ProblemException.of(ProblemType.INVALID_BODY, String.valueOf(e.getMessage()));
        }
        ProviderInbox.Status status = variants.isOurs(event.tag().service())
                ? ProviderInbox.Status.of(event.relevance())
                : ProviderInbox.Status.FOREIGN;
        boolean fresh = inbox.accept(variant.name(), event, request, status);
        checkpoint.reached(Moment.NOTIFIED);
        String answer = answer(fresh, status);
        count(variant.name(), answer);
        return new Accepted(answer);
    }

    private ProblemException refused(String name, String reason) {
        count(name, reason);
        LOG.infof("webhook for %s refused: %s", name, reason);
        return ProblemException.of(ProblemType.BAD_REQUEST, "The request is not authentic.");
    }

    private static String answer(boolean fresh, ProviderInbox.Status status) {
        if (!fresh) {
            return "duplicate";
        }
        return status == ProviderInbox.Status.RECEIVED ? "processed" : "ignored";
    }

    private void count(String variant, String outcome) {
        metrics.counter("comanda.payments.webhooks", "variant", variant, "outcome", outcome)
                .increment();
    }

    private static Map<String, List<String>> lowerCased(MultivaluedMap<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, values) ->
                all.merge(name.toLowerCase(Locale.ROOT), List.copyOf(values), (one, other) -> List.of("", "")));
        return all;
    }

    private static Map<String, String> firsts(MultivaluedMap<String, String> query) {
        Map<String, String> firsts = new HashMap<>();
        query.forEach((name, values) -> firsts.put(name, values.isEmpty() ? "" : values.getFirst()));
        return firsts;
    }

    /** The answer to a webhook that is stored: processed, duplicate or ignored. */
    @Schema(name = "ProviderWebhookAnswer")
    record Accepted(String status) {}
}
