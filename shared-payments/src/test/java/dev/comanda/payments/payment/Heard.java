package dev.comanda.payments.payment;

import dev.comanda.payments.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a service would have heard. */
@ApplicationScoped
class Heard implements PaymentListener {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void captured(PaymentView payment) {
        events.add("captured " + payment.reference() + " " + payment.amount());
    }

    @Override
    public void refunded(PaymentView payment, String refundId, Money amount) {
        events.add("refunded " + payment.reference() + " " + amount.text());
    }

    @Override
    public void disputed(PaymentView payment, String disputeId, Money amount, @Nullable Instant dueBy) {
        events.add("disputed " + payment.reference() + " " + amount.text());
    }

    @Override
    public Optional<String> refusal(String reference) {
        return reference.startsWith("BKG-") ? Optional.of("A booking makes its own payment.") : Optional.empty();
    }

    /** What was heard of that reference, in order. */
    List<String> of(String reference) {
        return events.stream()
                .filter(event -> event.contains(" " + reference + " "))
                .toList();
    }
}
