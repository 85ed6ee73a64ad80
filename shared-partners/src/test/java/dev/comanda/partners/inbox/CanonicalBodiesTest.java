package dev.comanda.partners.inbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import dev.comanda.signing.Signer;
import dev.comanda.signing.Verdict;
import dev.comanda.signing.Verifier;
import dev.comanda.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CanonicalBodiesTest {
    private static final byte[] LARGE = body(CanonicalBodies.LARGEST_WITHOUT_PERMIT + 1);
    private static final byte[] SMALL = body(CanonicalBodies.LARGEST_WITHOUT_PERMIT);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void largeBodiesAreNeverMoreAtOnceThanThereArePermits() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CanonicalBodies bodies = new CanonicalBodies(2, LONG, body -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000); // so that another one would meet it
            byte[] canonical = CanonicalJson.of(body);
            now.decrementAndGet();
            return canonical;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<byte[]> one = () -> bodies.of(LARGE).bytes();
            for (var done : threads.invokeAll(Collections.nCopies(200, one))) {
                assertThat(done.get()).isEqualTo(LARGE);
            }
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void smallBodiesNeedNoPermit() throws Exception {
        CyclicBarrier allAtOnce = new CyclicBarrier(5);
        CanonicalBodies bodies = new CanonicalBodies(1, LONG, body -> {
            await(allAtOnce);
            return body;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<byte[]> one = () -> bodies.of(SMALL).bytes();
            for (var done : threads.invokeAll(Collections.nCopies(5, one))) {
                assertThat(done.get()).isEqualTo(SMALL);
            }
        }
    }

    @Test
    void aLargeBodyThatWaitsTooLongIsRefusedAndTheNextOneIsRead() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CanonicalBodies bodies = new CanonicalBodies(1, Duration.ofMillis(20), body -> {
            started.countDown();
            await(end);
            return body;
        });
        Thread first =
                Thread.ofVirtual().start(() -> assertThat(bodies.of(LARGE)).satisfies(Verifier.CanonicalForm::bytes));
        assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();

        assertThatThrownBy(() -> bodies.of(LARGE).bytes())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Too many large bodies");

        end.countDown();
        first.join();
        assertThat(bodies.of(LARGE).bytes()).isEqualTo(LARGE);
    }

    @Test
    void oneRequestIsCanonicalisedOnceHoweverOftenItIsAskedFor() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CanonicalBodies bodies = new CanonicalBodies(1, LONG, body -> {
            times.incrementAndGet();
            return CanonicalJson.of(body);
        });
        Instant now = Instant.parse("2026-02-01T18:00:00Z");
        Keyring ring = Keyring.of(new Keyring.Key("k", new Secret("shared_secret_chuwue_findyourwork")));
        Map<String, String> signed = Signer.sign(ring, "evt_1", now, LARGE);
        Verifier.CanonicalForm form = bodies.of(LARGE);

        assertThat(Verifier.verify(ring, signed::get, LARGE, form, now)).isInstanceOf(Verdict.Valid.class);
        assertThat(times).as("Standard Webhooks need no canonical form").hasValue(0);
        signed.keySet().removeIf(name -> name.startsWith("webhook-"));
        assertThat(Verifier.verify(ring, signed::get, LARGE, form, now)).isInstanceOf(Verdict.Valid.class);
        assertThat(form.bytes()).isEqualTo(LARGE);
        assertThat(times).hasValue(1);
    }

    private static byte[] body(int length) {
        return ("\"" + "a".repeat(length - 2) + "\"").getBytes(US_ASCII);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
