package dev.comanda.partners.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comanda.partners.refused.Reason;
import dev.comanda.partners.refused.RefusedRecords;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Cursor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Webhooks that were not accepted, and why. */
@Path("/refused")
@RolesAllowed(Scope.READ)
@RunOnVirtualThread
public class RefusedResource {
    private static final int PAGE = 100;

    private final RefusedRecords refused;

    RefusedResource(RefusedRecords refused) {
        this.refused = refused;
    }

    @GET
    public Page list(
            @QueryParam("partner") @Nullable String partner,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("cursor") @Nullable Cursor cursor) {
        Filters.requireText("partner", partner);
        Filters.require("reason", reason, Reason.texts());
        List<RefusedRecords.Row> page = refused.list(partner, reason, Filters.before(cursor), PAGE);
        return new Page(
                page, page.size() < PAGE ? null : new Cursor(page.getLast().refusedId()).toString());
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "RefusedPage")
    record Page(List<RefusedRecords.Row> refused, @Nullable String next) {}
}
