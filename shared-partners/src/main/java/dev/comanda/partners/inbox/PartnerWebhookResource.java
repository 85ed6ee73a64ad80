package dev.comanda.partners.inbox;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Where partners post. A 200 means the event is committed here; everything else means it is not. */
@Path("/webhooks/partner")
@RunOnVirtualThread
@PermitAll
public class PartnerWebhookResource {
    private final Reception reception;

    PartnerWebhookResource(Reception reception) {
        this.reception = reception;
    }

    /** For senders whose one URL serves all partners: the sender is named by X-Partner-ID. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Reception.Accepted receive(@Context HttpHeaders headers, byte[] body) {
        WebhookHeaders own = new WebhookHeaders(headers);
        return reception.receive(own.get("X-Partner-ID"), own, body);
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Reception.Accepted receive(@PathParam("id") String id, @Context HttpHeaders headers, byte[] body) {
        return reception.receive(id, new WebhookHeaders(headers), body);
    }
}
