package dev.comanda.partners.inbox;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.partners.refused.Reason;
import dev.comanda.partners.refused.Refusal;
import dev.comanda.partners.refused.Refusals;
import dev.comanda.partners.refused.RefusedWebhook;
import dev.comanda.signing.SignatureHeaders;
import dev.comanda.web.connection.RequestHead;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where partners post. A 200 means the event is committed here; everything else means it is not.
 *
 * <p>Small bodies are verified on the event loop, because the way to another thread costs as much as the verification. What
 * has to wait for the database, or could take long, goes on in a virtual thread.
 */
@Path("/webhooks/partner")
@NonBlocking
@PermitAll
public class PartnerWebhookResource {
    private static final Logger LOG = Logger.getLogger(PartnerWebhookResource.class);

    private final Reception reception;
    private final Refusals refusals;
    private final InstantSource clock;
    private final Checkpoint checkpoint;
    private final ExecutorService threads;

    PartnerWebhookResource(
            Reception reception,
            Refusals refusals,
            InstantSource clock,
            Checkpoint checkpoint,
            @VirtualThreads ExecutorService threads) {
        this.reception = reception;
        this.refusals = refusals;
        this.clock = clock;
        this.checkpoint = checkpoint;
        this.threads = threads;
    }

    /** For senders whose one URL serves all partners: the sender is named by X-Partner-ID. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<Reception.Accepted> receive(@Context RoutingContext request) {
        WebhookHeaders headers = new WebhookHeaders(request.request().headers());
        return receive(request, headers.get("X-Partner-ID"), headers);
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<Reception.Accepted> receive(@PathParam("id") String id, @Context RoutingContext request) {
        return receive(request, id, new WebhookHeaders(request.request().headers()));
    }

    private Uni<Reception.Accepted> receive(RoutingContext request, @Nullable String partner, WebhookHeaders headers) {
        byte[] body = request.body().buffer().getBytes();
        if (checkpoint.isArmed()) {
            request.addEndHandler(_ -> checkpoint.reached(Moment.ANSWERED));
        }
        return begin(partner, headers, body).onFailure().transform(failure -> {
            switch (failure) {
                case Refusal refusal -> {
                    String detail = String.valueOf(refusal.getMessage());
                    record(request, partner, headers, body, refusal.reason(), detail, null);
                    return refusal.answer();
                }
                case ProblemException answer -> {
                    String detail = (answer.field() == null ? "" : answer.field() + ": ") + answer.getMessage();
                    Reason.of(answer)
                            .ifPresent(reason ->
                                    record(request, partner, headers, body, reason, detail, Envelope.find(body)));
                    return answer;
                }
                default -> {
                    return failure;
                }
            }
        });
    }

    private Uni<Reception.Accepted> begin(@Nullable String partner, WebhookHeaders headers, byte[] body) {
        if (body.length <= CanonicalBodies.LARGEST_WITHOUT_PERMIT) {
            try {
                return Uni.createFrom().completionStage(reception.receive(partner, headers, body, false));
            } catch (MustBlock elsewhere) {
                LOG.tracef("A webhook goes on in a virtual thread");
            } catch (RuntimeException e) {
                return Uni.createFrom().failure(e);
            }
        }
        return Uni.createFrom()
                .completionStage(() -> reception.receive(partner, headers, body, true))
                .runSubscriptionOn(threads);
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
