package dev.comanda.partners.inbox;

import dev.comanda.partners.refused.Reason;
import dev.comanda.partners.refused.Refusal;
import dev.comanda.partners.refused.Refusals;
import dev.comanda.partners.refused.RefusedWebhook;
import dev.comanda.signing.SignatureHeaders;
import dev.comanda.web.connection.RequestHead;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Where partners post. A 200 means the event is committed here; everything else means it is not. */
@Path("/webhooks/partner")
@RunOnVirtualThread
@PermitAll
public class PartnerWebhookResource {
    private final Reception reception;
    private final Refusals refusals;
    private final InstantSource clock;

    PartnerWebhookResource(Reception reception, Refusals refusals, InstantSource clock) {
        this.reception = reception;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** For senders whose one URL serves all partners: the sender is named by X-Partner-ID. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Reception.Accepted receive(@Context RoutingContext request, @Context HttpHeaders headers, byte[] body) {
        WebhookHeaders own = new WebhookHeaders(headers);
        return receive(request, own.get("X-Partner-ID"), own, body);
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Reception.Accepted receive(
            @PathParam("id") String id, @Context RoutingContext request, @Context HttpHeaders headers, byte[] body) {
        return receive(request, id, new WebhookHeaders(headers), body);
    }

    private Reception.Accepted receive(
            RoutingContext request, @Nullable String partner, WebhookHeaders headers, byte[] body) {
        try {
            return reception.receive(partner, headers, body);
        } catch (Refusal refusal) {
            String detail = String.valueOf(refusal.getMessage());
            record(request, partner, headers, body, refusal.reason(), detail, null);
            throw refusal.answer();
        } catch (ProblemException answer) {
            String detail = (answer.field() == null ? "" : answer.field() + ": ") + answer.getMessage();
            Reason.of(answer)
                    .ifPresent(reason -> record(request, partner, headers, body, reason, detail, Envelope.find(body)));
            throw answer;
        }
    }

    private void record(
            RoutingContext request,
            @Nullable String partner,
            WebhookHeaders headers,
            byte[] body,
            Reason reason,
            String detail,
            @Nullable Envelope envelope) {
        String id = envelope == null || envelope.eventId() == null
                ? headers.get(SignatureHeaders.WEBHOOK_ID)
                : envelope.eventId();
        refusals.add(
                request,
                new RefusedWebhook(
                        clock.instant(),
                        partner,
                        reason,
                        detail,
                        id,
                        envelope == null ? null : envelope.eventType(),
                        RequestHead.address(request.request()),
                        body.length));
    }
}
