package dev.comanda.partners.delivery;

import dev.comanda.database.batch.BatchMetrics;
import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.delivery.Work.Todo;
import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.partners.registry.PartnerSecrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers: one thread with one connection reads what is due and records what came of it, many calls at a time, and the
 * calls run beside it.
 *
 * <p>A crash between a call and its record repeats the call and never loses it, since partners deduplicate by event id. When
 * the connection is lost nothing new begins until there is another one.
 */
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** The session must speak often enough to be trusted. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private final UnpooledConnections connections;
    private final PartnerSecrets secrets;
    private final DeliveryCaller caller;
    private final DeliveryConfig config;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final Checkpoint checkpoint;
    private final BatchMetrics metrics;
    private final Work work;
    private final CallsInHand hand;
    private final Thread thread;

    Dispatcher(
            UnpooledConnections connections,
            PartnerSecrets secrets,
            DeliveryCaller caller,
            DeliveryConfig config,
            InstantSource clock,
            Wakeups wakeups,
            Checkpoint checkpoint,
            MeterRegistry meters) {
        this.connections = connections;
        this.secrets = secrets;
        this.caller = caller;
        this.config = config;
        this.clock = clock;
        this.wakeups = wakeups;
        this.checkpoint = checkpoint;
        this.metrics = new BatchMetrics(meters, "comanda.dispatch.batch", "results of calls");
        this.work = new Work(config.poll().compareTo(LONGEST_POLL) < 0 ? config.poll() : LONGEST_POLL);
        this.hand = new CallsInHand(config.slots(), clock, work);
        this.thread = Thread.ofPlatform().daemon().name("dispatcher").unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        wakeups.listen(Outbox.QUEUE, () -> {
            checkpoint.reached(Moment.PUBLISHED);
            work.wake();
        });
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Duration patience = config.deadline().plusSeconds(1);
        work.close(patience);
        thread.join(patience.plusSeconds(1));
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            for (long session = 1; !work.isClosing(); session++) {
                if (dispatch(session)) {
                    pause = FIRST_PAUSE;
                }
                if (!work.isClosing()) {
                    work.rest(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the session is lost or the service stops. False when there was no session. */
    private boolean dispatch(long number) throws InterruptedException {
        boolean connected = false;
        try (DispatchSession session = DispatchSession.open(connections, config.lease(), config.deadline())) {
            connected = true;
            hand.connected(number, session::mayCall);
            DispatchCycle cycle = new DispatchCycle(
                    hand, work, secrets, clock, checkpoint, session, number, () -> wakeups.afterCommit(Outbox.QUEUE));
            for (Todo todo = work.await(hand::isEmpty); todo != Todo.END; todo = work.await(hand::isEmpty)) {
                run(cycle, todo);
                hand.begin().forEach(this::begin);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("No delivery begins until the dispatcher is connected again: %s", e);
        } finally {
            hand.disconnected();
        }
        return connected;
    }

    private void run(DispatchCycle cycle, Todo todo) throws SQLException {
        long start = System.nanoTime();
        int recorded = cycle.run(todo);
        if (recorded > 0) {
            metrics.committed(recorded, System.nanoTime() - start);
        }
    }

    private void begin(Assignment first) {
        Thread.ofVirtual().name("delivery").start(() -> {
            for (Assignment next = first; next != null; next = call(next)) {
                // Each place makes one call after the other.
            }
        });
    }

    private @Nullable Assignment call(Assignment assignment) {
        CallResult result;
        try {
            result = caller.call(assignment);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    "Delivery %d cannot be sent now: %s", assignment.delivery().id(), e);
            return hand.failed(assignment, System.nanoTime() + config.lease().toNanos());
        }
        return hand.ended(assignment, result);
    }
}
