package dev.comanda.partners.inbox;

import dev.comanda.partners.refused.Reason;
import dev.comanda.partners.refused.Refusal;
import dev.comanda.partners.refused.Refusals;
import dev.comanda.partners.refused.RefusedWebhook;
import dev.comanda.signing.SignatureHeaders;
import dev.comanda.signing.Verdict;
import dev.comanda.signing.Verifier;
import dev.comanda.web.connection.RequestHead;
import dev.comanda.web.webhook.WebhookDoor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses webhooks of partners whose headers alone show that they are not authentic, before their body is read. */
@ApplicationScoped
class PartnerDoor implements WebhookDoor {
    private static final Pattern PATH = Pattern.compile("/webhooks/partner(?:/([^/]*))?/?");

    private final Refusals refusals;
    private final InstantSource clock;

    PartnerDoor(Refusals refusals, InstantSource clock) {
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/webhooks/";
    }

    /** Refuses what is wrong with every body. Whether the signature fits shows only with the body. */
    @Override
    public void checkHeaders(RoutingContext context) {
        if (!PATH.matcher(context.normalizedPath()).matches()) {
            return;
        }
        Verdict fault =
                Verifier.faultOfHeaders(new WebhookHeaders(context.request().headers())::get, clock.instant());
        if (fault != null) {
            Refusal refusal = Refusal.of(fault);
            record(
                    context,
                    refusal.reason(),
                    String.valueOf(refusal.getMessage()),
                    RequestHead.announcedBytes(context.request()));
            throw refusal.answer();
        }
    }

    @Override
    public void tooLarge(RoutingContext context, long bytes) {
        record(context, Reason.TOO_LARGE, "A webhook has at most 1 MiB.", bytes);
    }

    private void record(RoutingContext context, Reason reason, String detail, long bytes) {
        HttpServerRequest request = context.request();
        refusals.add(
                context,
                new RefusedWebhook(
                        clock.instant(),
                        claimed(context),
                        reason,
                        detail,
                        new WebhookHeaders(request.headers()).get(SignatureHeaders.WEBHOOK_ID),
                        null,
                        RequestHead.address(request),
                        bytes));
    }

    private static @Nullable String claimed(RoutingContext context) {
        Matcher path = PATH.matcher(context.normalizedPath());
        boolean named =
                path.matches() && path.group(1) != null && !path.group(1).isEmpty();
        return named ? path.group(1) : new WebhookHeaders(context.request().headers()).get("X-Partner-ID");
    }
}
