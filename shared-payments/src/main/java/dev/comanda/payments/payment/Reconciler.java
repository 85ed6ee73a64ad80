package dev.comanda.payments.payment;

import dev.comanda.database.queue.QueueLoop;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.variant.Variants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Asks providers about payments of which no webhook has spoken for a while: a webhook that never comes costs minutes. */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final Jdbi jdbi;
    private final PaymentRows rows;
    private final PaymentBook book;
    private final Variants variants;
    private final InstantSource clock;
    private final QueueLoop<String> loop;

    Reconciler(Jdbi jdbi, PaymentRows rows, PaymentBook book, Variants variants, InstantSource clock) {
        this.jdbi = jdbi;
        this.rows = rows;
        this.book = book;
        this.variants = variants;
        this.clock = clock;
        this.loop = new QueueLoop<>("payment-checks", 2, Duration.ofSeconds(1), this::claim, this::check);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(Duration.ofSeconds(10));
    }

    /** Moves each ahead as it takes it: a check that dies is made again, later. */
    private List<String> claim(int max) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.instant();
            List<PaymentRow> due = jdbi.withHandle(db -> db.createQuery("""
                            select * from payment where check_at <= :now order by check_at limit :max
                               for no key update skip locked
                            """)
                    .bind("now", now)
                    .bind("max", max)
                    .mapTo(PaymentRow.class)
                    .list());
            for (PaymentRow payment : due) {
                int checks = payment.checks() + 1;
                Instant next = Checks.next(payment.state(), checks, payment.createdAt(), now);
                jdbi.useHandle(db -> db.execute(
                        "update payment set checks = ?, check_at = ? where payment_id = ?",
                        checks,
                        next,
                        payment.paymentId()));
            }
            return due.stream().map(PaymentRow::paymentId).toList();
        });
    }

    /** Asks now, and enters the answers; nothing changes when there is none. */
    void check(String paymentId) {
        PaymentRow payment = rows.find(paymentId).orElseThrow();
        List<Fact> heard = new ArrayList<>();
        for (String object : toAskAbout(payment)) {
            if (heard.stream().noneMatch(fact -> fact.id().equals(object))) {
                heard.addAll(ask(payment, object));
            }
        }
        QuarkusTransaction.requiringNew().run(() -> {
            // Once after each news, an open review is folded again even without any: so is one that is older than its
            // task.
            boolean isReview = payment.review() != null && payment.checks() == 1;
            if (isReview || rows.wouldChange(paymentId, heard)) {
                book.enter(paymentId, heard, "fetch", "asked the provider");
            }
        });
    }

    /** The payment page first: it knows of attempts that nobody has told of. Then each attempt. */
    private Set<String> toAskAbout(PaymentRow payment) {
        Collection<Fact> facts = rows.facts(payment.paymentId()).values();
        Set<String> objects = new LinkedHashSet<>();
        facts.stream().filter(Fact.Session.class::isInstance).map(Fact::id).forEach(objects::add);
        facts.stream().filter(Fact.Intent.class::isInstance).map(Fact::id).forEach(objects::add);
        if (objects.isEmpty() && payment.providerPaymentId() != null) {
            objects.add(payment.providerPaymentId());
        }
        return objects;
    }

    private List<Fact> ask(PaymentRow payment, String object) {
        return switch (variants.of(payment.variant()).provider().getPaymentStatus(object)) {
            case StatusResult.Known known -> known.facts();
            case StatusResult.NotFound notFound -> {
                LOG.warnf("payment %s: %s knows no %s", payment.paymentId(), payment.variant(), object);
                yield List.of();
            }
            case StatusResult.Unknown unknown -> {
                LOG.infof("payment %s: no answer from %s: %s", payment.paymentId(), payment.variant(), unknown.cause());
                yield List.of();
            }
        };
    }
}
