package dev.comanda.marketplace.booking;

import dev.comanda.payments.money.Money;
import dev.comanda.payments.payment.NewPayment;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.web.json.SingleLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a client wants to pay: what a payment takes, without what the booking itself decides. */
record Paying(
        @SingleLine(max = 40) @Nullable String variant,
        @Valid @Nullable Customer customer,
        @Size(max = 20) @Nullable Map<@SingleLine(max = 40) String, @NotNull @SingleLine(max = 500) String> metadata) {
    static final Paying ANYHOW = new Paying(null, null, null);

    NewPayment payment(Money price, String bookingId) {
        return new NewPayment(
                price,
                bookingId,
                variant,
                true,
                null,
                null,
                customer == null ? null : customer.asked(),
                metadata == null ? Map.of() : metadata);
    }

    record Customer(
            @NotNull @Email @SingleLine(max = 200) String email,
            @SingleLine(max = 200) @Nullable String name,
            @Pattern(regexp = "es|en") @Nullable String locale) {
        PaymentRequest.Customer asked() {
            return new PaymentRequest.Customer(email, name, locale);
        }

        @Override
        public String toString() {
            return "Customer[***]";
        }
    }
}
