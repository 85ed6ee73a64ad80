package dev.comanda.payments.mock;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.database.queue.Wakeups;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Every state transition of a webhook of the mock provider, one method and one statement each. */
@ApplicationScoped
class MockWebhooks {
    /** Woken after each commit that left something to post. */
    static final String QUEUE = "mock-webhooks";

    private static final Duration HELD_BACK = Duration.ofSeconds(3);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final MockConfig config;

    MockWebhooks(Jdbi jdbi, InstantSource clock, Wakeups wakeups, MockConfig config) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.wakeups = wakeups;
        this.config = config;
    }

    /** Lets these things happen, each at its time, and be told. Within the caller's transaction, the payment locked. */
    void happen(MockPayment payment, List<Step> steps) {
        int number = jdbi.withHandle(db -> db.createQuery("select count(*) from mock_webhook where payment = :id")
                .bind("id", payment.id())
                .mapTo(Integer.class)
                .one());
        for (Step step : steps) {
            insert(payment, step, config.reorder() && number % 2 == 0 ? HELD_BACK : Duration.ZERO);
            number++;
        }
        wakeups.afterCommit(QUEUE);
    }

    private void insert(MockPayment payment, Step step, Duration heldBack) {
        MockEvent event = MockEvent.of("mock_evt_" + UlidCreator.getMonotonicUlid(), payment, step);
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into mock_webhook (id, payment, variant, happens_at, payload, owed, due_at)
                        values (:id, :payment, :variant, :at, :payload, :owed, :due)
                        """)
                .bind("id", event.id())
                .bind("payment", payment.id())
                .bind("variant", payment.variant())
                .bind("at", step.at())
                .bind("payload", event.payload())
                .bind("owed", 1 + config.duplicate())
                .bind("due", step.at().plus(config.delay()).plus(heldBack))
                .execute());
    }

    /** What was to happen to the payment later does not. */
    void forgetFuture(MockPayment payment, Instant now) {
        jdbi.useHandle(db -> db.createUpdate("delete from mock_webhook where payment = :id and happens_at > :now")
                .bind("id", payment.id())
                .bind("now", now)
                .execute());
    }

    /**
     * At most {@code max} of those accounts' due ones, nobody else's for the time of the lease: a killed worker's are posted
     * again.
     */
    List<Due> claim(Collection<String> variants, int max, Duration lease) {
        Instant now = clock.instant();
        return jdbi.withHandle(db -> db.createQuery("""
                        update mock_webhook set lease_token = :token, due_at = :until
                         where id = any(array(
                               select id from mock_webhook
                                where owed > 0 and due_at <= :now and variant = any(:variants)
                                order by due_at limit :max for update skip locked))
                        returning id, variant, payload, tries, lease_token
                        """)
                .bind("token", UUID.randomUUID())
                .bind("until", now.plus(lease))
                .bind("now", now)
                .bind("max", max)
                .bindArray("variants", String.class, variants)
                .mapTo(Due.class)
                .list());
    }

    /** The service has it; a duplicate that is still owed is due at once. */
    void settle(Due webhook) {
        update(webhook, "owed = owed - 1, tries = 0", Duration.ZERO);
    }

    /** The service has not said 200: once more, later. */
    void postpone(Due webhook, Duration wait) {
        update(webhook, "tries = tries + 1", wait);
    }

    private void update(Due webhook, String change, Duration wait) {
        jdbi.useHandle(db -> db.createUpdate("update mock_webhook set " + change + ", due_at = :due, lease_token = null"
                        + " where id = :id and lease_token = :token")
                .bind("id", webhook.id())
                .bind("token", webhook.leaseToken())
                .bind("due", clock.instant().plus(wait))
                .execute());
    }

    /** A webhook to be posted now. */
    @SuppressWarnings("ArrayRecordComponent") // only ever read
    record Due(String id, String variant, byte[] payload, int tries, UUID leaseToken) {}
}
