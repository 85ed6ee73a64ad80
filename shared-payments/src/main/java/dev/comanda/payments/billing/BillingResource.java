package dev.comanda.payments.billing;

import dev.comanda.payments.port.BillingRecord;
import dev.comanda.web.access.Scope;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Billing objects, newest first. */
@Path("/billing/{kind}")
@RolesAllowed({Scope.READ, Scope.PAYMENTS})
@RunOnVirtualThread
public class BillingResource {
    private static final int PAGE = 200;
    private static final Map<String, BillingRecord.Kind> KINDS = Map.of(
            "subscriptions", BillingRecord.Kind.SUBSCRIPTION,
            "invoices", BillingRecord.Kind.INVOICE,
            "customers", BillingRecord.Kind.CUSTOMER,
            "payment-methods", BillingRecord.Kind.PAYMENT_METHOD);

    private final BillingRecords records;

    BillingResource(BillingRecords records) {
        this.records = records;
    }

    @GET
    public Map<String, List<BillingRecords.Shown>> list(
            @PathParam("kind") String name, @QueryParam("customer") @Nullable String customer) {
        BillingRecord.Kind kind = KINDS.get(name);
        if (kind == null) {
            throw ProblemException.notFound("kind of billing object");
        }
        if (customer != null && !customer.matches("[A-Za-z0-9_-]{1,100}")) {
            throw ProblemException.invalid("customer", "Must be 1 to 100 letters, digits, hyphens or underscores.");
        }
        return Map.of(name.replace('-', '_'), records.list(kind, customer, PAGE));
    }
}
