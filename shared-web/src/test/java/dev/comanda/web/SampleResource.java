package dev.comanda.web;

import dev.comanda.web.json.Cursor;
import dev.comanda.web.json.OptionalBody;
import dev.comanda.web.json.PageSize;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Path("/samples")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
public class SampleResource {
    @POST
    public Sample echo(Sample sample) {
        return sample;
    }

    @POST
    @Path("optional")
    public Reason optional(Reason reason) {
        return reason;
    }

    @POST
    @Path("raw")
    @Consumes(MediaType.WILDCARD)
    public Received raw(byte[] body) {
        return new Received(body.length);
    }

    @GET
    public Page page(
            @QueryParam("cursor") @Nullable Cursor cursor,
            @QueryParam("limit") @DefaultValue("50") PageSize limit,
            @QueryParam("depth") @DefaultValue("1") @Max(3) int depth) {
        return new Page(limit.rows(), cursor == null ? null : cursor.id(), depth);
    }

    @GET
    @Path("{id}")
    public Response fail(@PathParam("id") String how) throws SQLException {
        return switch (how) {
            case "conflict" -> throw ProblemException.conflict("It is taken.");
            case "busy" -> throw ProblemException.unavailable("Too many bodies in hand.", Duration.ofMillis(300));
            case "broken" -> throw new IllegalStateException("the secret of the house");
            case "database" -> throw new IllegalStateException(new SQLException("refused", "08001"));
            case "constraint" -> throw new SQLException("duplicate key", "23505");
            case "bare" ->
                Response.status(418)
                        .entity("<html>teapot</html>")
                        .type("text/html")
                        .build();
            default -> throw ProblemException.notFound("sample");
        };
    }

    /** A body that may be absent. */
    @OptionalBody
    public record Reason(@Nullable String reason) {}

    public record Received(int bytes) {}

    public record Page(int limit, @Nullable Long after, int depth) {}
}
