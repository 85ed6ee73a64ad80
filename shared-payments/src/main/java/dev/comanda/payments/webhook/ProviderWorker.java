package dev.comanda.payments.webhook;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.billing.BillingRecords;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.payment.PaymentBook;
import dev.comanda.payments.payment.PaymentChecks;
import dev.comanda.payments.payment.PaymentFinder;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.variant.Variants;
import dev.comanda.payments.webhook.ProviderInbox.Stored;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Applies stored events. Where the event itself holds the facts, one transaction locks it, enters them and marks it: the
 * effect and the mark are there together or not at all. Where its provider has to be asked, the call lies between two
 * transactions under a lease, and the second does the same.
 */
@ApplicationScoped
class ProviderWorker {
    private static final Logger LOG = Logger.getLogger(ProviderWorker.class);
    private static final int SLOTS = 8;
    private static final int MOST_TRIES = 12;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final List<Duration> FOR_A_PAYMENT = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(24));

    private final ProviderInbox inbox;
    private final Variants variants;
    private final PaymentBook book;
    private final PaymentFinder payments;
    private final PaymentChecks checks;
    private final BillingRecords billing;
    private final Checkpoint checkpoint;
    private final QueueLoop<Long> loop;

    ProviderWorker(
            ProviderInbox inbox,
            Variants variants,
            PaymentBook book,
            PaymentFinder payments,
            PaymentChecks checks,
            BillingRecords billing,
            Checkpoint checkpoint,
            Wakeups wakeups) {
        this.inbox = inbox;
        this.variants = variants;
        this.book = book;
        this.payments = payments;
        this.checks = checks;
        this.billing = billing;
        this.checkpoint = checkpoint;
        this.loop = new QueueLoop<>(ProviderInbox.QUEUE, SLOTS, Duration.ofSeconds(1), inbox::due, this::work);
        wakeups.listen(ProviderInbox.QUEUE, loop::wake);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(Duration.ofSeconds(10));
    }

    private void work(long id) {
        AtomicReference<@Nullable Stored> held = new AtomicReference<>();
        try {
            Optional<Leased> toFetch = QuarkusTransaction.requiringNew()
                    .call(() -> inbox.lock(id).flatMap(stored -> {
                        held.set(stored);
                        return begin(stored);
                    }));
            toFetch.ifPresent(this::fetch);
        } catch (RuntimeException e) {
            Stored stored = held.get();
            if (stored == null) {
                throw e;
            }
            QuarkusTransaction.requiringNew().run(() -> failed(stored, e));
        }
    }

    /** Applies it, or leases it for a call to its provider. */
    private Optional<Leased> begin(Stored stored) {
        WebhookEvent event = parse(stored);
        if (!event.mustBeFetched()) {
            apply(stored, event, event.facts(), event.tag());
            return Optional.empty();
        }
        UUID token = inbox.lease(stored);
        return token == null ? Optional.empty() : Optional.of(new Leased(stored, event, token));
    }

    private void fetch(Leased leased) {
        StatusResult result = variants.of(leased.stored().variant()).provider().fetch(leased.event());
        QuarkusTransaction.requiringNew()
                .run(() -> inbox.lockLeased(leased.stored().id(), leased.token())
                        .ifPresent(stored -> {
                            switch (result) {
                                case StatusResult.Known(List<Fact> facts, Tag tag) ->
                                    apply(stored, leased.event(), facts, tag);
                                case StatusResult.NotFound notFound ->
                                    inbox.settle(stored, ProviderInbox.Status.FOREIGN, null);
                                case StatusResult.Unknown(String cause) ->
                                    later(stored, "the provider did not answer: " + cause);
                            }
                        }));
    }

    private void apply(Stored stored, WebhookEvent event, List<Fact> facts, Tag tag) {
        if (!variants.isOurs(tag.service())) {
            inbox.settle(stored, ProviderInbox.Status.FOREIGN, null);
            return;
        }
        event.billing().forEach(record -> billing.keep(stored.variant(), record));
        boolean aboutPayment = !facts.isEmpty() || event.relevance() == WebhookEvent.Relevance.NOTE;
        Optional<String> owner = payments.owner(stored.variant(), event, facts, tag);
        if (owner.isPresent() && aboutPayment) {
            String paymentId = owner.get();
            boolean tie = book.enter(paymentId, facts, "webhook " + stored.eventId(), event.eventType());
            if (tie) {
                checks.soon(paymentId);
            }
            inbox.wake(stored.variant(), facts.stream().map(Fact::id).toList());
            inbox.settle(stored, ProviderInbox.Status.APPLIED, paymentId);
            checkpoint.reached(Moment.APPLYING);
        } else if (aboutPayment && event.billing().isEmpty()) {
            unmatched(stored);
        } else {
            inbox.settle(stored, ProviderInbox.Status.APPLIED, null);
        }
    }

    private void unmatched(Stored stored) {
        if (stored.tries() < FOR_A_PAYMENT.size()) {
            inbox.park(stored, FOR_A_PAYMENT.get(stored.tries()));
        } else {
            LOG.warnf("%s %s of %s belongs to no payment", stored.eventType(), stored.eventId(), stored.variant());
            inbox.giveUp(stored, ProviderInbox.Status.ORPHAN, "no payment was ever known for it");
        }
    }

    private WebhookEvent parse(Stored stored) {
        try {
            return variants.of(stored.variant()).provider().parseWebhook(inbox.request(stored));
        } catch (MalformedWebhook e) {
            throw new IllegalStateException("a stored event cannot be read: " + e.getMessage(), e);
        }
    }

    private void failed(Stored stored, RuntimeException e) {
        LOG.warnf(e, "%s %s of %s failed", stored.eventType(), stored.eventId(), stored.variant());
        later(stored, e.getClass().getSimpleName());
    }

    private void later(Stored stored, String error) {
        if (stored.tries() + 1 >= MOST_TRIES) {
            inbox.giveUp(stored, ProviderInbox.Status.DEAD, error);
            return;
        }
        Duration wait = Duration.ofSeconds(1L << (stored.tries() * 2));
        inbox.retry(stored, error, wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE, stored.tries() + 1);
    }

    private record Leased(Stored stored, WebhookEvent event, UUID token) {}
}
