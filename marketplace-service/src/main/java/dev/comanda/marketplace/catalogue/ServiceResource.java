package dev.comanda.marketplace.catalogue;

import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The price list, for anyone who asks. */
@Path("/services")
@RunOnVirtualThread
class ServiceResource {
    private static final Pattern CATEGORY = Pattern.compile("[\\p{L}\\p{M}\\p{N} _-]{1,40}");

    private final Catalogue catalogue;

    ServiceResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @PermitAll
    public Listing list(@QueryParam("category") @Nullable String category) {
        return new Listing(category == null ? catalogue.all() : catalogue.in(term(category)));
    }

    private static Term term(String category) {
        if (!CATEGORY.matcher(category).matches()) {
            throw ProblemException.invalid("category", "Must be a word of at most 40 letters, such as dj.");
        }
        return new Term(category);
    }

    @Schema(name = "ServiceList")
    record Listing(List<ListedService> services) {}
}
