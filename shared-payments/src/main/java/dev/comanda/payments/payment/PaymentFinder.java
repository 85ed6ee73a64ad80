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
     * carries, else, if it carries none, by the order it names when only one payment was made for that; empty if none is
     * known.
     */
    public Optional<String> owner(String variant, WebhookEvent event, Collection<Fact> facts, Tag tag) {
        Map<String, String> objects = new LinkedHashMap<>(event.objects());
        facts.forEach(fact -> objects.putIfAbsent(fact.kind(), fact.id()));
        Optional<String> known = rows.ownerOf(variant, objects);
        if (known.isPresent()) {
            return known;
        }
        String claimed = tag.paymentId();
        return claimed != null
                ? Optional.of(claimed).filter(id -> rows.exists(variant, id))
                : Optional.ofNullable(tag.reference()).flatMap(order -> rows.onlyOneFor(variant, order));
    }
}
