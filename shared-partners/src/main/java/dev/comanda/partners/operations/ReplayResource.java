package dev.comanda.partners.operations;

import dev.comanda.partners.outbox.Redelivery;
import dev.comanda.partners.registry.Partners;
import dev.comanda.web.access.Scope;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Sends a span of a partner's events again, for one that lost what it had acknowledged. */
@Path("/partners/{id}/replay")
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
public class ReplayResource {
    private final Partners partners;
    private final Redelivery redelivery;

    ReplayResource(Partners partners, Redelivery redelivery) {
        this.partners = partners;
        this.redelivery = redelivery;
    }

    @POST
    @APIResponse(
            responseCode = "202",
            description = "Sent again soon",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Replayed.class)))
    public Response replay(@PathParam("id") String id, Replay replay) {
        if (!partners.exists(id)) {
            throw ProblemException.notFound("partner");
        }
        if (replay.until() != null && !replay.until().isAfter(replay.since())) {
            throw ProblemException.invalid("until", "This field must be later than since.");
        }
        int count = redelivery.replay(id, replay.since(), replay.until(), replay.eventTypes(), replay.reason());
        return Response.accepted(new Replayed(count)).build();
    }

    /** {@code since} inclusive, {@code until} exclusive (now unless said); the reason travels as Comanda-Replay. */
    record Replay(
            @NotNull Instant since,
            @Nullable Instant until,

            @Nullable @Size(min = 1, max = 50) List<
                            @NotNull @Pattern(
                                    regexp = "[a-z0-9_.]{1,100}",
                                    message = "must be an event type such as event.updated")
                            String>
                    eventTypes,

            @NotNull @Pattern(
                    regexp = "[\\x21-\\x7E]([\\x20-\\x7E]{0,98}[\\x21-\\x7E])?",
                    message =
                            "must have 1 to 100 letters, digits, spaces and signs of ASCII, and no space at either end")
            String reason) {}

    record Replayed(int count) {}
}
