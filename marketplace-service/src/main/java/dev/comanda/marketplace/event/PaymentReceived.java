package dev.comanda.marketplace.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.WireDecimal;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The data of payment.success. */
record PaymentReceived(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = EventKey.ID, message = EventKey.ID_RULE) String reservationId,

        @JsonDeserialize(using = WireDecimal.class) @NotNull @PositiveOrZero @Digits(integer = 12, fraction = 2) BigDecimal amount,

        @Pattern(regexp = "[A-Za-z]{3}", message = "must be a currency code of three letters") @Nullable String currency,

        @JsonDeserialize(using = WireId.class) @HeardText @Nullable String paymentId) {
    Payment payment(Instant at) {
        long cents = amount.movePointRight(2).longValueExact();
        return new Payment(cents, Objects.requireNonNullElse(currency, "USD").toUpperCase(Locale.ROOT), paymentId, at);
    }
}
