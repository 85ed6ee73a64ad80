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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a client wants to pay: what a payment takes, without what the booking itself decides. */
record Paying(
        @Pattern(regexp = "[a-z0-9_-]{1,40}", message = "must be the name of a variant, such as stripe") @Nullable String variant,

        @Valid @Nullable Customer customer,

        @Size(max = 20) @Nullable Map<@Pattern(regexp = METADATA, message = METADATA_RULE) String, @NotNull @SingleLine(max = 500) String>
                metadata) {
    /** Not the names that what we send ourselves has taken. */
    private static final String METADATA = "(?!comanda_|order_id$)[a-z0-9_]{1,40}";

    private static final String METADATA_RULE =
            "must have names of 1 to 40 characters, each a-z, 0-9 or '_', other than order_id and comanda_...";

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

    @Schema(name = "BookingCustomer")
    record Customer(
            @NotNull @Email @Size(max = 254) String email,
            @SingleLine(max = 200) @Nullable String name,

            @Pattern(regexp = "[a-z]{2}(-[A-Z]{2})?", message = "must be a language such as es or es-EC") @Nullable String locale) {
        PaymentRequest.Customer asked() {
            return new PaymentRequest.Customer(email, name, locale);
        }

        @Override
        public String toString() {
            return "Customer[***]";
        }
    }
}
