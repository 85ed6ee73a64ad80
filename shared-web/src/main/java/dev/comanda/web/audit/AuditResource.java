package dev.comanda.web.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who did what. */
@Path("/audit")
@RolesAllowed(Scope.READ)
@RunOnVirtualThread
public class AuditResource {
    private static final int PAGE = 100;

    private final AuditRecords records;

    AuditResource(AuditRecords records) {
        this.records = records;
    }

    /** The newest first. */
    @GET
    public Page list(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("object") @Nullable String object,
            @QueryParam("cursor") @Nullable Cursor cursor) {
        require("actor", actor);
        require("action", action);
        require("object", object);
        long before = cursor == null ? Long.MAX_VALUE : cursor.id();
        List<AuditRecords.Row> page = records.list(actor, action, object, before, PAGE);
        return new Page(
                page, page.size() < PAGE ? null : new Cursor(page.getLast().auditId()).toString());
    }

    private static void require(String name, @Nullable String value) {
        if (value != null && !value.matches("[!-~]{1,200}")) {
            throw ProblemException.invalid(name, "This parameter has 1 to 200 visible ASCII characters.");
        }
    }

    /** {@code next} is the cursor of the next page, and null on the last one. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "AuditPage")
    record Page(List<AuditRecords.Row> audit, @Nullable String next) {}
}
