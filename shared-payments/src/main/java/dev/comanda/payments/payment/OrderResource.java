package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.web.access.Scope;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Comparator;
import java.util.List;

/** Is it paid? What is paid for, with everything anybody tried to pay for it. */
@Path("/orders/{reference}")
@RolesAllowed({Scope.READ, Scope.PAYMENTS})
@RunOnVirtualThread
public class OrderResource {
    /** Of several payments the one that says most about the order: money that is there before money that is not. */
    private static final List<PaymentState> TELLING = List.of(
            PaymentState.DISPUTED,
            PaymentState.PAID,
            PaymentState.PARTIALLY_REFUNDED,
            PaymentState.CHARGED_BACK,
            PaymentState.AUTHORIZED,
            PaymentState.PENDING,
            PaymentState.REQUIRES_ACTION,
            PaymentState.CREATED,
            PaymentState.UNKNOWN,
            PaymentState.REFUNDED,
            PaymentState.FAILED,
            PaymentState.EXPIRED,
            PaymentState.CANCELED);

    private static final int MOST = 100;

    private final Payments payments;

    OrderResource(Payments payments) {
        this.payments = payments;
    }

    @GET
    public Order get(@PathParam("reference") String reference) {
        if (reference.length() > 200 || reference.indexOf('\0') >= 0) {
            throw ProblemException.invalid("reference", "Must be 1 to 200 characters.");
        }
        List<PaymentView> all = payments.list(reference, MOST);
        PaymentState state = all.stream()
                .map(PaymentView::state)
                .min(Comparator.comparingInt(TELLING::indexOf))
                .orElseThrow(() -> ProblemException.notFound("order"));
        return new Order(reference, state, all);
    }

    record Order(String reference, PaymentState state, List<PaymentView> payments) {}
}
