package dev.comanda.payments.payment;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.payment.PaymentRows.FactKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Enters what was learned of a payment: merges it with what was known, folds, and lets follow what follows. All of it in
 * the caller's transaction and under the payment's row lock, so whatever is learned twice, or at the same time, counts once.
 */
@ApplicationScoped
public class PaymentBook {
    private final PaymentRows rows;
    private final Operations operations;
    private final Releases releases;
    private final Effects effects;
    private final History history;
    private final InstantSource clock;

    PaymentBook(
            PaymentRows rows,
            Operations operations,
            Releases releases,
            Effects effects,
            History history,
            InstantSource clock) {
        this.rows = rows;
        this.operations = operations;
        this.releases = releases;
        this.effects = effects;
        this.history = history;
        this.clock = clock;
    }

    static String newId() {
        return "pay_" + UlidCreator.getMonotonicUlid();
    }

    /**
     * Merges {@code news} into the payment. Answers whether two of its facts tie, which only the provider can resolve: ask
     * it, and enter its answer.
     *
     * @param source what told us, such as {@code webhook evt_1}; for the history
     * @param rule what was done about it; for the history
     */
    public boolean enter(String paymentId, Collection<Fact> news, String source, String rule) {
        PaymentRow payment = rows.lock(paymentId)
                .orElseThrow(() -> new IllegalStateException("payment " + paymentId + " is not there"));
        Map<FactKey, Fact> facts = rows.facts(paymentId);
        List<Fact> changed = new ArrayList<>();
        boolean tie = false;
        for (Fact fact : news) {
            Fact known = facts.get(FactKey.of(fact));
            Fact merged = known == null ? fact : known.merge(fact);
            tie |= known instanceof Fact.Intent before && fact instanceof Fact.Intent now && before.ties(now);
            if (!merged.equals(known)) {
                facts.put(FactKey.of(fact), merged);
                changed.add(merged);
            }
        }
        rows.save(payment, changed);
        operations.learn(payment, changed);
        settle(payment, facts.values(), !changed.isEmpty(), source, rule);
        return tie;
    }

    /** Folds again, after something other than a fact has changed: an operator's decision, a refusal. */
    void refold(String paymentId, String source, String rule) {
        PaymentRow payment = rows.lock(paymentId).orElseThrow();
        settle(payment, rows.facts(paymentId).values(), true, source, rule);
    }

    /** What becomes of a creation that came to nothing and left no object behind. */
    void fail(String paymentId, String code, String message, String source) {
        PaymentRow payment = rows.lock(paymentId).orElseThrow();
        Collection<Fact> facts = rows.facts(paymentId).values();
        if (facts.isEmpty()) {
            Standing failed =
                    new Standing(PaymentState.FAILED, 0, 0, 0, null, new Fact.Failure(code, message), null, null);
            write(payment, failed, null, true, source, code);
        } else {
            settle(payment, facts, true, source, code);
        }
    }

    private void settle(PaymentRow payment, Collection<Fact> facts, boolean news, String source, String rule) {
        if (facts.isEmpty()) {
            history.add(payment.paymentId(), source, rule, payment.state(), payment.state());
            return;
        }
        Ledger ledger = rows.ledger(payment, facts);
        write(
                payment,
                known(payment, ledger.standing()),
                ledger.leading().or(() -> pageAmong(facts)).orElse(payment.providerPaymentId()),
                news,
                source,
                rule);
        PaymentRow now = rows.find(payment.paymentId()).orElseThrow();
        effects.follow(now, ledger, facts);
        releases.plan(now, ledger);
    }

    private void write(
            PaymentRow payment,
            Standing standing,
            @Nullable String providerId,
            boolean news,
            String source,
            String rule) {
        int checks = news ? 0 : payment.checks();
        Instant checkAt = Checks.next(standing.state(), checks, payment.createdAt(), clock.instant());
        rows.settle(payment, standing, providerId, checkAt, checks);
        history.add(payment.paymentId(), source, rule, payment.state(), standing.state());
    }

    /** A provider that says something nobody understands takes nothing back. */
    private static Standing known(PaymentRow payment, Standing standing) {
        return standing.state() != PaymentState.UNKNOWN
                ? standing
                : new Standing(
                        payment.state(),
                        standing.captured(),
                        standing.refunded(),
                        standing.disputed(),
                        standing.review(),
                        payment.failure(),
                        standing.paidAt(),
                        standing.paidBy());
    }

    /** Before anybody has tried to pay, the page stands for the payment. */
    private static Optional<String> pageAmong(Collection<Fact> facts) {
        return facts.stream()
                .filter(Fact.Session.class::isInstance)
                .map(Fact::id)
                .findFirst();
    }
}
