package dev.comanda.payments.webhook;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Where payment providers post. A 200 means the event is committed here; everything else means it is not. */
@Path("/payments/process")
@RunOnVirtualThread
@PermitAll
public class ProviderWebhookResource {
    private final ProviderReception reception;

    ProviderWebhookResource(ProviderReception reception) {
        this.reception = reception;
    }

    @POST
    @Path("/{variant}")
    @Consumes(MediaType.WILDCARD)
    public ProviderReception.Accepted receive(
            @PathParam("variant") String variant, @Context HttpHeaders headers, @Context UriInfo uri, byte[] body) {
        return reception.receive(variant, headers.getRequestHeaders(), uri.getQueryParameters(), body);
    }
}
