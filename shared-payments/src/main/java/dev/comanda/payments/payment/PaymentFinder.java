package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.WebhookEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whose event is it? */
@ApplicationScoped
public class PaymentFinder {
    private final PaymentRows rows;

    PaymentFinder(PaymentRows rows) {
        this.rows = rows;
    }

    /**
     * The payment an event is about: by an object of the provider's that is known to be its, else by the payment id it
     * carries, else by the order it names if only one payment was made for that; empty if none is known.
     */
    public Optional<String> owner(String variant, WebhookEvent event, Collection<Fact> facts, Tag tag) {
        Map<String, String> objects = new LinkedHashMap<>(event.objects());
        facts.forEach(fact -> objects.putIfAbsent(fact.kind(), fact.id()));
        return rows.ownerOf(variant, objects)
                .or(() -> Optional.ofNullable(tag.paymentId()).filter(id -> rows.exists(variant, id)))
                .or(() -> Optional.ofNullable(tag.reference()).flatMap(order -> rows.onlyOneFor(variant, order)));
    }
}
