package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.CreateResult;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StepResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sending an operation came to, whichever it was. */
sealed interface Outcome {
    /** @param payerOnly redirect_url and client_secret, where there are any */
    record Done(@Nullable String providerObject, List<Fact> facts, Map<String, String> payerOnly) implements Outcome {
        @Override
        public String toString() {
            return "Done";
        }
    }

    /** @param status the HTTP status that says it to the caller: 400, 402 or 409 */
    record Refused(int status, String code, String message, List<Fact> facts) implements Outcome {}

    record Unknown(String cause, Remedy remedy) implements Outcome {}

    record NotSent(String cause) implements Outcome {}

    /** The provider shows no trace of it. */
    record Absent() implements Outcome {}

    static Outcome of(CreateResult result) {
        return switch (result) {
            case CreateResult.Created created -> {
                Map<String, String> payerOnly = new HashMap<>();
                if (created.redirectUrl() != null) {
                    payerOnly.put("redirect_url", created.redirectUrl());
                }
                if (created.clientSecret() != null) {
                    payerOnly.put("client_secret", created.clientSecret());
                }
                yield new Done(created.providerPaymentId(), created.facts(), payerOnly);
            }
            case CreateResult.Declined declined ->
                new Refused(402, declined.code(), declined.message(), declined.facts());
            case CreateResult.Invalid invalid -> new Refused(400, invalid.code(), invalid.reason(), List.of());
            case CreateResult.Unknown unknown -> new Unknown(unknown.cause(), unknown.remedy());
            case CreateResult.NotSent notSent -> new NotSent(notSent.cause());
        };
    }

    static Outcome of(RefundResult result) {
        return switch (result) {
            case RefundResult.Refunded refunded -> new Done(refunded.providerRefundId(), refunded.facts(), Map.of());
            case RefundResult.Refused refused -> new Refused(409, refused.code(), refused.message(), List.of());
            case RefundResult.Unknown unknown -> new Unknown(unknown.cause(), unknown.remedy());
            case RefundResult.NotSent notSent -> new NotSent(notSent.cause());
        };
    }

    static Outcome of(StepResult result) {
        return switch (result) {
            case StepResult.Done done -> new Done(null, done.facts(), Map.of());
            case StepResult.Refused refused -> new Refused(409, refused.code(), refused.message(), List.of());
            case StepResult.Unknown unknown -> new Unknown(unknown.cause(), unknown.remedy());
            case StepResult.NotSent notSent -> new NotSent(notSent.cause());
        };
    }

    static Outcome of(LookResult result) {
        return switch (result) {
            case LookResult.Found found -> new Done(null, found.facts(), Map.of());
            case LookResult.NotFound notFound -> new Absent();
            case LookResult.Unknown unknown -> new Unknown(unknown.cause(), Remedy.LOOK);
        };
    }
}
