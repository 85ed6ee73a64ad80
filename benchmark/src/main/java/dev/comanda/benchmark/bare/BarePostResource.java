package dev.comanda.benchmark.bare;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Reads a body and answers; what the product's endpoints cost more than this is the product's own work. */
@Path("/bare")
public class BarePostResource {
    @POST
    @RunOnVirtualThread
    public Answer receive(byte[] body) {
        return new Answer("received", body.length);
    }

    public record Answer(String status, int bytes) {}
}
