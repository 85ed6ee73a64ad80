package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.payment.PaymentDesk;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What bookings cost: always the catalogue's price, never one that a caller names. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Charges {
    private final PaymentDesk payments;
    private final BookingConfig config;

    Charges(PaymentDesk payments, BookingConfig config) {
        this.payments = payments;
        this.config = config;
    }

    /** The id of the payment that is ordered; empty where nothing is to be paid. */
    Optional<String> order(String bookingId, ListedService service, @Nullable Paying how) {
        if (config.payment() == BookingConfig.Payment.NONE || service.priceCents() == 0) {
            return Optional.empty();
        }
        Paying paying = Objects.requireNonNullElse(how, Paying.ANYHOW);
        return Optional.of(payments.order(paying.payment(price(service), bookingId), "booking"));
    }

    /** Takes no lock on the payment: whoever holds that one locks events and bookings after it. */
    void release(Booking booking) {
        String paymentId = booking.paymentId();
        if (paymentId != null) {
            payments.release(paymentId, "The booking was cancelled.");
        }
    }

    private static Money price(ListedService service) {
        try {
            return Money.of(service.price(), CurrencyUnit.of(service.currency()).orElseThrow());
        } catch (Money.NotMoney e) {
            throw new IllegalStateException(
                    "Nobody can pay " + service.price() + " " + service.currency() + " for " + service.serviceId(), e);
        }
    }
}
