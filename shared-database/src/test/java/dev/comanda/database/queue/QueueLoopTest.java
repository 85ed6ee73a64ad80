package dev.comanda.database.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class QueueLoopTest {
    /** Long enough that a test which needs a poll to pass runs into its timeout. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<Integer> table = new LinkedBlockingQueue<>();

    @Test
    void losesNoWakeUpAmongThousandsThatRaceWithItsClaims() throws InterruptedException {
        int producers = 8;
        int each = 5_000;
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        AtomicInteger twice = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(producers * each);
        QueueLoop<Integer> loop = new QueueLoop<>("race", 7, NEVER, this::claim, item -> {
            if (!done.add(item)) {
                twice.incrementAndGet();
            }
            all.countDown();
        });
        loop.start();
        for (int producer = 0; producer < producers; producer++) {
            int first = producer * each;
            Thread.ofVirtual().start(() -> {
                for (int item = first; item < first + each; item++) {
                    table.add(item);
                    loop.wake();
                }
            });
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.close(PATIENCE)).isTrue();
        assertThat(done).hasSize(producers * each);
        assertThat(twice).hasValue(0);
    }

    @Test
    void noticesEachSingleWakeUpWithoutAPoll() throws InterruptedException {
        Semaphore worked = new Semaphore(0);
        QueueLoop<Integer> loop = new QueueLoop<>("single", 1, NEVER, this::claim, _ -> worked.release());
        loop.start();
        for (int item = 0; item < 2_000; item++) {
            table.add(item);
            loop.wake();
            assertThat(worked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(loop.close(PATIENCE)).isTrue();
    }

    @Test
    void claimsOnlyAsManyAsSlotsAreFree() throws InterruptedException {
        BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
        Semaphore finish = new Semaphore(0);
        table.addAll(List.of(1, 2, 3, 4));
        QueueLoop<Integer> loop = new QueueLoop<>(
                "slots",
                3,
                NEVER,
                max -> {
                    asked.add(max);
                    return claim(max);
                },
                _ -> finish.acquireUninterruptibly());
        loop.start();
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
        loop.wake();
        finish.release();
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        finish.release(3);
        assertThat(loop.close(PATIENCE)).isTrue();
        assertThat(table).isEmpty();
    }

    @Test
    void findsByPollingWhatNobodyWokeItFor() throws InterruptedException {
        Semaphore worked = new Semaphore(0);
        QueueLoop<Integer> loop = new QueueLoop<>("poll", 1, Duration.ofMillis(20), this::claim, _ -> worked.release());
        loop.start();
        table.add(1);
        assertThat(worked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.close(PATIENCE)).isTrue();
    }

    /** As a claim after the lease's end reads it: the same row, and no equal record. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Leased(long id, byte[] content) {}

    @Test
    void ignoresAnItemThatIsStillInWorkWithoutAskingForItOverAndOver() throws InterruptedException {
        AtomicInteger claims = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Semaphore finish = new Semaphore(0);
        Semaphore claimed = new Semaphore(0);
        QueueLoop<Leased> loop = new QueueLoop<>(
                "lane",
                2,
                NEVER,
                _ -> {
                    claims.incrementAndGet();
                    claimed.release();
                    return List.of(new Leased(1, new byte[] {1}));
                },
                Leased::id,
                _ -> {
                    begun.incrementAndGet();
                    finish.acquireUninterruptibly();
                });
        loop.start();
        assertThat(claimed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        loop.wake();
        assertThat(claimed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(claimed.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(claims).hasValue(2);
        assertThat(begun).hasValue(1);
        finish.release();
        assertThat(claimed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        finish.release(1_000);
        assertThat(loop.close(PATIENCE)).isTrue();
    }

    @Test
    void goesOnAfterAClaimAndAnItemThatThrow() throws InterruptedException {
        AtomicInteger claims = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        CountDownLatch second = new CountDownLatch(1);
        table.addAll(List.of(1, 2));
        QueueLoop<Integer> loop = new QueueLoop<>(
                "failing",
                1,
                NEVER,
                max -> {
                    if (claims.incrementAndGet() == 1) {
                        throw new IllegalStateException("the database is away");
                    }
                    return claim(max);
                },
                item -> {
                    if (item == 1) {
                        throw new IllegalArgumentException("cannot work on this");
                    }
                    done.add(item);
                    second.countDown();
                });
        loop.start();
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly(2);
        assertThat(loop.close(PATIENCE)).isTrue();
    }

    @Test
    void waitsOnCloseForItemsInWorkAndTakesNoMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        QueueLoop<Integer> loop = new QueueLoop<>("closing", 4, NEVER, this::claim, _ -> {
            begun.countDown();
            try {
                finish.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        table.add(1);
        loop.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.close(Duration.ofMillis(50))).isFalse();
        table.add(2);
        loop.wake();
        finish.countDown();
        assertThat(loop.close(PATIENCE)).isTrue();
        assertThat(table).containsExactly(2);
    }

    private List<Integer> claim(int max) {
        List<Integer> claimed = new ArrayList<>();
        table.drainTo(claimed, max);
        return claimed;
    }
}
