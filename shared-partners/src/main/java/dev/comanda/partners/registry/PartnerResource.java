package dev.comanda.partners.registry;

import dev.comanda.web.access.Scope;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The operator's view of partners. */
@Path("/partners")
@RunOnVirtualThread
public class PartnerResource {
    private final Registry registry;
    private final Partners partners;
    private final PartnerStates states;
    private final PartnersConfig config;
    private final UnderstoodTypes types;

    PartnerResource(
            Registry registry, Partners partners, PartnerStates states, PartnersConfig config, UnderstoodTypes types) {
        this.registry = registry;
        this.partners = partners;
        this.states = states;
        this.config = config;
        this.types = types;
    }

    @POST
    @Path("/register")
    @RolesAllowed(Scope.PARTNERS)
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Registered.class)))
    public Response register(Registration registration) {
        return created(registry.register(registration));
    }

    /** The short form for a partner known by name. */
    @POST
    @Path("/register/{code}")
    @RolesAllowed(Scope.PARTNERS)
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Registered.class)))
    public Response register(@PathParam("code") String code, QuickRegistration registration) {
        PartnersConfig.Known known = config.known().get(code);
        if (known == null) {
            throw ProblemException.notFound("quick form");
        }
        return created(registry.register(registration.as(code, known.name())));
    }

    @GET
    @RolesAllowed(Scope.READ)
    public PartnerList list() {
        return new PartnerList(partners.all().stream().map(this::view).toList());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scope.READ)
    public PartnerView get(@PathParam("id") String id) {
        return view(partners.find(id).orElseThrow(() -> ProblemException.notFound("partner")));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(Scope.PARTNERS)
    public PartnerView change(@PathParam("id") String id, PartnerChange change) {
        return view(registry.change(id, change));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scope.PARTNERS)
    public void remove(@PathParam("id") String id) {
        registry.remove(id);
    }

    @POST
    @Path("/{id}/rotate-secret")
    @RolesAllowed(Scope.PARTNERS)
    public Rotation.Rotated rotate(@PathParam("id") String id, Rotation rotation) {
        return registry.rotate(id, rotation);
    }

    @POST
    @Path("/{id}/rotate-key")
    @RolesAllowed(Scope.PARTNERS)
    public KeyRotation.Rotated rotateKey(@PathParam("id") String id, KeyRotation rotation) {
        return registry.rotateKey(id, rotation);
    }

    @GET
    @Path("/{id}/status")
    @RolesAllowed({Scope.READ, Scope.OWN_PARTNER})
    public PartnerStates.State status(@PathParam("id") String id) {
        return states.of(id).orElseThrow(() -> ProblemException.notFound("partner"));
    }

    private PartnerView view(Partner partner) {
        return PartnerView.of(partner, types);
    }

    private static Response created(Registered registered) {
        return Response.status(Response.Status.CREATED).entity(registered).build();
    }

    record PartnerList(List<PartnerView> partners) {}
}
