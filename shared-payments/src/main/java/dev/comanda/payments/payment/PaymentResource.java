package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Expected;
import dev.comanda.web.access.CurrentCaller;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Payments, and what an operator does with them. */
@Path("/payments")
@RunOnVirtualThread
public class PaymentResource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int PAGE = 100;

    private final Payments payments;
    private final Steps steps;
    private final History history;
    private final ReturnHosts returns;
    private final CurrentCaller caller;

    PaymentResource(Payments payments, Steps steps, History history, ReturnHosts returns, CurrentCaller caller) {
        this.payments = payments;
        this.steps = steps;
        this.history = history;
        this.returns = returns;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Scope.PAYMENTS)
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PaymentView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The provider has not said yet what came of it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PaymentView.class)))
    public Response create(@HeaderParam("Idempotency-Key") @Nullable String key, PaymentBody body) {
        NewPayment wanted = body.checked(returns);
        Payments.Answer answer = payments.create(wanted, "operator POST /payments", IdempotencyKeys.required(key));
        return Response.status(answer.status()).entity(answer.payment()).build();
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.PAYMENTS})
    public PaymentList list(@QueryParam("reference") @Nullable String reference) {
        if (reference != null && (reference.isBlank() || reference.length() > 200 || reference.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("reference", "Must be 1 to 200 characters.");
        }
        return new PaymentList(payments.list(reference, PAGE));
    }

    @GET
    @Path("/{payment_id}")
    @RolesAllowed({Scope.READ, Scope.PAYMENTS})
    public PaymentView get(@PathParam("payment_id") String id) {
        PaymentView payment = payments.get(known(id));
        return caller.has(Scope.PAYMENTS) ? payment : payment.shared();
    }

    @GET
    @Path("/{payment_id}/history")
    @RolesAllowed({Scope.READ, Scope.PAYMENTS})
    public HistoryList history(@PathParam("payment_id") String id) {
        payments.get(known(id));
        return new HistoryList(id, history.of(id));
    }

    @POST
    @Path("/{payment_id}/capture")
    @RolesAllowed(Scope.PAYMENTS)
    @APIResponse(
            responseCode = "200",
            description = "Captured",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PaymentView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The provider has not said yet what came of it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PaymentView.class)))
    public Response capture(@PathParam("payment_id") String id, Nothing body) {
        int status = steps.capture(known(id));
        return Response.status(status).entity(payments.get(id).shared()).build();
    }

    @POST
    @Path("/{payment_id}/cancel")
    @RolesAllowed(Scope.PAYMENTS)
    @APIResponse(
            responseCode = "200",
            description = "Canceled",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PaymentView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The provider has not said yet what came of it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PaymentView.class)))
    public Response cancel(@PathParam("payment_id") String id, Nothing body) {
        int status = steps.cancel(known(id));
        return Response.status(status).entity(payments.get(id).shared()).build();
    }

    @POST
    @Path("/{payment_id}/accept")
    @RolesAllowed(Scope.PAYMENTS)
    public PaymentView accept(@PathParam("payment_id") String id, Nothing body) {
        steps.decide(known(id), null, Expected.Decision.ACCEPTED);
        return payments.get(id).shared();
    }

    @POST
    @Path("/{payment_id}/reject")
    @RolesAllowed(Scope.PAYMENTS)
    public PaymentView reject(@PathParam("payment_id") String id, Nothing body) {
        steps.decide(known(id), null, Expected.Decision.REJECTED);
        return payments.get(id).shared();
    }

    static String known(String id) {
        if (!ID.matcher(id).matches()) {
            throw ProblemException.invalid("payment_id", "Must be 1 to 64 letters, digits, hyphens or underscores.");
        }
        return id;
    }

    record PaymentList(List<PaymentView> payments) {}

    record HistoryList(String paymentId, List<History.Entry> history) {}
}
