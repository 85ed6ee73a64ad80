package dev.comanda.payments.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comanda.payments.ledger.Attempt;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.PaymentState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the API shows it. Amounts are decimals in major units, written as texts.
 *
 * @param providerPaymentId null until the provider has answered
 * @param review there while an operator has to decide
 * @param failure there while the state is FAILED
 * @param attempts every attempt to pay, the earliest first; only where one payment is asked for
 * @param redirectUrl where the payer goes on; only in the answer to its creation and when asked for by its id
 * @param clientSecret what the payer's browser goes on with; shown like {@code redirectUrl}
 */
public record PaymentView(
        String paymentId,
        @Nullable String providerPaymentId,
        String variant,
        String provider,
        PaymentState state,
        String amount,
        String currency,
        String reference,
        String capturedAmount,
        String refundedAmount,
        String disputedAmount,
        @Nullable Review review,
        Fact.@Nullable Failure failure,
        @Nullable Instant paidAt,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<AttemptView> attempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String redirectUrl,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientSecret) {
    /** Why an operator has to decide: amount, currency, reference, rejected. */
    public record Review(String reason) {}

    /**
     * One attempt to pay, by itself.
     *
     * @param providerPaymentId by which the provider refunds it
     * @param amount what was captured, or what it is about while nothing is captured; null when that is not known
     * @param status captured while all its money is here, else its state in lower case: refunded, disputed, pending, failed
     * @param at when its money was captured, else when its status was last told
     */
    public record AttemptView(
            String providerPaymentId,
            @Nullable String amount,
            String currency,
            String status,
            @Nullable Instant at) {
        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.id(),
                    attempt.amount().minor() == 0 ? null : attempt.amount().text(),
                    attempt.amount().currency().code(),
                    attempt.state() == PaymentState.PAID
                            ? "captured"
                            : attempt.state().name().toLowerCase(Locale.ROOT),
                    attempt.at());
        }
    }

    /** Without what only the payer may have. */
    public PaymentView shared() {
        return new PaymentView(
                paymentId,
                providerPaymentId,
                variant,
                provider,
                state,
                amount,
                currency,
                reference,
                capturedAmount,
                refundedAmount,
                disputedAmount,
                review,
                failure,
                paidAt,
                createdAt,
                attempts,
                null,
                null);
    }

    @Override
    public String toString() {
        return paymentId + " " + state;
    }
}
