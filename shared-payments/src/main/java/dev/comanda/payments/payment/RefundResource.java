package dev.comanda.payments.payment;

import dev.comanda.web.access.Scope;
import dev.comanda.web.json.OptionalBody;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Money back. */
@Path("/payments/{payment_id}/refunds")
@RunOnVirtualThread
public class RefundResource {
    private final Steps steps;
    private final Refunds refunds;
    private final PaymentRows rows;

    RefundResource(Steps steps, Refunds refunds, PaymentRows rows) {
        this.steps = steps;
        this.refunds = refunds;
        this.rows = rows;
    }

    @POST
    @RolesAllowed(Scope.PAYMENTS)
    @APIResponse(
            responseCode = "201",
            description = "Refunded",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Refunds.RefundView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The provider has not said yet what came of it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Refunds.RefundView.class)))
    public Response refund(
            @PathParam("payment_id") String id, @HeaderParam("Idempotency-Key") @Nullable String key, RefundBody body) {
        String scope = "operator POST /payments/" + PaymentResource.known(id) + "/refunds";
        Steps.Refunded refunded = steps.refund(id, body.amount(), scope, IdempotencyKeys.required(key));
        return Response.status(refunded.status()).entity(refunded.refund()).build();
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.PAYMENTS})
    public RefundList list(@PathParam("payment_id") String id) {
        PaymentRow payment =
                rows.find(PaymentResource.known(id)).orElseThrow(() -> ProblemException.notFound("payment"));
        return new RefundList(refunds.of(payment));
    }

    @OptionalBody
    record RefundBody(@Nullable @Size(max = 40) String amount) {}

    record RefundList(List<Refunds.RefundView> refunds) {}
}
