package dev.comanda.payments.payment;

import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.web.json.SingleLine;
import dev.comanda.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a caller says of a payment to be made. */
record PaymentBody(
        @NotNull @Size(max = 40) String amount,

        @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be a currency code of three capital letters, such as USD") String currency,

        @NotNull @SingleLine(max = 200) String reference,

        @Nullable @Pattern(regexp = "[a-z0-9_-]{1,40}", message = "must be the name of a variant, such as stripe") String variant,

        @Nullable Boolean capture,
        @Nullable @Valid Method method,
        @Nullable @Valid Checkout checkout,
        @Nullable @Valid Customer customer,

        @Nullable @Size(max = 20) Map<
                        @NotNull @Pattern(
                                regexp = "[a-z0-9_]{1,40}",
                                message = "must have names of 1 to 40 characters, each a-z, 0-9 or '_'")
                        String,
                        @NotNull @SingleLine(max = 500) String>
                metadata) {

    /** @param returns which hosts a payment page may send the payer back to */
    NewPayment checked(ReturnHosts returns) {
        if (method != null && checkout != null) {
            throw ProblemException.invalid("checkout", "A payment has a method or a checkout, not both.");
        }
        return new NewPayment(
                money(),
                reference,
                variant,
                capture == null || capture,
                method == null ? null : method.checked(),
                checkout == null ? null : checkout.checked(returns),
                customer == null ? null : new PaymentRequest.Customer(customer.email, customer.name, customer.locale),
                extras());
    }

    private Money money() {
        CurrencyUnit unit = CurrencyUnit.of(currency)
                .orElseThrow(() -> ProblemException.invalid("currency", "Must be an ISO 4217 code, such as USD."));
        try {
            return Money.parse(amount, unit);
        } catch (Money.NotMoney e) {
            throw ProblemException.invalid("amount", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> extras() {
        Map<String, String> extras = new TreeMap<>(metadata == null ? Map.of() : metadata);
        for (String name : extras.keySet()) {
            if (name.startsWith("comanda_") || name.equals("order_id")) {
                throw ProblemException.invalid("metadata." + name, "This name is taken by what we send ourselves.");
            }
        }
        return extras;
    }

    record Method(
            @Nullable @Pattern(regexp = "[!-~]{1,255}", message = TOKEN_RULE) String token,

            @Nullable @Pattern(regexp = "[!-~]{1,255}", message = TOKEN_RULE) String paymentMethodId,

            @Nullable @Min(1) @Max(48) Integer installments) {
        private static final String TOKEN_RULE = "must have 1 to 255 characters of ASCII, without spaces";

        PaymentRequest.Method checked() {
            if (token == null && paymentMethodId == null) {
                throw ProblemException.invalid("method", "Must name a token or a payment_method_id.");
            }
            return new PaymentRequest.Method(token, paymentMethodId, installments);
        }

        @Override
        public String toString() {
            return "Method[***]";
        }
    }

    record Checkout(
            @NotNull @Size(max = 2000) String successUrl,
            @NotNull @Size(max = 2000) String cancelUrl) {
        PaymentRequest.Checkout checked(ReturnHosts returns) {
            return new PaymentRequest.Checkout(
                    returns.checked("checkout.success_url", successUrl),
                    returns.checked("checkout.cancel_url", cancelUrl));
        }
    }

    @Schema(name = "PaymentCustomer")
    record Customer(
            @NotNull @Email @Size(max = 254) String email,
            @Nullable @SingleLine(max = 200) String name,

            @Nullable @Pattern(regexp = "[a-z]{2}(-[A-Z]{2})?", message = "must be a language such as es or es-EC")
            String locale) {
        @Override
        public String toString() {
            return "Customer[***]";
        }
    }
}
