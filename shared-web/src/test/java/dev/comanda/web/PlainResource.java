package dev.comanda.web;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Says nothing about media types: what must hold does not hang on remembering to. */
@Path("/plain")
@RunOnVirtualThread
@PermitAll
public class PlainResource {
    @GET
    public SampleResource.Received get() {
        return new SampleResource.Received(1);
    }

    @GET
    @Path("response")
    public Response response() {
        return Response.ok(new SampleResource.Received(1)).build();
    }

    @POST
    public Sample post(Sample sample) {
        return sample;
    }

    @POST
    @Path("optional")
    public SampleResource.Reason optional(SampleResource.Reason reason) {
        return reason;
    }
}
