package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Expected;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
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

    PaymentResource(Payments payments, Steps steps, History history, ReturnHosts returns) {
        this.payments = payments;
        this.steps = steps;
        this.history = history;
        this.returns = returns;
    }

    @POST
    public Response create(@HeaderParam("Idempotency-Key") @Nullable String key, PaymentBody body) {
        NewPayment wanted = body.checked(returns);
        Payments.Answer answer = payments.create(wanted, "operator POST /payments", IdempotencyKeys.required(key));
        return secret(Response.status(answer.status()).entity(answer.payment()));
    }

    @GET
    public PaymentList list(@QueryParam("reference") @Nullable String reference) {
        if (reference != null && (reference.isBlank() || reference.length() > 200 || reference.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("reference", "Must be 1 to 200 characters.");
        }
        return new PaymentList(payments.list(reference, PAGE));
    }

    @GET
    @Path("/{payment_id}")
    public Response get(@PathParam("payment_id") String id) {
        return secret(Response.ok(payments.get(known(id))));
    }

    @GET
    @Path("/{payment_id}/history")
    public HistoryList history(@PathParam("payment_id") String id) {
        payments.get(known(id));
        return new HistoryList(id, history.of(id));
    }

    @POST
    @Path("/{payment_id}/capture")
    public Response capture(@PathParam("payment_id") String id, Nothing body) {
        int status = steps.capture(known(id));
        return Response.status(status).entity(payments.get(id).shared()).build();
    }

    @POST
    @Path("/{payment_id}/cancel")
    public Response cancel(@PathParam("payment_id") String id, Nothing body) {
        int status = steps.cancel(known(id));
        return Response.status(status).entity(payments.get(id).shared()).build();
    }

    @POST
    @Path("/{payment_id}/accept")
    public PaymentView accept(@PathParam("payment_id") String id, Nothing body) {
        steps.decide(known(id), null, Expected.Decision.ACCEPTED);
        return payments.get(id).shared();
    }

    @POST
    @Path("/{payment_id}/reject")
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

    /** May hold what only the payer may have. */
    private static Response secret(Response.ResponseBuilder answer) {
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    record PaymentList(List<PaymentView> payments) {}

    record HistoryList(String paymentId, List<History.Entry> history) {}
}
